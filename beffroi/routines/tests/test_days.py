"""What a day that is over leaves: time noted once, medians, routines opened once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from beffroi.core import audit
from beffroi.core.models import Job
from beffroi.routines import days, measuring
from beffroi.routines.handling import ENOUGH, Act
from beffroi.routines.models import DayKept, HandlingTime, Routine
from beffroi.routines.rules import Kind
from beffroi.sales import hours, spending
from beffroi.sales.models import WorkTime
from beffroi.sales.spending import Purpose
from beffroi.workspaces.models import User, Workspace
from tests.world import SETTLED_AT, World, people_and_places

pytestmark = pytest.mark.django_db

TUESDAY = date(2026, 6, 16)
MORNING = datetime(2026, 6, 16, 7, tzinfo=UTC)
#: Wednesday, a few minutes after midnight in Paris.
MIDNIGHT = datetime(2026, 6, 16, 22, 5, tzinfo=UTC)


@pytest.fixture
def world(db: None) -> World:
    world = people_and_places(now=SETTLED_AT)
    Workspace.objects.update(is_demo=False, created_at=datetime(2026, 1, 1, tzinfo=UTC))
    world.atelier.refresh_from_db()
    return world


def did(
    who: User,
    world: World,
    *minutes: float,
    action: str = "conversation.answered",
    is_drill: bool = False,
) -> None:
    for minute in minutes:
        audit.record(
            workspace_id=world.atelier.pk,
            actor_id=who.pk,
            action=action,
            subject="conversation:1",
            now=MORNING + timedelta(minutes=minute),
            detail={"drill": "yes"} if is_drill else None,
        )


def noted(world: World) -> dict[str, int]:
    rows = WorkTime.objects.filter(workspace=world.atelier, removed_at=None)
    return {str(row.person): row.minutes for row in rows}


# Time notes itself


def test_each_person_has_one_row_for_a_day_on_which_they_did_something(world: World) -> None:
    did(world.claire, world, 0, 4, 9)
    did(world.karim, world, 60, action="member.invited")
    days.close(world.atelier, now=MIDNIGHT)
    assert noted(world) == {str(world.claire): 11, str(world.karim): 1}
    row = WorkTime.objects.get(person=world.claire)
    assert (row.day, row.is_measured) == (TUESDAY, True)


def test_closing_a_day_twice_notes_once(world: World) -> None:
    did(world.claire, world, 0)
    for minute in (0, 1, 60):
        days.close(world.atelier, now=MIDNIGHT + timedelta(minutes=minute))
    DayKept.objects.all().delete()
    days.close(world.atelier, now=MIDNIGHT)
    assert WorkTime.objects.count() == 1


def test_the_database_lets_no_day_be_measured_twice(world: World) -> None:
    did(world.claire, world, 0)
    days.close(world.atelier, now=MIDNIGHT)
    row = WorkTime.objects.get()
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_whoever_wrote_their_time_down_is_believed(world: World) -> None:
    did(world.claire, world, 0, 5)
    note(world, minutes=90)
    days.close(world.atelier, now=MIDNIGHT)
    assert noted(world) == {str(world.claire): 90}


def test_whoever_writes_it_down_afterwards_is_believed_too(world: World) -> None:
    did(world.claire, world, 0, 5)
    days.close(world.atelier, now=MIDNIGHT)
    note(world, minutes=90)
    assert noted(world) == {str(world.claire): 90}


def test_what_was_removed_stays_removed(world: World) -> None:
    did(world.claire, world, 0)
    days.close(world.atelier, now=MIDNIGHT)
    spending.take_back(WorkTime.objects.get(), actor=world.claire, now=MIDNIGHT)
    DayKept.objects.all().delete()
    days.close(world.atelier, now=MIDNIGHT)
    assert noted(world) == {}


def test_what_is_corrected_becomes_a_persons_word(world: World) -> None:
    did(world.claire, world, 0)
    days.close(world.atelier, now=MIDNIGHT)
    row = WorkTime.objects.get()
    hours.correct(row, minutes=25, note="Photos", actor=world.claire, now=MIDNIGHT)
    DayKept.objects.all().delete()
    days.close(world.atelier, now=MIDNIGHT)
    row.refresh_from_db()
    assert (row.minutes, row.note, row.is_measured) == (25, "Photos", False)
    assert WorkTime.objects.count() == 1


def test_drills_and_demonstrations_are_no_work(world: World) -> None:
    did(world.claire, world, 0, action="crisis.opened", is_drill=True)
    days.close(world.atelier, now=MIDNIGHT)
    assert noted(world) == {}
    did(world.claire, world, 30)
    Workspace.objects.update(is_demo=True)
    world.atelier.refresh_from_db()
    DayKept.objects.all().delete()
    days.close(world.atelier, now=MIDNIGHT)
    assert noted(world) == {}


def test_a_workspace_that_switched_it_off_notes_nothing(world: World) -> None:
    did(world.claire, world, 0)
    hours.choose_keeping(world.atelier, is_on=False, actor=world.claire, now=MIDNIGHT)
    days.close(world.atelier, now=MIDNIGHT)
    assert str(world.claire) not in noted(world)


def test_days_while_the_server_slept_are_noted_up_to_a_week_back(world: World) -> None:
    did(world.claire, world, 0)
    days.close(world.atelier, now=MIDNIGHT - timedelta(days=1))
    days.close(world.atelier, now=MIDNIGHT + timedelta(days=3))
    assert noted(world) == {str(world.claire): 2}
    did(world.karim, world, 24 * 60 * 4)
    days.close(world.atelier, now=MIDNIGHT + timedelta(days=30))
    assert str(world.karim) not in noted(world)


# What waits for its midnight


def test_a_day_is_closed_once_it_is_over_in_the_zone_of_its_workspace(world: World) -> None:
    Workspace.objects.exclude(pk=world.atelier.pk).update(closed_at=MORNING)
    days.close(world.atelier, now=MORNING)
    assert days.plan(now=datetime(2026, 6, 16, 21, 59, tzinfo=UTC)) == 0
    assert days.plan(now=MIDNIGHT) == 1
    assert Job.objects.filter(kind=days.CLOSE).count() == 1
    Workspace.objects.filter(pk=world.atelier.pk).update(time_zone="America/Montreal")
    Job.objects.all().delete()
    assert days.plan(now=MIDNIGHT) == 0


# Medians


def test_a_median_is_kept_once_there_are_enough_acts(world: World) -> None:
    did(world.claire, world, *(3 * number for number in range(ENOUGH)))
    measuring.measure(world.atelier, now=MIDNIGHT)
    assert not HandlingTime.objects.exists()
    did(world.claire, world, 3 * ENOUGH)
    measuring.measure(world.atelier, now=MIDNIGHT)
    found = measuring.typical_of(world.atelier)[Act.ANSWERED]
    assert (found.minutes, found.n) == (3, ENOUGH)
    measuring.measure(world.atelier, now=MIDNIGHT + timedelta(days=100))
    assert measuring.typical_of(world.atelier) == {}


def test_closing_a_day_costs_as_many_queries_for_many_acts_as_for_few(world: World) -> None:
    def cost() -> int:
        DayKept.objects.all().delete()
        WorkTime.objects.all().delete()
        Routine.objects.all().delete()
        with CaptureQueriesContext(connection) as captured:
            days.close(world.atelier, now=MIDNIGHT)
        return len(captured)

    did(world.claire, world, 0, 1)
    few = cost()
    did(world.claire, world, *range(2, 60))
    did(world.karim, world, *range(2, 60))
    assert cost() <= few + 1
    assert few <= 26


# Routines


def kinds(world: World) -> list[str]:
    rows = Routine.objects.filter(workspace=world.atelier)
    return sorted(rows.values_list("kind", flat=True))


def test_each_period_has_one_row_however_often_the_day_is_closed(world: World) -> None:
    for day in range(3):
        days.close(world.atelier, now=MIDNIGHT + timedelta(days=day))
        DayKept.objects.all().delete()
    # Wednesday, Thursday, Friday
    assert kinds(world) == ["friday", "monday", "month", "quarter"]


def test_a_routine_that_was_settled_does_not_come_again_in_its_period(world: World) -> None:
    days.close(world.atelier, now=MIDNIGHT)
    Routine.objects.filter(kind=Kind.MONDAY.value).update(outcome="done", settled_at=MIDNIGHT)
    days.close(world.atelier, now=MIDNIGHT + timedelta(days=1))
    assert Routine.objects.get(kind=Kind.MONDAY.value).outcome == "done"


def test_a_routine_ends_at_midnight_of_its_last_day(world: World) -> None:
    days.close(world.atelier, now=MIDNIGHT)
    row = Routine.objects.get(kind=Kind.MONDAY.value)
    assert row.ends_at == datetime(2026, 6, 21, 22, tzinfo=UTC)


def note(world: World, *, minutes: int) -> None:
    spending.note_time(
        world.atelier,
        day=TUESDAY,
        minutes=minutes,
        note="",
        purpose=Purpose(),
        actor=world.claire,
        now=MIDNIGHT,
    )
