"""Days as a workspace's calendar has them, and where they begin. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

#: What is usual is measured over so many days.
USUAL_DAYS = 28
WEEK_DAYS = 7
_DAY = timedelta(days=1)


def last_days(now: datetime, *, zone: ZoneInfo, count: int) -> tuple[date, ...]:
    """Return the last days, today included, oldest first."""
    today = now.astimezone(zone).date()
    return tuple(today - _DAY * back for back in range(count - 1, -1, -1))


def week_begins(now: datetime, *, zone: ZoneInfo) -> datetime:
    """Return when the last seven days began, today included."""
    return begins(last_days(now, zone=zone, count=WEEK_DAYS)[0], zone=zone)


def within(began_at: datetime | None, *, shown_from: datetime) -> datetime | None:
    """Return when something began, None where that was before all that is shown, or never."""
    return began_at if began_at and began_at > shown_from else None


def begins(day: date, *, zone: ZoneInfo) -> datetime:
    """Return the first instant of a day, also where clocks change at midnight."""
    return datetime.combine(day, time.min, tzinfo=zone).astimezone(UTC)


def bounds(days: Sequence[date], *, zone: ZoneInfo) -> tuple[datetime, ...]:
    """Return where each of some days in a row begins, and where the last one ends."""
    return tuple(begins(day, zone=zone) for day in (*days, days[-1] + _DAY))


def weeks(days: Sequence[date]) -> tuple[tuple[date, ...], ...]:
    """Cut days into sevens that end with the last day; what is left over at the start is out."""
    first = len(days) % WEEK_DAYS
    return tuple(
        tuple(days[start : start + WEEK_DAYS]) for start in range(first, len(days), WEEK_DAYS)
    )
