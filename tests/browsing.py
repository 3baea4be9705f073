"""Somebody's browser, in English, without a real one."""

from __future__ import annotations

from collections.abc import Callable

from django.core.cache import cache
from django.test import Client

from beffroi.workspaces.models import User

Browse = Callable[[User], Client]


def browsers_in_english() -> Browse:
    """Return what opens a person's browser; everybody reads English from now on."""
    User.objects.update(language="en")
    cache.clear()

    def browser(person: User) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return browser
