from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from tests.clock import FrozenClock
from tests.world import World, people_and_places

PASSWORD = "le-pain-sort-a-cinq-heures"


@pytest.fixture
def world(db: None, clock: FrozenClock) -> World:
    return people_and_places(now=clock())


@pytest.fixture(autouse=True)
def no_limits_from_the_test_before() -> Iterator[None]:
    """Rates are counted in the cache of the process."""
    cache.clear()
    yield
    cache.clear()
