from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from django.core.cache import cache
from django.db import transaction
from pytest_django.fixtures import Settings
from pytest_django.plugin import DjangoDbBlocker

from beffroi.core.clock import utc_now
from tests.access.visits import everybody_signed_in
from tests.world import SETTLED_AT, World, people_and_places


@pytest.fixture
def now() -> datetime:
    """The real time: requests read the clock."""
    return utc_now()


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """One world for the whole walk: each visit undoes what it did."""
    with django_db_blocker.unblock(), transaction.atomic():
        everybody = people_and_places(now=SETTLED_AT, password="le-pain-sort-a-cinq-heures")
        with everybody_signed_in(everybody):
            yield everybody
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def nobody_is_asked_again(settings: Settings) -> None:
    """The walk may take longer than a password is remembered for what matters most."""
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 86_400


@pytest.fixture(autouse=True)
def no_limits_from_the_test_before() -> Iterator[None]:
    """Rates are counted in the cache of the process."""
    cache.clear()
    yield
    cache.clear()
