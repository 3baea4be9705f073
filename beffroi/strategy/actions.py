"""What a person does with goals and campaigns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from beffroi.core import audit
from beffroi.strategy.models import Campaign, Goal
from beffroi.strategy.rules import OPEN_MAX, Aim, DayProblem, Days, Measure, day_problem
from beffroi.workspaces.models import User, Workspace


class TooManyGoals(Exception):
    """As many goals are open as there are places; not fit for people."""


class GoalHasEnded(Exception):
    """A goal was ended meanwhile, and is changed no more; not fit for people."""


class BadDays(Exception):
    """A goal cannot have these days; not fit for people: see `problem`."""

    def __init__(self, problem: DayProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


class NotOurs(Exception):
    """A campaign belongs to another workspace; not fit for people."""


@dataclass(frozen=True, slots=True)
class GoalWish:
    """What a goal is to be; `target` in the unit of its measure."""

    aim: Aim
    measure: Measure
    target: int
    days: Days
    name: str = ""


@dataclass(frozen=True, slots=True)
class Reached:
    """What a goal had reached when it ended, in the unit of its target; None: unknown."""

    value: int | None = None
    was_kept: bool | None = None


@dataclass(frozen=True, slots=True)
class CampaignWish:
    """What a campaign is to be; the budget before tax, in cents."""

    name: str
    aim: Aim
    days: Days
    note: str = ""
    budget_cents: int | None = None


@transaction.atomic
def make_goal(workspace: Workspace, wish: GoalWish, *, actor: User, now: datetime) -> Goal:
    """Open a goal. Raises TooManyGoals and BadDays."""
    _refuse_bad_days(wish.days, today=workspace.day_at(now))
    place = _free_place(workspace)
    goal = Goal.objects.create(
        workspace=workspace, place=place, made_by=actor, made_at=now, **_told(wish)
    )
    _record(goal, "goal.made", actor=actor, now=now)
    return goal


@transaction.atomic
def change_goal(goal: Goal, wish: GoalWish, *, actor: User, now: datetime) -> None:
    """Have an open goal be what is wished now. Raises BadDays and GoalHasEnded."""
    _refuse_bad_days(wish.days, today=goal.workspace.day_at(now))
    if not Goal.objects.filter(pk=goal.pk, ended_at=None).update(**_told(wish)):
        raise GoalHasEnded
    _record(goal, "goal.changed", actor=actor, now=now)


@transaction.atomic
def end_goal(goal: Goal, reached: Reached, *, actor: User, now: datetime) -> None:
    """Count a goal no more, with what it had reached; one that is ended stays as it is."""
    rows = Goal.objects.filter(pk=goal.pk, ended_at=None)
    if rows.update(ended_at=now, place=None, reached=reached.value, was_kept=reached.was_kept):
        _record(goal, "goal.ended", actor=actor, now=now)


@transaction.atomic
def reopen_goal(goal: Goal, *, actor: User, now: datetime) -> None:
    """Undo the end of a goal. Raises TooManyGoals."""
    place = _free_place(goal.workspace)
    rows = Goal.objects.filter(pk=goal.pk, ended_at__isnull=False)
    if rows.update(ended_at=None, place=place, reached=None, was_kept=None):
        _record(goal, "goal.reopened", actor=actor, now=now)


@transaction.atomic
def make_campaign(
    workspace: Workspace, wish: CampaignWish, *, actor: User, now: datetime
) -> Campaign:
    """Make a campaign, to which nothing belongs yet."""
    campaign = Campaign.objects.create(
        workspace=workspace, made_by=actor, made_at=now, **_told_of_campaign(wish)
    )
    _record(campaign, "campaign.made", actor=actor, now=now)
    return campaign


@transaction.atomic
def change_campaign(campaign: Campaign, wish: CampaignWish, *, actor: User, now: datetime) -> None:
    """Have a campaign be what is wished now; links that were made keep the name that they say."""
    Campaign.objects.filter(pk=campaign.pk).update(**_told_of_campaign(wish))
    _record(campaign, "campaign.changed", actor=actor, now=now)


@transaction.atomic
def remove_campaign(campaign: Campaign, *, actor: User, now: datetime) -> None:
    """Put a campaign out of sight."""
    Campaign.objects.filter(pk=campaign.pk).update(removed_at=now)
    _record(campaign, "campaign.removed", actor=actor, now=now)


@transaction.atomic
def bring_campaign_back(campaign: Campaign, *, actor: User, now: datetime) -> None:
    """Undo a removal."""
    Campaign.objects.filter(pk=campaign.pk).update(removed_at=None)
    _record(campaign, "campaign.returned", actor=actor, now=now)


def refuse_foreign(workspace: Workspace, campaign: Campaign | None) -> None:
    """Let nothing bear the campaign of another workspace. Raises NotOurs."""
    if campaign is not None and campaign.workspace_id != workspace.pk:
        raise NotOurs


def _refuse_bad_days(days: Days, *, today: date) -> None:
    problem = day_problem(days, today=today)
    if problem is not None:
        raise BadDays(problem)


def _free_place(workspace: Workspace) -> int:
    """Return a place that no open goal has; two at once would else find the same."""
    Workspace.objects.select_for_update().get(pk=workspace.pk)
    rows = Goal.objects.filter(workspace=workspace, place__isnull=False)
    taken = set(rows.values_list("place", flat=True))
    free = [place for place in range(1, OPEN_MAX + 1) if place not in taken]
    if not free:
        raise TooManyGoals
    return free[0]


def _told(wish: GoalWish) -> dict[str, Any]:
    return {
        "aim": wish.aim.value,
        "measure": wish.measure.value,
        "name": wish.name,
        "target": wish.target,
        "first_day": wish.days.first,
        "due_day": wish.days.last,
    }


def _told_of_campaign(wish: CampaignWish) -> dict[str, Any]:
    return {
        "name": wish.name,
        "aim": wish.aim.value,
        "note": wish.note,
        "first_day": wish.days.first,
        "last_day": wish.days.last,
        "budget_cents": wish.budget_cents,
    }


def _record(row: Goal | Campaign, action: str, *, actor: User, now: datetime) -> None:
    audit.record(
        workspace_id=row.workspace_id,
        actor_id=actor.pk,
        action=action,
        subject=f"{action.partition('.')[0]}:{row.pk}",
        now=now,
    )
