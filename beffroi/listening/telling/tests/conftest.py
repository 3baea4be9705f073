from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django.fixtures import Settings

from beffroi.listening.alerting import detecting
from beffroi.listening.alerting.tests.makers import old_watch, usual_weeks
from beffroi.listening.models import Alert, Watch
from beffroi.listening.telling.tests.receiver import Receiver, a_receiver
from tests.clock import FrozenClock
from tests.world import World, people_and_places


@pytest.fixture
def world(db: None, clock: FrozenClock) -> World:
    return people_and_places(now=clock())


@pytest.fixture
def watch(world: World, clock: FrozenClock) -> Watch:
    made = old_watch(world.atelier, now=clock(), name="Atelier Martin")
    usual_weeks(made, now=clock())
    return made


@pytest.fixture
def receiver(settings: Settings) -> Iterator[Receiver]:
    with a_receiver() as made:
        settings.OUTBOUND_ALLOW = frozenset({made.host})
        yield made


def look(watch: Watch, clock: FrozenClock) -> Alert:
    """Look at the watch; return its newest alert."""
    detecting.look(watch, now=clock())
    return Alert.objects.latest("pk")
