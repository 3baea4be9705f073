from __future__ import annotations

import pytest
from django.test import Client

from beffroi.channels.models import Channel
from beffroi.crisis import actions
from beffroi.crisis.models import Room
from beffroi.publishing.tests.desk import Desk, make_channel
from beffroi.workspaces.models import User
from tests.clock import FrozenClock
from tests.world import World, people_and_places


@pytest.fixture
def world(db: None, clock: FrozenClock) -> World:
    made = people_and_places(now=clock())
    User.objects.update(language="en")
    return made


@pytest.fixture
def bluesky(world: World, clock: FrozenClock) -> Channel:
    return make_channel(world.atelier, "bluesky", now=clock())


@pytest.fixture
def desk(world: World, clock: FrozenClock) -> Desk:
    return Desk(world.atelier, world.karim, clock)


@pytest.fixture
def room(world: World, bluesky: Channel, clock: FrozenClock) -> Room:
    return actions.open_room(
        world.atelier, name="La file", channel=bluesky, actor=world.claire, now=clock()
    )


@pytest.fixture
def drill(world: World, clock: FrozenClock) -> Room:
    return actions.open_drill(world.atelier, language="en", actor=world.claire, now=clock())


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
    """Have the pages of the room read the clock of the test."""
    for name in ("pages", "views.rooms", "views.work", "views.review"):
        monkeypatch.setattr(f"beffroi.crisis.{name}.utc_now", clock)
