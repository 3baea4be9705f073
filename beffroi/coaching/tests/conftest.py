from __future__ import annotations

from collections.abc import Callable

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
def browse(world: World, monkeypatch: pytest.MonkeyPatch, clock: FrozenClock) -> Browse:
    """Somebody's browser, in English, on the Monday of tests."""
    monkeypatch.setattr("beffroi.coaching.views.utc_now", clock)
    User.objects.update(language="en")
    cache.clear()

    def browser(person: User) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return browser


@pytest.fixture
def claire(world: World, browse: Browse) -> Client:
    return browse(world.claire)
