"""What a company spends, measures and keeps: costs, links, sales, offers, consents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, Max, OuterRef, Q, Sum

from beffroi.coaching.gathering.since import QUARTER, WEEKS, YEAR, Asked
from beffroi.core.periods import Period
from beffroi.delivery.rules import Status
from beffroi.inbox.models import Consent
from beffroi.insight import queries as insight
from beffroi.insight.models import DayCount
from beffroi.insight.reports.models import Report
from beffroi.learning.queries import lessons_done
from beffroi.publishing.models import Post, Variant, VariantLink
from beffroi.relays import queries as relays
from beffroi.sales.economics import economics_of
from beffroi.sales.models import Conversion, Cost, Offer, WorkTime
from beffroi.sales.returns import spent
from beffroi.strategy.barometer.facts import LoyaltyFacts, MeansFacts, MeasureFacts
from beffroi.strategy.models import Goal
from beffroi.workspaces import queries as workspaces
from beffroi.workspaces.rules import Permission, may


@dataclass(frozen=True, slots=True)
class Spending:
    """What twelve months cost; `cents` None: nothing was noted, or not in euros."""

    has_costs: bool
    has_time: bool
    cents: int | None


def spending(asked: Asked) -> Spending:
    """Return what twelve months cost, time included. Five queries."""
    days = Period(asked.today - YEAR + timedelta(days=1), asked.today)
    workspace, lately = asked.workspace, {"removed_at": None}
    costs = Cost.objects.filter(workspace=workspace, last_day__gte=days.first, **lately)
    time = WorkTime.objects.filter(workspace=workspace, day__gte=days.first, **lately)
    has_costs, has_time = costs.exists(), time.exists()
    economics = economics_of(workspace)
    cents = None
    if (has_costs or has_time) and economics.currency == "EUR":
        cents = spent(workspace, days, economics=economics).total
    return Spending(has_costs, has_time, cents)


def means(asked: Asked, found: Spending) -> MeansFacts:
    """D4. Up to six queries."""
    begins = asked.today - timedelta(weeks=WEEKS)
    rows = WorkTime.objects.filter(workspace=asked.workspace, removed_at=None)
    minutes = rows.filter(day__gt=begins, day__lte=asked.today).aggregate(all=Sum("minutes"))
    people = [one for one in workspaces.team(asked.workspace) if may(one.role, Permission.ANSWER)]
    return MeansFacts(
        # Nobody noted any: how long they take is unknown, not nothing.
        weekly_minutes=round(minutes["all"] / WEEKS) if minutes["all"] else None,
        people=len(people),
        lessons_done=asked.known(lessons_done(asked.workspace)),
        has_costs=asked.known(found.has_costs),
        has_time=asked.known(found.has_time),
        cost_cents=found.cents,
    )


def measuring(asked: Asked, found: Spending, goals: Sequence[Goal]) -> MeasureFacts:
    """D8. Eight queries."""
    links, tracked = _links(asked)
    sold = _conversions(asked)
    told = insight.counted_until(asked.workspace)
    counted = _counted_days_ago(asked, told)
    report = _report_days_ago(asked)
    kpis = [goal.measure for goal in goals]
    kpis += ["sales"] if sold else []
    kpis += ["clicks"] if tracked else []
    kpis += ["followers"] if told else []
    return MeasureFacts(
        links=links,
        links_tracked=tracked,
        kpis=tuple(dict.fromkeys(kpis)) if kpis or asked.is_settled else None,
        has_costs=asked.known(found.has_costs),
        has_time=asked.known(found.has_time),
        conversions=asked.known(sold),
        report_days_ago=report,
        knows_reports=report is not None or asked.is_settled,
        counted_days_ago=counted,
        knows_counts=counted is not None or asked.is_settled,
    )


def loyalty(asked: Asked) -> LoyaltyFacts:
    """D10. What is not kept in Beffroi is unknown. Three queries."""
    begins = asked.today - QUARTER
    offers = Offer.objects.filter(
        workspace=asked.workspace,
        removed_at=None,
        first_day__lte=asked.today,
        last_day__gte=begins,
    )
    consents = Consent.objects.filter(workspace=asked.workspace, withdrawn_on=None)
    return LoyaltyFacts(
        coded_offers=asked.known(offers.exclude(code="").count()),
        consents=asked.known(consents.values("person").distinct().count()),
        advocates=asked.known(relays.recent(asked.workspace, now=asked.now).shares_told),
    )


def _counted_days_ago(asked: Asked, told: datetime | None) -> int | None:
    """Return since when a figure was last told: by a network, by a table, or as a sale."""
    counts = DayCount.objects.filter(workspace=asked.workspace, day__lte=asked.today)
    sales = Conversion.objects.filter(workspace=asked.workspace, removed_at=None)
    days = [
        counts.aggregate(last=Max("day"))["last"],
        sales.filter(day__lte=asked.today).aggregate(last=Max("day"))["last"],
    ]
    since = [(asked.today - day).days for day in days if day is not None]
    told_days_ago = asked.days_ago(told)
    return min([*since, *([] if told_days_ago is None else [told_days_ago])], default=None)


def _links(asked: Asked) -> tuple[int, int]:
    """Return how many publications of ninety days hold an address, and how many a short link."""
    short = VariantLink.objects.filter(variant__post=OuterRef("pk"))
    out = Variant.objects.filter(
        post=OuterRef("pk"),
        delivery__status=Status.PUBLISHED.value,
        delivery__published_at__gt=asked.now - QUARTER,
        delivery__published_at__lte=asked.now,
    )
    rows = Post.objects.filter(Exists(out), workspace=asked.workspace)
    rows = rows.annotate(is_short=Exists(short))
    holding = rows.filter(Q(text__contains="http") | Q(is_short=True))
    kept = holding.order_by().values_list("is_short", flat=True)
    found = list(kept)
    return len(found), sum(found)


def _conversions(asked: Asked) -> int:
    rows = Conversion.objects.filter(workspace=asked.workspace, counts=True, removed_at=None)
    return rows.filter(day__gt=asked.today - QUARTER).count()


def _report_days_ago(asked: Asked) -> int | None:
    """Return since when a person last approved a report: then they had read it."""
    rows = Report.objects.filter(workspace=asked.workspace, approved_at__isnull=False)
    last = rows.order_by("-approved_at", "-id").values_list("approved_at", flat=True).first()
    return asked.days_ago(last)
