"""Rules about people. Pure: how long what, and from when."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

#: How long what somebody wrote is kept after their last word, unless the workspace says otherwise.
MONTHS_KEPT = 24
MONTHS_OFFERED = (6, 12, 18, 24, 36)
#: A shorter term erases much at once: it takes effect a day later, so that it can be undone.
SHORTER_AFTER = timedelta(days=1)
#: Of somebody who objects: as long as an exchange may go on.
OBJECTED_KEPT = timedelta(days=30)
#: An erasure can be undone for so long.
ERASURE_CAN_BE_UNDONE_FOR = timedelta(minutes=10)
#: What is on its way to a person is waited for.
LOOK_AGAIN_AFTER = timedelta(minutes=1)
#: As many conversations as one transaction erases, and as many as one turn does.
ERASE_BATCH = 50
ERASE_AT_ONCE = 500

NOTE_MAX = 2_000
CONSENT_MAX = 2_000
SOURCE_MAX = 200

#: What starts the ids that stand for nobody any more (see `inbox/erasing.py`).
_NOBODY = "erased:"
_MONTHS_A_YEAR = 12


def is_somebody(person_id: str) -> bool:
    """Tell whether an id still stands for a person."""
    return bool(person_id) and not person_id.startswith(_NOBODY)


def months_before(moment: datetime, months: int) -> datetime:
    """Return the instant so many months earlier: the last of a month where it has no such day."""
    return _moved(moment, -months)


def months_after(moment: datetime, months: int) -> datetime:
    """Return the instant so many months later: the last of a month where it has no such day."""
    return _moved(moment, months)


def month_of(moment: datetime, *, zone: ZoneInfo) -> date:
    """Return the first day of its month, as it is told in a zone."""
    return moment.astimezone(zone).date().replace(day=1)


def months_in_force(months: int, *, before: int, changed_at: datetime, now: datetime) -> int:
    """Return which term counts: a shorter one only after a day."""
    is_settled = months >= before or now >= changed_at + SHORTER_AFTER
    return months if is_settled else before


def _moved(moment: datetime, months: int) -> datetime:
    year, month = divmod(moment.year * _MONTHS_A_YEAR + moment.month - 1 + months, _MONTHS_A_YEAR)
    day = min(moment.day, monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)
