from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from beffroi.core.happenings import Asked, happenings
from beffroi.core.periods import Period
from beffroi.crisis.actions import open_room
from beffroi.crisis.models import Room
from tests.clock import FrozenClock
from tests.world import World, people_and_places


@pytest.fixture
def world(db: None, clock: FrozenClock) -> World:
    return people_and_places(now=clock())


def test_a_crisis_that_was_opened_is_told_within_and_a_drill_is_not(
    world: World, clock: FrozenClock
) -> None:
    open_room(world.atelier, name="Glass in the bread", actor=world.claire, now=clock())
    Room.objects.create(
        workspace=world.atelier, name="Drill", is_drill=True, opened_at=clock(), since=clock()
    )
    september = Period(date(2026, 9, 1), date(2026, 9, 30))
    with translation.override("en"):
        asked = Asked(world.atelier.pk, september, world.atelier.zone)
        (found,) = happenings(asked)
        assert found.words == "A crisis was opened: Glass in the bread"
    assert found.is_inner
    assert happenings(Asked(world.garage.pk, september, world.garage.zone)) == []
