from __future__ import annotations

import pytest

from beffroi.listening.models import Watch
from beffroi.listening.tests.makers import make_watch
from tests.clock import FrozenClock
from tests.world import World, people_and_places


@pytest.fixture
def world(db: None, clock: FrozenClock) -> World:
    return people_and_places(now=clock())


@pytest.fixture
def watch(world: World, clock: FrozenClock) -> Watch:
    return make_watch(world.atelier, "martin", now=clock(), name="Atelier Martin")
