from __future__ import annotations

import html
import io
import zipfile
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from beffroi.core.periods import Period
from beffroi.delivery.models import Delivery
from beffroi.inbox.models import Answer, Conversation, Feedback
from beffroi.insight.results.tests.bakery import FIRST, LAST, Bakery
from beffroi.insight.team.queries import Team, team_of
from beffroi.insight.team.rules import Person
from beffroi.insight.team.tests.conftest import Browse
from beffroi.workspaces.models import User
from tests.clock import FrozenClock
from tests.world import World

DAYS = Period(FIRST, LAST)


def text(response: Any) -> str:
    return " ".join(html.unescape(response.content.decode()).split())


def answered(bakery: Bakery, person: User | None, *minutes: int, **more: Any) -> None:
    """Have a person answer on the first day to people who waited so long."""
    for waited in minutes:
        bakery.answer(FIRST, waited, **more)
        newest = Answer.objects.order_by("-pk").values("pk")[:1]
        Answer.objects.filter(pk__in=newest).update(author=person)


def read(bakery: Bakery, only: User | None = None) -> Team:
    return team_of(bakery.workspace, DAYS, only=only, now=bakery.clock())


def of(team: Team, person: User) -> Person:
    return next(one for one in team.people if one.id == person.pk)


def test_each_person_has_their_own_answers_and_nobody_is_ranked(
    world: World, bakery: Bakery
) -> None:
    answered(bakery, world.karim, 10, 20, 30, 40, 50)
    answered(bakery, world.karim, 60, in_time=False)
    answered(bakery, world.claire, 5, 5, 5, 5)
    team = read(bakery)
    karim, claire = of(team, world.karim), of(team, world.claire)
    assert (karim.sent, karim.answers.number, karim.answers.in_time) == (6, 6, 5)
    assert karim.answers.middle == timedelta(minutes=35)
    assert (claire.sent, claire.answers.number, claire.answers.middle) == (4, 4, None)
    names = [one.name for one in team.people]
    assert names == sorted(names, key=str.casefold)


def test_what_left_by_itself_or_never_left_is_nobodys(world: World, bakery: Bakery) -> None:
    answered(bakery, world.claire, 10, 10)
    first, second = Answer.objects.order_by("pk")
    Answer.objects.filter(pk=first.pk).update(is_automatic=True, author=None, waited_since=None)
    Delivery.objects.filter(answer=second).update(status="failed")
    team = read(bakery)
    assert (of(team, world.claire).sent, team.others) == (0, 0)


def test_who_is_in_the_team_no_more_is_counted_without_a_name(world: World, bakery: Bakery) -> None:
    answered(bakery, None, 10)
    answered(bakery, world.zoe, 10)
    team = read(bakery)
    assert team.others == 2
    assert world.zoe.pk not in {one.id for one in team.people}


def test_the_load_is_what_is_open_now_and_waits(world: World, bakery: Bakery) -> None:
    answered(bakery, world.claire, 10)
    now = bakery.clock()
    given: dict[str, Any] = {"assignee": world.karim, "assigned_at": now, "waiting_since": now}
    more: list[dict[str, Any]] = [
        given | {"waiting_since": now - timedelta(days=2)},
        given | {"snoozed_until": now + timedelta(days=1)},
        given | {"status": "done", "done_at": now, "waiting_since": None},
        given | {"waiting_since": None},
        {"waiting_since": now},
        {"waiting_since": None},
    ]
    for number, values in enumerate(more):
        row = Conversation.objects.all()[0]
        row.pk, row.root_id = None, f"root-{number}"
        for name, value in values.items():
            setattr(row, name, value)
        row.save(force_insert=True)
    Conversation.objects.exclude(root_id__startswith="root-").delete()
    team = read(bakery)
    load = of(team, world.karim).load
    assert (load.open, load.waiting, load.oldest_since) == (3, 1, now - timedelta(days=2))
    assert (team.free.open, team.free.waiting) == (1, 1)


