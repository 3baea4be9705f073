"""When, by X's clock, a try that our clock dated can have come. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

#: How far back a lookup asks, so that a clock that was wrong when the try began does not matter.
REACH = timedelta(hours=12)
# What both clocks may differ by without being wrong, in either direction.
_SLACK = timedelta(seconds=170)
# X writes its date to the second.
_ROUNDING = timedelta(seconds=5)


def earliest_of(told: str, *, since: datetime, now: datetime) -> datetime:
    """Return the first instant of X's clock at which a try begun at `since` may have come.

    `told` is the date that X's answer bears, and `now` our clock when it came. A clock of ours that
    is ahead shows by the difference; one that was ahead and was set right meanwhile, by a try that
    began after now.
    """
    theirs = _read(told)
    if theirs is None:
        return since - _SLACK
    if since > theirs + _ROUNDING:
        return theirs - REACH
    return since - _SLACK - max(timedelta(0), now - theirs)


def _read(told: str) -> datetime | None:
    try:
        return parsedate_to_datetime(told).astimezone(UTC)
    except (ValueError, TypeError, OverflowError):  # told nothing, or no date
        return None
