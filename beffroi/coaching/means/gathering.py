"""For what hours and money went: by person, by channel, by aim. What nobody told is told apart."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeVar

from django.db.models import Sum

from beffroi.core.periods import Period
from beffroi.metrics.money import Cost as FullCost
from beffroi.sales.models import Cost, Economics, WorkTime
from beffroi.sales.returns import spent
from beffroi.sales.rules import spread
from beffroi.workspaces.models import Workspace

_HOUR = 60


@dataclass(slots=True)
class Share:
    """Minutes, and money in cents, that went into one thing."""

    minutes: int = 0
    money: int = 0

    def cents(self, hour_cents: int) -> Fraction:
        """Return the full cost, not rounded: shares add up to the whole."""
        return self.money + Fraction(self.minutes * hour_cents, _HOUR)


K = TypeVar("K", bound=Hashable)


@dataclass(slots=True)
class Means:
    """What a period cost. Keys are ids of people and of channels, and aims; None: nobody told."""

    days: Period
    cost: FullCost
    by_person: dict[int | None, Share] = field(default_factory=dict)
    by_channel: dict[int | None, Share] = field(default_factory=dict)
    by_aim: dict[str | None, Share] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Entry:
    """Something noted: for whom, for which channel, for what aim."""

    person: int | None
    channel: int | None
    aim: str | None
    minutes: int = 0
    money: int = 0


def means(workspace: Workspace, days: Period, *, economics: Economics) -> Means:
    """Return what a period cost, and into what it went. Four queries."""
    found = Means(days, spent(workspace, days, economics=economics))
    for one in (*_hours(workspace, days), *_costs(workspace, days)):
        if one.minutes:  # money is nobody's own
            _add(found.by_person, one.person, one)
        _add(found.by_channel, one.channel, one)
        _add(found.by_aim, one.aim, one)
    return found


def _add(shares: dict[K, Share], key: K, one: _Entry) -> None:
    share = shares.setdefault(key, Share())
    share.minutes += one.minutes
    share.money += one.money


def _hours(workspace: Workspace, days: Period) -> Iterable[_Entry]:
    rows = WorkTime.objects.filter(
        workspace=workspace, removed_at=None, day__range=(days.first, days.last)
    )
    grouped = rows.order_by().values_list("person", "channel", *_AIMS).annotate(all=Sum("minutes"))
    for person, channel, *aims, minutes in grouped:
        yield _Entry(person, channel, _first(aims), minutes=minutes)


def _costs(workspace: Workspace, days: Period) -> Iterable[_Entry]:
    rows = Cost.objects.filter(
        workspace=workspace, removed_at=None, last_day__gte=days.first, first_day__lte=days.last
    )
    told = rows.order_by("pk").values_list("cents", "first_day", "last_day", "channel", *_AIMS)
    for cents, first, last, channel, *aims in told:
        money = spread(cents, first=first, last=last, start=days.first, end=days.last)
        yield _Entry(None, channel, _first(aims), money=money)


#: The aim is that of the campaign: its own, else of its offer, else of its post.
_AIMS = ("campaign__aim", "offer__campaign__aim", "post__campaign__aim")


def _first(aims: Iterable[str | None]) -> str | None:
    return next((aim for aim in aims if aim), None)
