from __future__ import annotations

import pytest
from django.test import Client

from beffroi.workspaces.models import User
from tests.clock import FrozenClock
from tests.world import World, people_and_places


@pytest.fixture
def world(db: None, clock: FrozenClock) -> World:
    made = people_and_places(now=clock())
    User.objects.update(language="en")
    return made


@pytest.fixture
def claire(world: World) -> Client:
    client = Client()
    client.force_login(world.claire)
    return client


@pytest.fixture
def karim(world: World) -> Client:
    client = Client()
    client.force_login(world.karim)
    return client


@pytest.fixture(autouse=True)
def frozen_views(monkeypatch: pytest.MonkeyPatch, clock: FrozenClock) -> None:
    """Have the pages of lessons read the clock of the test."""
    monkeypatch.setattr("beffroi.learning.views.utc_now", clock)
