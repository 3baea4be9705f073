"""What the page of means shows: planned beside real, and for what hours and money went."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from fractions import Fraction
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beffroi.channels.models import Channel
from beffroi.channels.queries import network_name
from beffroi.charts.bars import GoalBar, goal_bar
from beffroi.coaching.means.gathering import Means, Share, means
from beffroi.coaching.means.lines import lines, planned, untold
from beffroi.core.lengths import length
from beffroi.core.periods import Period
from beffroi.core.sums import round_sum
from beffroi.sales.economics import economics_of
from beffroi.sales.models import Economics
from beffroi.strategy.models import Strategy
from beffroi.strategy.plan.queries import plan_of
from beffroi.strategy.plan.rules import Step
from beffroi.strategy.rules import Aim
from beffroi.strategy.wording import SHORT_AIMS
from beffroi.workspaces.models import User, Workspace
from beffroi.workspaces.rules import Permission, Role, may


class Span(Enum):
    """How far back the page looks, in days; today counts."""

    WEEKS = 28
    QUARTER = 91
    YEAR = 365


SPANS: Mapping[Span, Promise] = {
    Span.WEEKS: gettext_lazy("Four weeks"),
    Span.QUARTER: gettext_lazy("Thirteen weeks"),
    Span.YEAR: gettext_lazy("A year"),
}
_NAMES = {span.name.lower(): span for span in Span}


@dataclass(frozen=True, slots=True)
class Row:
    """Something into which hours and money went, in words; the bar is its share of the most."""

    name: str
    time: str
    money: str
    total: str
    bar: GoalBar


@dataclass(frozen=True, slots=True)
class Agency:
    """What the agency costs beside what its help would cost in one's own hours."""

    costs: str
    frees: str
    worth: str
    is_dearer: bool


def span_of(typed: str) -> Span:
    """Return the span that an address names; one that is none is four weeks."""
    return _NAMES.get(typed, Span.WEEKS)


def page(
    workspace: Workspace, span: Span, *, role: Role, user: User, now: datetime
) -> dict[str, Any]:
    """Return the page of means. At most thirteen queries."""
    today = now.astimezone(workspace.zone).date()
    days = Period(today - timedelta(days=span.value - 1), today)
    economics = economics_of(workspace)
    found = means(workspace, days, economics=economics)
    plan = plan_of(workspace)
    strategy = plan.strategy if plan.has_saved(Step.MEANS) else None
    return {
        "span": span,
        "spans": [(name, SPANS[one], one is span) for name, one in _NAMES.items()],
        "days": days,
        "has_any": bool(found.by_channel),
        "lines": lines(strategy, found.cost, economics=economics, days=span.value)
        if strategy
        else [],
        "untold": untold(strategy, found.cost, economics=economics, days=span.value)
        if strategy
        else None,
        "people": _people(found, economics, role=role, user=user),
        "channels": _rows(found.by_channel, economics, _channel_names(found)),
        "aims": _rows(found.by_aim, economics, _aim_name),
        "agency": _agency(strategy, found, economics, days=span.value) if strategy else None,
        "may_manage": may(role, Permission.MANAGE_COMPANY),
        "may_write": may(role, Permission.WRITE_POSTS),
    }


def _people(found: Means, economics: Economics, *, role: Role, user: User) -> list[Row]:
    """Return the hours of people: all for whoever manages them, else one's own."""
    shares = found.by_person
    if not may(role, Permission.MANAGE_PEOPLE):
        shares = {pk: share for pk, share in shares.items() if pk == user.pk}
    names = {one.pk: one.name or one.email for one in User.objects.filter(pk__in=_ids(shares))}
    return _rows(shares, economics, lambda pk: names.get(pk) if isinstance(pk, int) else None)


def _channel_names(found: Means) -> Callable[[Hashable], str | None]:
    rows = Channel.objects.filter(pk__in=_ids(found.by_channel)).order_by("pk")
    names = {one.pk: f"{network_name(one.network)} · {one.called}" for one in rows}
    return lambda pk: names.get(pk) if isinstance(pk, int) else None


def _aim_name(key: Hashable) -> str | None:
    return str(SHORT_AIMS[Aim(key)]) if isinstance(key, str) else None


def _rows(
    shares: Mapping[Any, Share],
    economics: Economics,
    name_of: Callable[[Hashable], str | None],
) -> list[Row]:
    """Return shares in words, the dearest first; what nobody told stands last."""
    costs = {key: share.cents(economics.hour_cents) for key, share in shares.items()}
    most = max(costs.values(), default=Fraction(0))
    order = sorted(shares, key=lambda key: (key is None, -costs[key]))
    return [_row(shares[key], costs[key], most, economics, name_of(key)) for key in order]


def _row(
    share: Share, cents: Fraction, most: Fraction, economics: Economics, name: str | None
) -> Row:
    return Row(
        name=name or _("Nobody said for what"),
        time=length(timedelta(minutes=share.minutes)) if share.minutes else "—",
        money=round_sum(share.money, economics.currency) if share.money else "—",
        total=_total(share, round(cents), economics.currency),
        bar=goal_bar(float(cents), most=float(most) or 1.0),
    )


def _total(share: Share, cents: int, currency: str) -> str:
    """Return the full cost, or the least it can be where nobody noted any hours."""
    told = round_sum(cents, currency)
    return told if share.minutes else _("at least %(sum)s") % {"sum": told}


def _agency(strategy: Strategy, found: Means, economics: Economics, *, days: int) -> Agency | None:
    """Return what the strategy says that the agency costs and frees, None where it does not.

    Where it says no price, what was noted for it stands in its place.
    """
    says_price = strategy.agency_cents is not None
    wanted = planned(strategy, economics=economics, days=days)
    costs = wanted.agency if says_price else found.cost.agency
    if not costs or strategy.agency_minutes is None:
        return None
    minutes = round(Fraction(strategy.agency_minutes * days, 7))
    worth = round(Fraction(minutes * economics.hour_cents, 60))
    return Agency(
        costs=round_sum(costs, economics.currency),
        frees=length(timedelta(minutes=minutes)),
        worth=round_sum(worth, economics.currency),
        is_dearer=costs > worth,
    )


def _ids(shares: Mapping[Any, Share]) -> list[int]:
    return [key for key in shares if isinstance(key, int)]
