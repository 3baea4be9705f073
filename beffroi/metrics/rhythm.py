"""How steadily a channel publishes, and how its followers grow. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from beffroi.metrics.figures import Figure, LessThanNothing, NaiveInstant, Provenance, percent

WEEKS = 12
ACTIVE_MONTHS = 3
_WEEK = timedelta(days=7)
_JANUARY, _DECEMBER = 1, 12


def regularity(
    instants: Iterable[datetime],
    *,
    target: int,
    now: datetime,
    zone: ZoneInfo,
    provenance: Provenance,
    known_since: datetime | None = None,
) -> Figure:
    """Return in how many of the last twelve whole weeks at least `target` posts went out.

    Weeks are those of ISO 8601, Monday to Sunday in the zone; the current one is not over and does
    not count. Weeks that began before `known_since` are unknown, and left out. None where no week
    is left, or nothing was planned.
    """
    mondays = _whole_weeks(now, zone=zone, known_since=known_since)
    posts = Counter(_monday(_local_day(at, zone)) for at in instants)
    kept = sum(posts[monday] >= target for monday in mondays) if target > 0 else None
    return Figure(
        "reg",
        percent(kept, len(mondays)),
        len(mondays),
        provenance,
        numerator=kept,
        denominator=len(mondays),
        left_out=WEEKS - len(mondays),
    )


def activity(
    instants: Iterable[datetime] | None, *, now: datetime, zone: ZoneInfo, provenance: Provenance
) -> Figure:
    """Return 1 where a post went out in the last three months, else 0; None where it is unknown.

    Months are those of the calendar: on 31 May, since 28 February (the definition of a study by
    Burson-Marsteller, 2010).
    """
    if instants is None:
        return Figure("active", None, 0, provenance)
    since = _months_before(_local_day(now, zone), ACTIVE_MONTHS)
    count = sum(at <= now and _local_day(at, zone) >= since for at in instants)
    return Figure("active", Fraction(count > 0), count, provenance, numerator=count)


def growth(start: int | None, end: int | None, *, provenance: Provenance) -> Figure:
    """Return by how much followers grew, in percent of the start; None where that was none."""
    if (start or 0) < 0 or (end or 0) < 0:
        raise LessThanNothing(f"{start} to {end}")
    gained = None if start is None or end is None else end - start
    return Figure(
        "growth",
        percent(gained, start),
        start or 0,
        provenance,
        numerator=gained,
        denominator=start,
    )


def _whole_weeks(now: datetime, *, zone: ZoneInfo, known_since: datetime | None) -> list[date]:
    current = _monday(_local_day(now, zone))
    first = _local_day(known_since, zone) if known_since else date.min
    mondays = [current - _WEEK * back for back in range(WEEKS, 0, -1)]
    return [monday for monday in mondays if monday >= first]


def _local_day(at: datetime, zone: ZoneInfo) -> date:
    if at.tzinfo is None:
        raise NaiveInstant(str(at))
    return at.astimezone(zone).date()


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _months_before(day: date, months: int) -> date:
    """Return the same day so many months earlier, or the last one of a month without it."""
    place = day.year * _DECEMBER + day.month - _JANUARY - months
    first = date(place // _DECEMBER, place % _DECEMBER + _JANUARY, 1)
    after = (first + timedelta(days=31)).replace(day=1)
    return min(first + timedelta(days=day.day - 1), after - timedelta(days=1))
