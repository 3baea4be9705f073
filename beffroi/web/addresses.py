"""Addresses that may not exist in this installation."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse


def optional_url(name: str) -> str | None:
    """Return the address called `name`, or None where no app provides it."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return None
