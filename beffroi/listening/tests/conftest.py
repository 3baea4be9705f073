from __future__ import annotations

import html
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from beffroi.workspaces.models import User
from tests.clock import FrozenClock
from tests.world import World, people_and_places

Browse = Callable[[User], Client]


@pytest.fixture
def world(db: None, clock: FrozenClock) -> World:
    return people_and_places(now=clock())


@pytest.fixture
def browse(world: World) -> Browse:
    """Somebody's browser, in English."""
    User.objects.update(language="en")
    cache.clear()

    def browser(person: User) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return browser


def text(response: Any) -> str:
    return " ".join(html.unescape(response.content.decode()).split())
