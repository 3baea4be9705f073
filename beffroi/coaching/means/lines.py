"""What was to be spent beside what was: time, advertising, tools, agency, and all of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

from django.utils.translation import gettext as _

from beffroi.core.lengths import length
from beffroi.core.sums import round_sum
from beffroi.metrics.money import Cost, Work
from beffroi.metrics.sharing import whole_units
from beffroi.sales.models import Economics
from beffroi.strategy.models import Strategy

_YEAR_DAYS, _WEEK_DAYS = 365, 7
_DASH = "—"


@dataclass(frozen=True, slots=True)
class MeansLine:
    """One kind of means: planned, real, and how far they are apart; “—” where nobody said it."""

    name: str
    planned: str
    real: str
    apart: str
    is_sum: bool = False


@dataclass(frozen=True, slots=True)
class Untold:
    """What nobody noted, so that the full cost cannot be told, or is told without it.

    `at_least` is all that was noted of money where the full cost is unknown, else "". `money` names
    the kinds that were planned and of which nothing was noted.
    """

    lacks_time: bool
    at_least: str
    money: str


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
    """Return what so many days were to cost, and what they did: sums are those of their lines.

    What nobody planned or noted is unknown; without time, and nobody paid for it, the full cost is
    as well.
    """
    wanted, currency = planned(strategy, economics=economics, days=days), economics.currency
    hour = round_sum(economics.hour_cents, currency)
    names = (_("Advertising"), _("Tools"), _("Agency"))
    wishes = (strategy.media_cents, strategy.tools_cents, strategy.agency_cents)
    before, now, cents = _units(wanted), _units(real), _parts(real)
    found = [_time(hour, wanted, real)]
    for name, wish, was, is_noted, noted in zip(
        names, wishes, before[1:], cents[1:], now[1:], strict=True
    ):
        planned_sum = None if wish is None else was
        found.append(_money(name, planned_sum, noted if is_noted else None, currency))
    spent = sum(now) if real.full is not None else None
    return [*found, _money(_("Full cost"), sum(before), spent, currency, is_sum=True)]


def untold(strategy: Strategy, real: Cost, *, economics: Economics, days: int) -> Untold | None:
    """Return what the full cost of so many days lacks, None where nothing does."""
    wanted = planned(strategy, economics=economics, days=days)
    kinds = (
        (_("Advertising"), wanted.media, real.media),
        (_("Tools"), wanted.tools, real.tools),
        (_("Agency"), wanted.agency, real.agency),
    )
    money = [name.lower() for name, before, now in kinds if before and not now]
    is_known = real.full is not None
    if is_known and not money:
        return None
    known = "" if is_known or not real.total else round_sum(real.total, economics.currency)
    return Untold(lacks_time=not is_known, at_least=known, money=", ".join(money))


def _units(cost: Cost) -> list[int]:
    return whole_units(_parts(cost))


def _parts(cost: Cost) -> tuple[int, int, int, int]:
    return cost.time, cost.media, cost.tools, cost.agency


def _of_year(cents: int | None, days: int) -> int:
    return round(Fraction((cents or 0) * days, _YEAR_DAYS))


def _time(hour: str, wanted: Cost, real: Cost) -> MeansLine:
    name = _("Time, at %(sum)s an hour") % {"sum": hour}
    before = length(timedelta(minutes=wanted.minutes)) if wanted.work else _DASH
    now = length(timedelta(minutes=real.minutes)) if real.work else _DASH
    if not (wanted.work and real.work):
        return MeansLine(name, before, now, _DASH)
    gap = real.minutes - wanted.minutes
    sign = "+" if gap > 0 else "\u2212" if gap < 0 else ""
    apart = f"{sign}{length(timedelta(minutes=abs(gap)))}"
    return MeansLine(name, before, now, apart)


def _money(
    name: str, before: int | None, now: int | None, currency: str, *, is_sum: bool = False
) -> MeansLine:
    was, noted = (_DASH if sum_ is None else round_sum(sum_, currency) for sum_ in (before, now))
    apart = _DASH if before is None or now is None else _apart(now - before, currency)
    return MeansLine(name, was, noted, apart, is_sum)


def _apart(gap: int, currency: str) -> str:
    said = round_sum(gap, currency)
    return f"+{said}" if gap > 0 and said != round_sum(0, currency) else said
