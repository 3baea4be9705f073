"""What the page of goals, and their block on the page of results, show."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from beffroi.insight.aims import showing
from beffroi.insight.aims.counting import progress
from beffroi.insight.aims.lately import lately
from beffroi.sales.economics import economics_of
from beffroi.strategy import queries
from beffroi.strategy.rules import OPEN_MAX
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
