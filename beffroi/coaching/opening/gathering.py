"""What is known of a company before it opens a page on one more network."""

from __future__ import annotations

from datetime import datetime, timedelta

from beffroi.channels.models import Channel
from beffroi.channels.queries import network_choices
from beffroi.coaching.plan.sheets.networks import OTHERS, may_have_page, name_of
from beffroi.company.queries import charter_of, crisis_of, facts_of
from beffroi.core.periods import Period
from beffroi.crisis.models import Room
from beffroi.insight.results.gathering import answered
from beffroi.links.models import Link
from beffroi.listening.alerting.queries import open_alerts
from beffroi.publishing import short_links
from beffroi.publishing.models import Post
from beffroi.publishing.states import Stage
from beffroi.strategy.models import NetworkRole, Opening
from beffroi.strategy.opening.actions import said_of
from beffroi.strategy.opening.rules import Facts
from beffroi.strategy.plan.queries import plan_of, planned_posts
from beffroi.strategy.plan.rules import Standing
from beffroi.strategy.queries import open_goals
from beffroi.workspaces.models import Workspace

#: How far back answers are counted.
_DAYS = 90


def networks(workspace: Workspace) -> list[tuple[str, str]]:
    """Return by key the names of networks where the company is not yet. Two queries.

    Those that its strategy chose come first, in its order; the others in that of the registry.
    """
    there = set(
        Channel.objects.filter(workspace=workspace, status=Channel.Status.CONNECTED).values_list(
            "network", flat=True
        )
    )
    known = [one.key for one in network_choices() if may_have_page(one.key)]
    every = (*known, *OTHERS)
    chosen = [key for key in planned_posts(workspace) if key in every]
    return [(key, name_of(key)) for key in dict.fromkeys((*chosen, *every)) if key not in there]


def facts(workspace: Workspace, network: str, opening: Opening | None, *, now: datetime) -> Facts:
    """Return what figures tell of the fifteen questions. At most twenty-five queries."""
    plan = plan_of(workspace)
    role = next((one for one in plan.networks if one.network == network), None)
    told = facts_of(workspace)
    charter = charter_of(workspace)
    today = now.astimezone(workspace.zone).date()
    days = Period(today - timedelta(days=_DAYS), today - timedelta(days=1))
    answers = answered(workspace, days, now=now)
    return Facts(
        open_incidents=_incidents(workspace),
        has_owner=_has(role, "owner_id"),
        has_backup=_has(role, "backup_id"),
        has_hours=told.hours is not None,
        has_after_sales=bool(told.policies.get("after_sales") and told.policies.get("returns")),
        has_goal=bool(open_goals(workspace)),
        messages=len(answers.waits) + answers.overdue,
        answered=len(answers.waits),
        posts_ready=_posts_ready(workspace, now=now),
        minutes_a_week=plan.strategy.minutes_a_week if plan.strategy else None,
        has_charter=charter is not None and charter.is_public,
        counts_links=_counts_links(workspace),
        crisis_contacts=len(crisis_of(workspace).contacts),
        has_closing=bool(opening and opening.closing),
        said=said_of(opening),
    )


def _incidents(workspace: Workspace) -> int:
    rooms = Room.objects.filter(workspace=workspace, closed_at=None, is_drill=False)
    return open_alerts(workspace).count() + rooms.count()


def _has(role: NetworkRole | None, name: str) -> bool:
    is_there = role is not None and role.standing == Standing.THERE
    return is_there and getattr(role, name) is not None


def _posts_ready(workspace: Workspace, *, now: datetime) -> int:
    """Count what is written and has not left: drafts, what waits for a yes, what is planned."""
    rows = Post.objects.filter(workspace=workspace)
    written = rows.filter(stage__in=[Stage.DRAFT.value, Stage.SUBMITTED.value])
    planned = rows.filter(stage=Stage.SCHEDULED.value, planned_at__gt=now)
    return written.count() + planned.count()


def _counts_links(workspace: Workspace) -> bool:
    return short_links.are_possible() or Link.objects.filter(workspace=workspace).exists()
