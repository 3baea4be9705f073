from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from pytest_django.fixtures import Settings

from tests.clock import FrozenClock
from tests.world import World, people_and_places


@pytest.fixture
def world(db: None, clock: FrozenClock) -> World:
    return people_and_places(now=clock())


@pytest.fixture(autouse=True)
def no_limits_from_the_test_before() -> Iterator[None]:
    """Rates are counted in the cache of the process."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def quick_passwords(settings: Settings) -> None:
    """Argon2 is slow on purpose; one test looks at it, the others do not need it."""
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.MD5PasswordHasher",
        *settings.PASSWORD_HASHERS,
    ]
