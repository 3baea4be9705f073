"""Steps of routines: proven by facts, ticked by hand, and asked for once."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from beffroi.channels.models import Channel
from beffroi.coaching.models import Declared, State
from beffroi.core.clock import utc_now
from beffroi.core.models import AuditEntry
from beffroi.publishing.models import Post, Variant
from beffroi.publishing.states import Stage
from beffroi.routines import actions
from beffroi.routines import rules as routine_rules
from beffroi.routines.models import Routine, StepTick
from beffroi.routines.rules import Kind, Step
from beffroi.strategy.models import Goal, Strategy
from beffroi.strategy.plan.actions import save_networks
from beffroi.strategy.plan.rules import Part
from beffroi.strategy.plan.wishes import NetworkWish
from beffroi.web import queries, waiting
from beffroi.web import rules as web_rules
from beffroi.web.routine_steps import steps_of
from beffroi.web.tests import morning
from beffroi.workspaces.models import User
from beffroi.workspaces.rules import Role
from tests.world import SETTLED_AT, World, people_and_places

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def now() -> datetime:
    return utc_now()


@pytest.fixture
def world(db: None) -> World:
    return people_and_places(now=SETTLED_AT)


@pytest.fixture(autouse=True)
def bluesky(world: World, now: datetime) -> Channel:
    return morning.channel(world.atelier, now=now)


def routine(world: World, kind: Kind, *, now: datetime) -> Routine:
    zone = world.atelier.zone
    today = now.astimezone(zone).date()
    period = routine_rules.period_of(kind, day=today)
    return Routine.objects.create(
        workspace=world.atelier,
        kind=kind.value,
        first_day=min(period.first, today),
        last_day=period.last,
        opened_at=now,
        ends_at=routine_rules.midnight(period.last + DAY, zone=zone),
    )


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def press(client: Client, row: Routine, step: str, *, path: str = "ticks/") -> str:
    card = f"{'weekly' if row.kind in {'monday', 'friday'} else 'steering'}-{row.pk}"
    sent = {"step": step, "card": card}
    return client.post(f"/routines/{row.pk}/{path}", sent, follow=True).content.decode()


def proven(row: Routine, world: World, now: datetime) -> set[Step]:
    return {one.step for one in steps_of(row, workspace=world.atelier, now=now) if one.is_proven}


def strategy(world: World, *, agreed_at: datetime, now: datetime) -> Strategy:
    return Strategy.objects.create(
        workspace=world.atelier,
        begun_at=agreed_at,
        changed_at=agreed_at,
        agreed_at=agreed_at,
        review_at=now - DAY,
    )


# Ticked by hand


def test_a_step_is_ticked_by_hand_with_a_name_and_unticked_again(
    world: World, now: datetime
) -> None:
    row = routine(world, Kind.MONDAY, now=now)
    client = signed_in(world.karim)
    assert "Cocher" in client.get("/").content.decode()
    page = press(client, row, "numbers")
    assert f"coché par {world.karim.name}" in page
    assert "Décocher" in page
    tick = StepTick.objects.get()
    assert (tick.step, tick.ticked_by) == ("numbers", world.karim)
    page = press(client, row, "numbers", path="ticks/removal/")
    assert "coché par" not in page
    assert not StepTick.objects.exists()
    lines = AuditEntry.objects.filter(subject=f"routine:{row.pk}").order_by("id")
    told = list(lines.values_list("action", "detail"))
    assert told == [
        ("routine.step_ticked", {"step": "numbers"}),
        ("routine.step_unticked", {"step": "numbers"}),
    ]


def test_two_tabs_tick_and_untick_once_and_the_first_name_stays(
    world: World, now: datetime
) -> None:
    row = routine(world, Kind.MONDAY, now=now)
    press(signed_in(world.karim), row, "numbers")
    press(signed_in(world.claire), row, "numbers")
    assert StepTick.objects.get().ticked_by == world.karim
    for _ in range(2):
        press(signed_in(world.claire), row, "numbers", path="ticks/removal/")
    assert AuditEntry.objects.filter(action__startswith="routine.step_").count() == 2


def test_who_ticked_may_go_and_the_tick_stays(world: World, now: datetime) -> None:
    row = routine(world, Kind.MONDAY, now=now)
    StepTick.objects.create(routine=row, step="numbers", ticked_by=None, ticked_at=now)
    page = signed_in(world.claire).get("/").content.decode()
    assert re.search(r'<span class="meta">coché</span>', page)


def test_the_card_whose_step_was_ticked_stays_in_front(world: World, now: datetime) -> None:
    row = routine(world, Kind.QUARTER, now=now)
    routine(world, Kind.MONDAY, now=now)
    sent = {"step": "profiles", "card": f"steering-{row.pk}", "cards": "all"}
    answer = signed_in(world.claire).post(f"/routines/{row.pk}/ticks/", sent)
    assert answer["Location"] == f"/?card=steering-{row.pk}&cards=all"


@pytest.mark.parametrize("step", ["", "barometer", "lies", "\x00"])
def test_a_step_of_another_routine_is_none(world: World, now: datetime, step: str) -> None:
    row = routine(world, Kind.MONDAY, now=now)
    answer = signed_in(world.claire).post(f"/routines/{row.pk}/ticks/", {"step": step})
    assert answer.status_code == 400
    assert not StepTick.objects.exists()


@pytest.mark.parametrize("path", ["ticks/", "ticks/removal/"])
def test_what_was_settled_keeps_its_steps(world: World, now: datetime, path: str) -> None:
    row = routine(world, Kind.MONDAY, now=now)
    StepTick.objects.create(routine=row, step="week", ticked_by=world.karim, ticked_at=now)
    actions.finish(row, actor=world.claire, now=now)
    assert "n’attend plus" in press(signed_in(world.claire), row, "week", path=path)
    press(signed_in(world.claire), row, "numbers")
    assert [one.step for one in StepTick.objects.all()] == ["week"]


def test_steps_of_the_quarter_are_for_whoever_runs_the_company(world: World, now: datetime) -> None:
    row = routine(world, Kind.QUARTER, now=now)
    answer = signed_in(world.karim).post(f"/routines/{row.pk}/ticks/", {"step": "profiles"})
    assert answer.status_code == 403


def test_the_database_knows_a_step_once_and_no_other(world: World, now: datetime) -> None:
    row = routine(world, Kind.MONDAY, now=now)
    StepTick.objects.create(routine=row, step="week", ticked_at=now)
    for step in ("week", "lies"):
        with pytest.raises(IntegrityError), transaction.atomic():
            StepTick.objects.create(routine=row, step=step, ticked_at=now)


def test_ticks_cost_one_query_however_many(world: World, now: datetime) -> None:
    row = routine(world, Kind.QUARTER, now=now)

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            steps_of(row, workspace=world.atelier, now=now)
        return len(found)

    before = asked()
    for step in ("profiles", "barometer", "strategy"):
        StepTick.objects.create(routine=row, step=step, ticked_by=world.claire, ticked_at=now)
    assert asked() == before <= 8


# Proven


def test_a_fact_needs_nobodys_word(world: World, now: datetime) -> None:
    row = routine(world, Kind.FRIDAY, now=now)
    StepTick.objects.create(routine=row, step="idea", ticked_by=world.karim, ticked_at=now)
    Routine.objects.update(first_day=(now - DAY).date())
    row.refresh_from_db()
    morning.planned(
        Channel.objects.get(workspace=world.atelier), author=world.claire, now=now, text="Pain"
    )
    assert proven(row, world, now) == {Step.IDEA}
    assert "coché par" not in signed_in(world.claire).get("/").content.decode()


@pytest.mark.parametrize(("reason", "is_taken"), [("asked", True), ("daily", False)])
def test_the_barometer_is_taken_by_somebody_not_by_the_night(
    world: World, now: datetime, reason: str, is_taken: bool
) -> None:
    row = routine(world, Kind.QUARTER, now=now)
    State.objects.create(
        workspace=world.atelier,
        reason=reason,
        day=now.date(),
        taken_at=now,
        version=1,
        confidence=0,
        scores={},
    )
    assert (Step.BAROMETER in proven(row, world, now)) is is_taken


@pytest.mark.parametrize(("days", "is_taken"), [(0, True), (200, False)])
def test_an_answer_of_these_days_takes_the_barometer(
    world: World, now: datetime, days: int, is_taken: bool
) -> None:
    row = routine(world, Kind.QUARTER, now=now)
    Declared.objects.create(
        workspace=world.atelier, question=3, choice=1, answered_at=now - days * DAY
    )
    assert (Step.BAROMETER in proven(row, world, now)) is is_taken


@pytest.mark.parametrize(("days", "is_read"), [(0, True), (200, False)])
def test_a_strategy_is_reviewed_when_it_is_agreed_anew_whatever_goals_were_set(
    world: World, now: datetime, days: int, is_read: bool
) -> None:
    row = routine(world, Kind.QUARTER, now=now)
    strategy(world, agreed_at=now - days * DAY, now=now)
    goal(world, now=now)
    assert (Step.STRATEGY in proven(row, world, now)) is is_read


def test_where_none_was_agreed_a_goal_reviews_it(world: World, now: datetime) -> None:
    row = routine(world, Kind.QUARTER, now=now)
    assert Step.STRATEGY not in proven(row, world, now)
    goal(world, now=now)
    assert Step.STRATEGY in proven(row, world, now)


def goal(world: World, *, now: datetime) -> None:
    today = now.date()
    Goal.objects.create(
        workspace=world.atelier,
        aim="sales",
        measure="sales",
        place=1,
        target=10,
        first_day=today,
        due_day=today + 30 * DAY,
        made_at=now,
        made_by=world.claire,
    )


# Asked for once


def kinds(world: World, now: datetime) -> set[web_rules.Kind]:
    day = queries.today(world.atelier, user=world.claire, role=Role.OWNER, now=now)
    counted = waiting.count(world.atelier, role=Role.OWNER, now=now, user_id=world.claire.pk)
    shown = {card.kind for card in day.cards}
    assert shown == {kind for kind, number in counted.by_kind.items() if number}
    return shown


@pytest.mark.parametrize("settle", [actions.finish, actions.skip])
def test_while_the_quarters_routine_waits_the_strategys_card_stays_away(
    world: World, now: datetime, settle: object
) -> None:
    strategy(world, agreed_at=now - 200 * DAY, now=now)
    assert kinds(world, now) == {web_rules.Kind.STRATEGY}
    row = routine(world, Kind.QUARTER, now=now)
    assert kinds(world, now) == {web_rules.Kind.STEERING}
    assert callable(settle)
    settle(row, actor=world.claire, now=now)
    assert kinds(world, now) == {web_rules.Kind.STRATEGY}


def test_the_months_routine_keeps_no_strategy_away(world: World, now: datetime) -> None:
    strategy(world, agreed_at=now - 200 * DAY, now=now)
    routine(world, Kind.MONTH, now=now)
    assert kinds(world, now) == {web_rules.Kind.STRATEGY, web_rules.Kind.STEERING}


def test_a_quarter_that_is_over_keeps_no_strategy_away(world: World, now: datetime) -> None:
    strategy(world, agreed_at=now - 200 * DAY, now=now)
    row = routine(world, Kind.QUARTER, now=now)
    assert kinds(world, row.ends_at) == {web_rules.Kind.STRATEGY}


def test_another_companys_quarter_keeps_no_strategy_away(world: World, now: datetime) -> None:
    strategy(world, agreed_at=now - 200 * DAY, now=now)
    row = routine(world, Kind.QUARTER, now=now)
    Routine.objects.filter(pk=row.pk).update(workspace=world.flowers)
    assert kinds(world, now) == {web_rules.Kind.STRATEGY}
    each = waiting.count_each([world.atelier.pk, world.flowers.pk], role=Role.OWNER, now=now)
    told = {key: one.by_kind[web_rules.Kind.STRATEGY] for key, one in each.items()}
    assert told == {world.atelier.pk: 1, world.flowers.pk: 0}


def test_a_week_is_filled_once_no_moment_of_the_rhythm_is_left(
    world: World, bluesky: Channel
) -> None:
    monday = datetime(2026, 9, 14, 8, tzinfo=world.atelier.zone)
    row = routine(world, Kind.MONDAY, now=monday)
    wish = NetworkWish("bluesky", part=Part.TALK, why="They are there", posts_a_week=2)
    save_networks(world.atelier, [wish], seen=0, actor=world.claire, now=monday)

    def is_filled() -> bool:
        shown = {one.step: one for one in steps_of(row, workspace=world.atelier, now=monday)}
        return shown[Step.WEEK].is_proven

    for days, expected in ((1, False), (3, True)):
        post = Post.objects.create(
            workspace=world.atelier,
            text="Bread",
            stage=Stage.SCHEDULED.value,
            planned_at=monday + days * DAY,
            created_at=monday,
            changed_at=monday,
        )
        Variant.objects.create(post=post, channel=bluesky)
        assert is_filled() is expected
