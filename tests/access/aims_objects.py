"""Makers of what addresses of goals and campaigns name."""

from __future__ import annotations

from datetime import timedelta

from beffroi.strategy import actions
from beffroi.strategy.actions import CampaignWish, GoalWish
from beffroi.strategy.models import Goal
from beffroi.strategy.rules import OPEN_MAX, Aim, Days, Measure
from tests.access.objects import Side, maker


@maker
def goal_id(side: Side) -> object:
    """Make a goal; where all places are taken, the latest."""
    open_goals = Goal.objects.filter(workspace=side.workspace, ended_at=None)
    if open_goals.count() >= OPEN_MAX:
        return open_goals.order_by("-pk").values_list("pk", flat=True)[0]
    wish = GoalWish(Aim.AWARENESS, Measure.POSTS, 8, _days(side))
    return actions.make_goal(side.workspace, wish, actor=side.person, now=side.now).pk


@maker
def campaign_id(side: Side) -> object:
    wish = CampaignWish("Mother’s Day", Aim.SALES, _days(side))
    return actions.make_campaign(side.workspace, wish, actor=side.person, now=side.now).pk


def _days(side: Side) -> Days:
    today = side.now.astimezone(side.workspace.zone).date()
    return Days(today, today + timedelta(days=27))
