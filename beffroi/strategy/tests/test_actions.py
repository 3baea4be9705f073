from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from beffroi.core.models import AuditEntry
from beffroi.strategy import actions, queries
from beffroi.strategy.actions import (
    BadDays,
    CampaignWish,
    GoalHasEnded,
    GoalWish,
    NotOurs,
    Reached,
    TooManyGoals,
)
from beffroi.strategy.models import Campaign, Goal
from beffroi.strategy.rules import Aim, DayProblem, Days, Measure
from tests.clock import FrozenClock
from tests.world import World, people_and_places

TODAY = date(2026, 9, 14)
WISH = GoalWish(Aim.SALES, Measure.SALES, 60, Days(TODAY, TODAY + timedelta(days=29)))
CAMPAIGN = CampaignWish("The summer", Aim.SALES, WISH.days, budget_cents=10_000)


@pytest.fixture
def world(db: None, clock: FrozenClock) -> World:
    return people_and_places(now=clock())


def make(world: World, clock: FrozenClock, wish: GoalWish = WISH) -> Goal:
    return actions.make_goal(world.atelier, wish, actor=world.claire, now=clock())


def test_a_change_of_one_tab_does_not_undo_the_end_of_another(
    world: World, clock: FrozenClock
) -> None:
    goal = make(world, clock)
    actions.end_goal(
        Goal.objects.get(), Reached(18, was_kept=False), actor=world.claire, now=clock()
    )
    others = [make(world, clock) for _ in range(3)]
    with pytest.raises(GoalHasEnded):
        actions.change_goal(goal, replace(WISH, target=5), actor=world.claire, now=clock())
    ended = Goal.objects.get(pk=goal.pk)
    assert (ended.target, ended.reached, ended.place) == (WISH.target, 18, None)
    assert len(queries.open_goals(world.atelier)) == len(others)


def test_a_change_of_one_tab_does_not_undo_the_removal_of_another(
    world: World, clock: FrozenClock
) -> None:
    campaign = actions.make_campaign(world.atelier, CAMPAIGN, actor=world.claire, now=clock())
    actions.remove_campaign(Campaign.objects.get(), actor=world.claire, now=clock())
    actions.change_campaign(
        campaign, replace(CAMPAIGN, name="The autumn"), actor=world.claire, now=clock()
    )
    kept = Campaign.objects.get()
    assert (kept.name, kept.removed_at) == ("The autumn", clock())


def test_three_goals_are_open_at_most_and_an_end_makes_room(
    world: World, clock: FrozenClock
) -> None:
    first, *_others = [make(world, clock) for _ in range(3)]
    with pytest.raises(TooManyGoals):
        make(world, clock)
    actions.end_goal(first, Reached(18, was_kept=False), actor=world.claire, now=clock())
    assert make(world, clock).place == first.place
    with pytest.raises(TooManyGoals):
        actions.reopen_goal(first, actor=world.claire, now=clock())
    assert len(queries.open_goals(world.atelier)) == 3
    assert [one.reached for one in queries.ended_goals(world.atelier)] == [18]


def test_another_workspace_has_places_of_its_own(world: World, clock: FrozenClock) -> None:
    for _ in range(3):
        make(world, clock)
    actions.make_goal(world.garage, WISH, actor=world.claire, now=clock())
    assert len(queries.open_goals(world.garage)) == 1


def test_the_database_keeps_the_places(world: World, clock: FrozenClock) -> None:
    goal = make(world, clock)
    with pytest.raises(IntegrityError), transaction.atomic():
        Goal.objects.filter(pk=goal.pk).update(place=4)
    with pytest.raises(IntegrityError), transaction.atomic():
        Goal.objects.filter(pk=goal.pk).update(ended_at=clock())
    other = make(world, clock)
    with pytest.raises(IntegrityError), transaction.atomic():
        Goal.objects.filter(pk=other.pk).update(place=goal.place)


