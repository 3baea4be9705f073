from __future__ import annotations

import pytest

from beffroi.company import charters
from beffroi.company.clauses import Wishes
from beffroi.company.models import Charter
from tests.clock import FrozenClock
from tests.world import World, introduce, people_and_places


@pytest.fixture
def world(db: None, clock: FrozenClock) -> World:
    return people_and_places(now=clock())


@pytest.fixture
def told(world: World, clock: FrozenClock) -> World:
    """Atelier Martin has said all of itself and published its charter."""
    introduce(world, now=clock())
    return world


@pytest.fixture
def flowers_charter(world: World, clock: FrozenClock) -> Charter:
    """Zoé, a stranger, has published hers."""
    written = charters.write(
        world.flowers, wishes=Wishes(), is_indexed=True, actor=world.zoe, now=clock()
    )
    charters.publish(written, actor=world.zoe, now=clock())
    return written
