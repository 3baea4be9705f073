"""When a conversation that is put aside comes back. Pure."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

#: When a working day begins, by the clocks of the workspace.
MORNING = time(9, 0)
#: Later today: after so long, on a full quarter of an hour, and not after the day's work.
_LATER = timedelta(hours=3)
_LATEST = time(19, 0)
_QUARTER = timedelta(minutes=15)
_LONGEST = timedelta(days=366)


class Wake(Enum):
    """What people choose."""

    LATER = "later"
    TOMORROW = "tomorrow"
    MONDAY = "monday"
    DAY = "day"


def offered(now: datetime, zone: ZoneInfo) -> tuple[tuple[Wake, datetime], ...]:
    """Return what can be chosen now, each with its instant; “later” only while the day lasts."""
    choices = (Wake.LATER, Wake.TOMORROW, Wake.MONDAY)
    found = [(choice, when(choice, now=now, zone=zone)) for choice in choices]
    return tuple((choice, instant) for choice, instant in found if instant is not None)


def when(
    choice: Wake, *, now: datetime, zone: ZoneInfo, day: date | None = None
) -> datetime | None:
    """Return the instant of a choice, aware UTC; None where it is past or too far away.

    A morning is one on the wall: it stays at nine when the clocks change in between.
    """
    today = now.astimezone(zone).date()
    if choice is Wake.LATER:
        return _later(now, zone)
    if choice is Wake.TOMORROW:
        return _morning(today + timedelta(days=1), zone)
    if choice is Wake.MONDAY:
        return _morning(today + timedelta(days=7 - today.weekday()), zone)
    if day is None or not today <= day <= today + _LONGEST:
        return None
    instant = _morning(day, zone)
    return instant if instant > now else None


def _morning(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, MORNING, tzinfo=zone).astimezone(UTC)


def _later(now: datetime, zone: ZoneInfo) -> datetime | None:
    """Add hours as they pass, not as the wall counts them."""
    instant = now.astimezone(UTC) + _LATER
    rest = timedelta(minutes=instant.minute % 15, seconds=instant.second)
    rest += timedelta(microseconds=instant.microsecond)
    if rest:
        instant += _QUARTER - rest
    local = instant.astimezone(zone)
    is_today = local.date() == now.astimezone(zone).date()
    return instant if is_today and local.time() <= _LATEST else None
