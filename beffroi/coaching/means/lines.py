"""What was to be spent beside what was: time, advertising, tools, agency, and all of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

from django.utils.translation import gettext as _

from beffroi.core.lengths import length
from beffroi.core.sums import round_sum
from beffroi.metrics.money import Cost, Work
from beffroi.sales.models import Economics
from beffroi.strategy.models import Strategy

_YEAR_DAYS, _WEEK_DAYS = 365, 7
_DASH = "—"


@dataclass(frozen=True, slots=True)
class MeansLine:
    """One kind of means: planned, real, and how far they are apart."""

    name: str
    planned: str
    real: str
    apart: str
    is_sum: bool = False


def planned(strategy: Strategy, *, economics: Economics, days: int) -> Cost:
    """Return what so many days were to cost: money of a year and minutes of a week, in parts."""
    minutes = round(Fraction((strategy.minutes_a_week or 0) * days, _WEEK_DAYS))
    return Cost(
        media=_of_year(strategy.media_cents, days),
        tools=_of_year(strategy.tools_cents, days),
        agency=_of_year(strategy.agency_cents, days),
        work=(Work(minutes, economics.hour_cents),) if minutes else (),
    )


def lines(strategy: Strategy, real: Cost, *, economics: Economics, days: int) -> list[MeansLine]:
    """Return what so many days were to cost, and what they did; unknown without noted time."""
    wanted, currency = planned(strategy, economics=economics, days=days), economics.currency
    hour = round_sum(economics.hour_cents, currency)
    found = [_time(hour, wanted, real)]
    for name, before, now in (
        (_("Advertising"), wanted.media, real.media),
        (_("Tools"), wanted.tools, real.tools),
        (_("Agency"), wanted.agency, real.agency),
    ):
        found.append(_money(name, before, now, currency))
    total = _money(_("Full cost"), wanted.total, real.total, currency, is_sum=True)
    return [*found, total]


def _of_year(cents: int | None, days: int) -> int:
    return round(Fraction((cents or 0) * days, _YEAR_DAYS))


def _time(hour: str, wanted: Cost, real: Cost) -> MeansLine:
    name = _("Time, at %(sum)s an hour") % {"sum": hour}
    before = length(timedelta(minutes=wanted.minutes))
    if not real.work:
        return MeansLine(name, before, _DASH, _DASH)
    gap = real.minutes - wanted.minutes
    sign = "+" if gap > 0 else "\u2212" if gap < 0 else ""
    apart = f"{sign}{length(timedelta(minutes=abs(gap)))}"
    return MeansLine(name, before, length(timedelta(minutes=real.minutes)), apart)


def _money(name: str, before: int, now: int, currency: str, *, is_sum: bool = False) -> MeansLine:
    gap = now - before
    sign = "+" if round_sum(gap, currency) != round_sum(0, currency) and gap > 0 else ""
    return MeansLine(
        name,
        round_sum(before, currency),
        round_sum(now, currency),
        f"{sign}{round_sum(gap, currency)}",
        is_sum,
    )