def test_minutes_are_those_that_a_person_noted_in_the_days(world: World, bakery: Bakery) -> None:
    bakery.work(40, FIRST)
    bakery.work(20, LAST)
    bakery.work(5, FIRST - timedelta(days=1))
    assert of(read(bakery), world.claire).minutes == 60


def test_whoever_does_not_manage_people_sees_themselves_alone(
    world: World, browse: Browse, bakery: Bakery
) -> None:
    answered(bakery, world.karim, 10)
    answered(bakery, world.claire, 10, 10)
    page = text(browse(world.karim).get(reverse("measured_team")))
    assert "Your answers" in page
    assert "Karim" in page
    assert '<th scope="row"><bdi>Claire' not in page
    assert "When you answered" in page
    own = b"".join(browse(world.karim).get(reverse("team_table"), {"table": "people"}))
    assert own.decode().count("\n") == 2
    assert read(bakery, only=world.karim).answered == {(0, 12): 1}


def test_whoever_manages_people_sees_all_of_them(
    world: World, browse: Browse, bakery: Bakery
) -> None:
    answered(bakery, world.karim, 10, 10, 10, 10, 10)
    answered(bakery, world.claire, 10)
    page = text(browse(world.claire).get(reverse("measured_team")))
    assert "5 of 5" in page
    assert "nobody is ranked" in page
    assert "When they are answered, all together" in page


def test_a_client_sees_none_of_it(world: World, browse: Browse, bakery: Bakery) -> None:
    client = browse(world.paul)
    for name in ("measured_team", "team_table", "team_workbook"):
        assert client.get(reverse(name)).status_code == 403


def test_another_workspace_counts_none_of_it(world: World, bakery: Bakery) -> None:
    answered(bakery, world.claire, 10)
    team = team_of(world.garage, DAYS, only=None, now=bakery.clock())
    assert not any(one.sent or one.minutes or one.load.open for one in team.people)
    assert (team.came, team.answered) == ({}, {})


def test_messages_that_came_are_counted_by_the_hour(
    world: World, browse: Browse, bakery: Bakery
) -> None:
    answered(bakery, world.claire, 10)
    at = datetime(2026, 8, 12, 21, 30, tzinfo=bakery.workspace.zone)  # a Wednesday
    Feedback.objects.update(written_at=at)
    page = text(browse(world.claire).get(reverse("measured_team")))
    assert "Most on Wednesday from 21 h on: 1." in page
    lines = b"".join(browse(world.claire).get(reverse("team_table"), {"table": "hours"}))
    assert "Wednesday,21,1,0" in lines.decode("utf-8-sig")


def test_the_workbook_has_both_tables(world: World, browse: Browse, bakery: Bakery) -> None:
    answered(bakery, world.claire, 10)
    answer = browse(world.claire).get(reverse("team_workbook"))
    file = io.BytesIO(b"".join(answer))
    names = zipfile.ZipFile(file).namelist()
    assert sum(name.startswith("xl/worksheets/") for name in names) == 3  # and what they mean


def test_bad_days_are_answered_and_an_unknown_table_is_not_found(
    world: World, browse: Browse
) -> None:
    client = browse(world.claire)
    asked = {"period": "free", "from": "2026-09-10", "to": "2026-09-01"}
    answer = client.get(reverse("measured_team"), asked)
    assert answer.status_code == 422
    assert "The last day comes before the first one." in text(answer)
    assert "Beside" not in text(answer)
    assert client.get(reverse("team_table"), {"table": "x"}).status_code == 404


@pytest.mark.parametrize("many", [1, 10])
def test_ten_times_as_much_takes_as_many_queries(
    world: World, bakery: Bakery, django_assert_num_queries: Any, many: int
) -> None:
    for person in (world.claire, world.karim, world.nadia):
        answered(bakery, person, *range(1, many + 1))
    bakery.work(5, FIRST)
    with django_assert_num_queries(12):
        read(bakery)


def test_the_clock_is_only_read_by_the_view(bakery: Bakery, clock: FrozenClock) -> None:
    assert read(bakery) == read(bakery)
    assert clock() == bakery.clock()
