"""What a company did lately, from which its first goals are made."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import Sum

from beffroi.core.periods import Period
from beffroi.insight import queries
from beffroi.insight.results import gathering
from beffroi.links.models import VisitCount
from beffroi.links.rules import Visitor
from beffroi.reviews import queries as reviews
from beffroi.sales.returns import return_of
from beffroi.sales.showing import margins
from beffroi.strategy.ready import EIGHT_WEEKS, MONTH, QUARTER, Lately
from beffroi.workspaces.models import Workspace


def lately(workspace: Workspace, *, sees_inbox: bool, now: datetime) -> Lately:
    """Return the facts of the days before today. At most sixteen queries."""
    today = now.astimezone(workspace.zone).date()
    known = margins(return_of(workspace, _before(today, EIGHT_WEEKS)))
    month = _before(today, MONTH)
    facts = Lately(
        margin_cents=None if known is None else sum(known.values()),
        visits=_visits(workspace, month),
        posts=queries.count_posts(workspace, month),
    )
    if not sees_inbox:
        return facts
    answered = gathering.answered(workspace, month, now=now)
    return Lately(
        due=len(answered.waits) + answered.overdue,
        in_time=sum(one.is_in_time for one in answered.waits),
        reviews=_reviews(workspace, today),
        margin_cents=facts.margin_cents,
        visits=facts.visits,
        posts=facts.posts,
    )


def _before(today: date, days: int) -> Period:
    return Period(today - timedelta(days=days), today - timedelta(days=1))


def _ends(period: Period) -> tuple[date, date]:
    return period.first, period.last


def _visits(workspace: Workspace, period: Period) -> int | None:
    rows = VisitCount.objects.filter(
        link__workspace=workspace,
        visitor=Visitor.PERSON.value,
        day__range=_ends(period),
    )
    found: int | None = rows.aggregate(all=Sum("visits"))["all"]
    return found


def _reviews(workspace: Workspace, today: date) -> int | None:
    """Return how many reviews came in three months; None where none ever came."""
    rows = reviews.reviews_of(workspace)
    since, _until = _before(today, QUARTER).instants(workspace.zone)
    found = rows.filter(written_at__gte=since).count()
    return found if found or rows.exists() else None
