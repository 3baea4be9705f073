"""When, by a network's clock, a try that our clock dated can have come. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

#: What both clocks may differ by without being wrong, in either direction; less than the wait
#: before the second lookup, so that a greater difference shows.
SLACK = timedelta(seconds=170)
#: How far back a lookup reaches when the clock was wrong as the try began.
REACH = timedelta(hours=12)
# Servers write their date to the second.
_ROUNDING = timedelta(seconds=5)


def earliest_of(told: str, *, since: datetime, now: datetime | None = None) -> datetime:
    """Return the first instant of a network's clock at which a try begun at `since` may have come.

    `told` is the date that an answer bears. A clock of ours that was ahead, and was set right
    meanwhile, shows by a try that began after now. With `now`, our clock when the answer came, one
    that is still ahead shows by the difference.
    """
    theirs = _read(told)
    if theirs is None:
        return since - SLACK
    if since > theirs + _ROUNDING:
        return theirs - REACH
    ahead = now - theirs if now else timedelta(0)
    return since - SLACK - max(timedelta(0), ahead)


def _read(told: str) -> datetime | None:
    try:
        return parsedate_to_datetime(told).astimezone(UTC)
    except (ValueError, TypeError, OverflowError):  # told nothing, or no date
        return None
