"""Addresses that may not exist in this installation."""

from __future__ import annotations

from functools import cache

from django.conf import settings
from django.urls import NoReverseMatch, get_urlconf, reverse


def optional_url(name: str) -> str | None:
    """Return the address called `name`, or None where no app provides it."""
    return _address(name, get_urlconf() or settings.ROOT_URLCONF)


@cache  # the frame of every page asks for the same twenty
def _address(name: str, urlconf: str) -> str | None:
    try:
        return reverse(name, urlconf=urlconf)
    except NoReverseMatch:
        return None
