"""When the mail of a day is due, and how long its links act. Pure."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

#: Later than so long the day is under way, and Today is where it stands.
LATE_MAX = timedelta(hours=4)
#: How long a link acts: over a week-end's night, not over a holiday.
LINKS_LAST = timedelta(hours=48)


class Way(Enum):
    """By what way the day is told."""

    MAIL = "mail"
    PUSH = "push"


class Closed(Enum):
    """Why a link acts no more."""

    USED = "used"
    EXPIRED = "expired"
    #: Whoever received it may not do this any more.
    NOT_ALLOWED = "not_allowed"
    #: What it was about is no longer there.
    GONE = "gone"
    #: It is not what the mail told of.
    CHANGED = "changed"
    #: It was settled on the page, or by somebody else.
    SETTLED = "settled"


def leaves_at(day: date, at: time, *, zone: ZoneInfo) -> datetime:
    """Return when the mail of a day leaves, aware UTC; an hour that clocks skip is the next one."""
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC)


def due_day(
    now: datetime, *, at: time, days: Collection[int], since: datetime, zone: ZoneInfo
) -> date | None:
    """Return the day whose mail should have left by now, None where none is due.

    `days` are of the week, Monday is 1. What was chosen at `since` holds from the next time on.
    """
    today = now.astimezone(zone).date()
    moment = leaves_at(today, at, zone=zone)
    if today.isoweekday() not in days or since > moment:
        return None
    return today if timedelta() <= now - moment < LATE_MAX else None
