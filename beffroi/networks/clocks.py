"""When, by a network's clock, a try that our clock dated can have come."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from beffroi.core.clock import Clock

#: What both clocks may differ by without being wrong, in either direction; less than the wait
#: before the second lookup, so that a greater difference shows.
SLACK = timedelta(seconds=170)
#: How far back a lookup reaches when the clock was wrong as the try began.
REACH = timedelta(hours=12)
# Servers write their date to the second.
_ROUNDING = timedelta(seconds=5)


class NetworkClock:
    """A network's clock beside ours. Each client of an account keeps one, and lets it hear."""

    def __init__(self, ours: Clock) -> None:
        self._ours = ours
        self._told = ""
        self._heard_at = ours()

    def hear(self, headers: Mapping[str, str]) -> None:
        """Note the date that an answer bears."""
        self._told = headers.get("date", "")
        self._heard_at = self._ours()

    def earliest(self, since: datetime) -> datetime:
        """Return `earliest_of` by the last answer: ask it after one, not before."""
        return earliest_of(self._told, since=since, now=self._heard_at)


def earliest_of(told: str, *, since: datetime, now: datetime) -> datetime:
    """Return the first instant of a network's clock at which a try begun at `since` may have come.

    `told` is the date that an answer bears, `now` our clock when it came. A clock of ours that was
    ahead, and was set right meanwhile, shows by a try that began after now; one that is still ahead
    shows by the difference.
    """
    theirs = _read(told)
    if theirs is None:
        return since - SLACK
    if since > theirs + _ROUNDING:
        return theirs - REACH
    return since - SLACK - max(timedelta(0), now - theirs)


def _read(told: str) -> datetime | None:
    try:
        return parsedate_to_datetime(told).astimezone(UTC)
    except (ValueError, TypeError, OverflowError):  # told nothing, or no date
        return None
