"""Time that was noted by itself, on the page of costs: whose it is, corrected, removed, off."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from beffroi.core.clock import utc_now
from beffroi.core.periods import Period
from beffroi.sales import hours, returns, spending
from beffroi.sales.economics import economics_of
from beffroi.sales.models import TimeKeeping, WorkTime
from beffroi.sales.spending import Purpose
from beffroi.workspaces.models import User
from tests.world import SETTLED_AT, World, people_and_places

pytestmark = pytest.mark.django_db

COSTS = "/measure/costs/"
ALONE = "noté tout seul"


@pytest.fixture
def world(db: None) -> World:
    return people_and_places(now=SETTLED_AT)


def measured(world: World, person: User, *, minutes: int = 13) -> WorkTime:
    now = utc_now()
    day = now.astimezone(world.atelier.zone).date() - timedelta(days=1)
    hours.note_measured(world.atelier, day=day, minutes={person.pk: minutes}, now=now)
    return WorkTime.objects.get(person=person, is_measured=True)


def by_hand(world: World, row: WorkTime) -> WorkTime:
    assert row.person is not None
    return spending.note_time(
        world.atelier,
        day=row.day,
        minutes=90,
        note="",
        purpose=Purpose(),
        actor=row.person,
        now=utc_now(),
    )


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def page(client: Client) -> str:
    return client.get(COSTS).content.decode()


def counted(world: World) -> list[int]:
    rows = WorkTime.objects.filter(workspace=world.atelier, removed_at=None)
    return sorted(rows.values_list("minutes", flat=True))


def test_it_is_told_apart_from_what_people_noted(world: World) -> None:
    assert ALONE not in page(signed_in(world.claire))
    measured(world, world.claire)
    assert ALONE in page(signed_in(world.claire))


def test_it_counts_as_hours_like_all_others(world: World) -> None:
    row = measured(world, world.claire, minutes=60)
    days = Period(row.day, row.day)
    spent = returns.spent(world.atelier, days, economics=economics_of(world.atelier))
    assert [one.minutes for one in spent.work] == [60]


def test_it_is_corrected_and_then_a_persons_word(world: World) -> None:
    row = measured(world, world.claire)
    client = signed_in(world.claire)
    said = {"hours": "0", "minutes": "20", "work_note": "Et des photos"}
    assert client.post(f"{COSTS}time/{row.pk}/", said).status_code == 302
    row.refresh_from_db()
    assert (row.minutes, row.note, row.is_measured) == (20, "Et des photos", False)


@pytest.mark.parametrize(("said_hours", "minutes"), [("0", "0"), ("24", "1"), ("", ""), ("x", "1")])
def test_no_time_and_more_than_a_day_are_refused(
    world: World, said_hours: str, minutes: str
) -> None:
    row = measured(world, world.claire)
    said = {"hours": said_hours, "minutes": minutes, "work_note": ""}
    answer = signed_in(world.claire).post(f"{COSTS}time/{row.pk}/", said)
    assert answer.status_code == 422
    row.refresh_from_db()
    assert (row.minutes, row.is_measured) == (13, True)


def test_it_is_removed_and_the_removal_undone(world: World) -> None:
    row = measured(world, world.claire)
    client = signed_in(world.claire)
    told = client.post(f"{COSTS}time/{row.pk}/removal/", follow=True).content.decode()
    assert counted(world) == []
    [undo] = re.findall(rf'action="({COSTS}time/\d+/return/)"', told)
    client.post(undo)
    assert counted(world) == [13]


def test_it_gives_way_to_a_persons_word_and_comes_back_with_its_undoing(world: World) -> None:
    row = measured(world, world.claire)
    said = by_hand(world, row)
    assert counted(world) == [90]
    spending.take_back(said, actor=world.claire, now=utc_now())
    assert counted(world) == [13]
    said.refresh_from_db()
    spending.put_back(said, actor=world.claire, now=utc_now())
    assert counted(world) == [90]


def test_what_its_person_removed_does_not_come_back_by_undoing_another_word(world: World) -> None:
    row = measured(world, world.claire)
    spending.take_back(row, actor=world.claire, now=utc_now() - timedelta(hours=1))
    said = by_hand(world, row)
    spending.take_back(said, actor=world.claire, now=utc_now())
    assert counted(world) == []


def test_what_was_measured_of_somebody_is_for_them_and_whoever_manages_people(
    world: World,
) -> None:
    row = measured(world, world.claire)
    own = measured(world, world.karim, minutes=17)
    editor, owner = signed_in(world.karim), signed_in(world.claire)
    assert page(editor).count(ALONE) == 1
    assert page(owner).count(ALONE) == 2
    assert ALONE not in page(signed_in(world.lucas))
    for path in (f"{row.pk}/", f"{row.pk}/removal/", f"{row.pk}/return/"):
        assert editor.post(f"{COSTS}time/{path}").status_code == 404
    assert editor.get(f"{COSTS}time/{own.pk}/").status_code == 200


def test_it_is_switched_off_and_on_again_by_whoever_runs_the_company(world: World) -> None:
    client = signed_in(world.claire)
    assert hours.keeps_time(world.atelier)
    client.post(f"{COSTS}time/keeping/")
    assert not hours.keeps_time(world.atelier)
    assert "ne se note pas tout seul" in page(client)
    client.post(f"{COSTS}time/keeping/", {"is_on": "yes"})
    assert hours.keeps_time(world.atelier)
    assert signed_in(world.karim).post(f"{COSTS}time/keeping/").status_code == 403
    assert TimeKeeping.objects.count() == 1
