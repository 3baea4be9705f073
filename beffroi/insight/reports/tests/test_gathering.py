from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from beffroi.channels.models import Channel
from beffroi.inbox.models import Conversation
from beffroi.insight.reports.facts import Facts, as_json, from_json
from beffroi.insight.reports.gathering import facts_of_month, facts_of_week
from beffroi.insight.reports.tests.conftest import AUGUST
from beffroi.strategy.actions import GoalWish, make_goal
from beffroi.strategy.rules import Aim, Days, Measure
from tests.clock import FrozenClock
from tests.world import World


def august(world: World, clock: FrozenClock) -> Facts:
    return facts_of_month(world.atelier, AUGUST, now=clock())


@pytest.mark.usefixtures("sold")
def test_a_month_is_what_its_days_hold(world: World, clock: FrozenClock) -> None:
    money = august(world, clock).money
    # 22.50 € is 21.33 € before tax; the box costs 38 % of 23.70 €: 12.32 € are left of each
    assert money.sales == (10, 0, 0)
    assert money.margins == (12322, 0, 0)
    assert (money.media, money.minutes, money.time) == (4000, 85, 4958)
    assert money.back_for_one == 138  # 123.22 € for 89.58 €


@pytest.mark.usefixtures("sold")
def test_weeks_add_up_to_their_month(world: World, clock: FrozenClock) -> None:
    facts = august(world, clock)
    assert [week.first.day for week in facts.weeks] == [1, 10, 17, 24]
    assert sum(week.total or 0 for week in facts.weeks) == pytest.approx(12322, abs=4)
    assert sum(week.cost for week in facts.weeks) == facts.money.cost
    assert [bool(week.total) for week in facts.weeks] == [True, False, False, True]


def test_a_month_without_anything_knows_that_it_knows_nothing(
    world: World, clock: FrozenClock
) -> None:
    facts = august(world, clock)
    assert facts.money.margins is None
    assert {week.margins for week in facts.weeks} == {None}
    assert (facts.messages.all, facts.messages.median_minutes) == (0, None)
    assert (facts.reviews, facts.best) == ((), ())


@pytest.mark.usefixtures("sold")
def test_another_workspace_sees_nothing_of_it(world: World, clock: FrozenClock) -> None:
    assert facts_of_month(world.garage, AUGUST, now=clock()).money.sold == 0


@pytest.mark.usefixtures("sold")
def test_the_queries_do_not_grow_with_what_was_sold(world: World, clock: FrozenClock) -> None:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        august(world, clock)
    assert len(asked) <= 45


def test_whoever_waits_since_the_month_counts_and_whoever_came_later_does_not(
    world: World, channel: Channel, clock: FrozenClock
) -> None:
    for number, since in enumerate((date(2026, 8, 20), date(2026, 9, 3))):
        at = clock() - (clock().date() - since)
        Conversation.objects.create(
            workspace=world.atelier,
            channel=channel,
            root_id=str(number),
            person_id=str(number),
            waiting_since=at,
            last_feedback_at=at,
        )
    assert august(world, clock).messages.waiting == 1
    assert august(world, clock).channels == ("LinkedIn",)


@pytest.mark.usefixtures("sold")
def test_a_week_is_its_seven_days(world: World, clock: FrozenClock) -> None:
    facts = facts_of_week(world.atelier, date(2026, 8, 31), now=clock())
    assert (facts.money.sold, facts.last - facts.first) == (6, timedelta(days=6))


@pytest.mark.usefixtures("sold")
def test_open_goals_stand_in_a_month_as_they_are_when_it_is_read(
    world: World, clock: FrozenClock
) -> None:
    wish = GoalWish(Aim.SALES, Measure.SALES, 40, Days(AUGUST, date(2026, 10, 31)))
    make_goal(world.atelier, wish, actor=world.claire, now=clock())
    with translation.override("en"):
        facts = august(world, clock)
        [told] = facts.goals
        assert told.name == "40 sales"
        assert told.said.startswith("10 of 40 · ")
    assert from_json(as_json(facts)).goals == facts.goals
    assert facts_of_week(world.atelier, date(2026, 8, 31), now=clock()).goals == ()
