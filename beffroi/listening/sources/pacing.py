"""When a source is read again, and when it no longer is. Pure; chance comes in by the door."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import Enum

#: Between two readings of one source, whatever it says.
SOONEST = timedelta(minutes=15)
LATEST = timedelta(hours=6)
FIRST = timedelta(minutes=30)
#: Between two sources of one place: after a pause, what waited comes one by one.
GAP = timedelta(seconds=5)
#: Between two readings of which a hub told the second, as long as calls of the day are plenty.
TOLD_GAP = timedelta(minutes=1)
#: A workspace that looks for nothing has nothing read.
WITHOUT_WATCH = timedelta(hours=1)

SOURCES_MAX = 50
CALLS_A_DAY = 96
#: Calls that a vendor counts dearly: of one source, of all sources of a workspace.
DEAR = {"youtube": (8, 100)}
NETWORK_CALLS_A_DAY = 2000

_RETRIED_FIRST = timedelta(minutes=15)
_RETRIED_LAST = timedelta(days=1)
_TRIES_MAX = 10
_REFUSALS_MAX = 4
_PATIENCE = timedelta(days=7)
_PATIENCE_WITH_REFUSALS = timedelta(days=1)
_SPREAD = 0.1


class Trouble(Enum):
    """Why a reading brought nothing, by what must happen next."""

    GONE = "gone"  # it says so itself
    MISSING = "missing"
    REFUSED = "refused"
    UNREADABLE = "unreadable"
    UNAVAILABLE = "unavailable"
    BUDGET = "budget"  # our own or the vendor's


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a source in trouble: off, or slow and tried again after `pause`."""

    is_over: bool
    pause: timedelta = timedelta()


def calls_a_day(network: str) -> tuple[int, int]:
    """Return how often a source, and all sources of a workspace, may be read in a day."""
    return DEAR.get(network, (CALLS_A_DAY, NETWORK_CALLS_A_DAY))


def pace(every: timedelta, *, has_news: bool) -> timedelta:
    """Return how long from one reading to the next: half where there was news, longer otherwise."""
    changed = every / 2 if has_news else every * 1.25
    return min(max(changed, SOONEST), LATEST)


def wait(every: timedelta, *, wanted: timedelta | None, chance: float) -> timedelta:
    """Return when to come again: a little sooner or later, so that sources part ways.

    Never before the source wants to be read.
    """
    return max(spread(every, chance=chance), wanted or timedelta())


def told(*, read_at: datetime | None, calls: int, calls_max: int, now: datetime) -> datetime:
    """Return when to read a source that has news, as its hub says: at once where it can be.

    Once half of a day's calls are spent, the rest is spread over what is left of the day: a hub
    that never stops telling must not leave the source unread until tomorrow.
    """
    left = calls_max - calls
    if left <= 0:
        return tomorrow(now)
    is_plenty = left * 2 > calls_max
    gap = TOLD_GAP if is_plenty else max(TOLD_GAP, (tomorrow(now) - now) / left)
    return now if read_at is None else max(now, read_at + gap)


def outside(instant: datetime, hours: Collection[int]) -> datetime:
    """Return an instant, or the first one whole hours later that is in none of `hours` (UTC)."""
    later = (instant + timedelta(hours=number) for number in range(24))
    return next((one for one in later if one.astimezone(UTC).hour not in hours), instant)


def spread(pause: timedelta, *, chance: float) -> timedelta:
    """Return a pause a tenth shorter or longer; `chance` is in [0, 1)."""
    return pause * (1 - _SPREAD + 2 * _SPREAD * chance)


def verdict(
    trouble: Trouble,
    *,
    failures: int,
    failing_for: timedelta,
    asked: timedelta | None,
    chance: float,
) -> Verdict:
    """Decide on a source that failed so often in a row, for so long.

    `asked` is how long it wants to be left alone, None where it does not say.
    """
    if trouble is Trouble.GONE or _is_out_of_patience(trouble, failures, failing_for):
        return Verdict(is_over=True)
    doubled = min(_RETRIED_FIRST * 2 ** min(failures - 1, 10), _RETRIED_LAST)
    return Verdict(False, max(spread(doubled, chance=chance), asked or timedelta()))


def _is_out_of_patience(trouble: Trouble, failures: int, failing_for: timedelta) -> bool:
    if trouble is Trouble.REFUSED:
        return failures >= _REFUSALS_MAX and failing_for >= _PATIENCE_WITH_REFUSALS
    is_lasting = trouble in {Trouble.MISSING, Trouble.UNREADABLE}
    return is_lasting and failures >= _TRIES_MAX and failing_for >= _PATIENCE


def tomorrow(now: datetime) -> datetime:
    """Return when the calls of a day are counted anew."""
    return datetime.combine(now.astimezone(UTC).date() + timedelta(days=1), time(), UTC)
