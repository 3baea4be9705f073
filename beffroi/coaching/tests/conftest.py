from __future__ import annotations

import pytest
from django.test import Client

from tests.browsing import Browse, browsers_in_english
from tests.clock import FrozenClock
from tests.world import World, people_and_places


@pytest.fixture
def world(db: None, clock: FrozenClock) -> World:
    return people_and_places(now=clock())


@pytest.fixture
def browse(world: World, monkeypatch: pytest.MonkeyPatch, clock: FrozenClock) -> Browse:
    """Somebody's browser, in English, on the Monday of tests."""
    monkeypatch.setattr("beffroi.coaching.views.utc_now", clock)
    return browsers_in_english()


@pytest.fixture
def claire(world: World, browse: Browse) -> Client:
    return browse(world.claire)
