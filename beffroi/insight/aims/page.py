"""What the page of goals, and their block on the page of results, show."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from beffroi.company.queries import promise_of
from beffroi.company.rules import Kind
from beffroi.core.periods import Period
from beffroi.insight.aims import showing
from beffroi.insight.aims.counting import progress
from beffroi.insight.aims.lately import lately
from beffroi.insight.aims.showing import GoalShown
from beffroi.sales.economics import economics_of
from beffroi.strategy import queries
from beffroi.strategy.models import Goal
from beffroi.strategy.rules import OPEN_MAX, Measure
from beffroi.workspaces.models import Workspace
from beffroi.workspaces.rules import Permission, Role, may


def goals(workspace: Workspace, *, role: Role, now: datetime) -> dict[str, Any]:
    """Return all goals for the page of them."""
    currency = economics_of(workspace).currency
    context = block(workspace, role=role, currency=currency, now=now)
    context["ended"] = showing.ended(queries.ended_goals(workspace), currency=currency)
    return context


def block(workspace: Workspace, *, role: Role, currency: str, now: datetime) -> dict[str, Any]:
    """Return the open goals, or, where there is none, three to begin with.

    At most twenty queries, whatever there is.
    """
    sees_inbox = may(role, Permission.SEE_INBOX)
    open_goals = queries.open_goals(workspace)
    shown = showing.goals(
        progress(open_goals, sees_inbox=sees_inbox, now=now),
        currency=currency,
        may_write=may(role, Permission.WRITE_POSTS),
        counts_by_clock=_counts_by_clock(workspace, open_goals),
    )
    may_manage = may(role, Permission.MANAGE_COMPANY)
    ready = []
    if not open_goals and may_manage:
        today = now.astimezone(workspace.zone).date()
        facts = lately(workspace, sees_inbox=sees_inbox, now=now)
        ready = showing.ready_goals(facts, currency=currency, today=today)
    return {
        "goals": shown,
        "goal_table": showing.table(shown),
        "ready": ready,
        "may_aim": may_manage,
        "has_goals": bool(open_goals),
        "has_room": len(open_goals) < OPEN_MAX,
        "most_goals": OPEN_MAX,
    }


def told_already(
    shown: Sequence[GoalShown], period: Period, *, today: date
) -> set[tuple[str, str]]:
    """Return the metrics, each with its value, that goals tell of the very days of a period."""
    return {
        (one.goal.counts.value, one.value)
        for one in shown
        if one.focus is None and _counted(one.goal, today) == period
    }


def _counted(goal: Goal, today: date) -> Period | None:
    """Return the days that a goal has counted so far, None before it begins."""
    last = min(goal.due_day, today)
    return Period(goal.first_day, last) if goal.first_day <= last else None


def _counts_by_clock(workspace: Workspace, several: Sequence[Goal]) -> bool:
    """Tell whether how long answers take is counted by the clock. One query at most."""
    if not any(one.counts is Measure.FIRST_ANSWER for one in several):
        return False
    return promise_of(workspace).of(Kind.OTHER).is_by_clock