def test_an_end_is_undone(world: World, clock: FrozenClock) -> None:
    goal = make(world, clock)
    actions.end_goal(goal, Reached(61, was_kept=True), actor=world.claire, now=clock())
    actions.end_goal(goal, Reached(1, was_kept=False), actor=world.claire, now=clock())
    goal.refresh_from_db()
    assert (goal.reached, goal.was_kept) == (61, True)
    actions.reopen_goal(goal, actor=world.claire, now=clock())
    goal.refresh_from_db()
    assert (goal.ended_at, goal.reached, goal.was_kept, goal.place) == (None, None, None, 1)
    told = AuditEntry.objects.filter(subject=f"goal:{goal.pk}").order_by("pk")
    assert [one.action for one in told] == ["goal.made", "goal.ended", "goal.reopened"]


def test_days_out_of_reach_change_nothing(world: World, clock: FrozenClock) -> None:
    late = replace(WISH, days=Days(TODAY - timedelta(days=9), TODAY - timedelta(days=1)))
    with pytest.raises(BadDays) as told:
        make(world, clock, late)
    assert told.value.problem is DayProblem.OVER
    goal = make(world, clock)
    with pytest.raises(BadDays):
        actions.change_goal(goal, late, actor=world.claire, now=clock())
    assert Goal.objects.get().due_day == WISH.days.last


def test_today_is_that_of_the_workspace(world: World, clock: FrozenClock) -> None:
    clock.set(clock().replace(hour=23, minute=30))  # it is the 15th in Douai
    ends_on_the_14th = replace(WISH, days=Days(TODAY - timedelta(days=9), TODAY))
    with pytest.raises(BadDays):
        make(world, clock, ends_on_the_14th)


def test_a_goal_is_changed(world: World, clock: FrozenClock) -> None:
    goal = make(world, clock)
    wish = replace(WISH, measure=Measure.POSTS, target=8, name="Eight posts")
    actions.change_goal(goal, wish, actor=world.claire, now=clock())
    goal.refresh_from_db()
    assert (goal.counts, goal.target, str(goal)) == (Measure.POSTS, 8, "Eight posts")


def test_a_campaign_is_made_changed_removed_and_brought_back(
    world: World, clock: FrozenClock
) -> None:
    given: dict[str, Any] = {"actor": world.claire, "now": clock()}
    campaign = actions.make_campaign(world.atelier, CAMPAIGN, **given)
    actions.change_campaign(campaign, replace(CAMPAIGN, name="Autumn", budget_cents=None), **given)
    assert [str(one) for one in queries.choosable_campaigns(world.atelier)] == ["Autumn"]
    actions.remove_campaign(campaign, **given)
    assert queries.choosable_campaigns(world.atelier) == []
    assert queries.choosable_campaigns(world.atelier, also=campaign.pk) == [campaign]
    assert queries.choosable_campaigns(world.garage, also=campaign.pk) == []
    actions.bring_campaign_back(campaign, **given)
    assert list(queries.campaigns_of(world.atelier)) == [campaign]
    assert campaign.days.count == 30


def test_the_campaign_of_another_workspace_is_refused(world: World, clock: FrozenClock) -> None:
    campaign = actions.make_campaign(world.garage, CAMPAIGN, actor=world.claire, now=clock())
    with pytest.raises(NotOurs):
        actions.refuse_foreign(world.atelier, campaign)
    actions.refuse_foreign(world.garage, campaign)
    actions.refuse_foreign(world.atelier, None)


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"budget_cents": 0}, {"last_day": TODAY - timedelta(days=1)}]
)
def test_the_database_refuses_a_campaign_that_is_none(
    world: World, clock: FrozenClock, wrong: dict[str, object]
) -> None:
    campaign = actions.make_campaign(world.atelier, CAMPAIGN, actor=world.claire, now=clock())
    with pytest.raises(IntegrityError), transaction.atomic():
        Campaign.objects.filter(pk=campaign.pk).update(**wrong)
