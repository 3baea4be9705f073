"""What is counted, when it is read again, and on which days it was gained. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from enum import IntEnum
from itertools import pairwise

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_MICROSECOND = timedelta(microseconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

#: Posts are read for so long; what comes later is too little to ask for.
POSTS_FOR = timedelta(days=90)
#: How old a post may be, and how often it is read then. Most of what a post gains comes in its
#: first days; the windows are ours.
_EVERY = (
    (6 * _HOUR, _HOUR),
    (_DAY, 3 * _HOUR),
    (3 * _DAY, 6 * _HOUR),
    (14 * _DAY, _DAY),
    (POSTS_FOR, 7 * _DAY),
)
#: A reading that changed nothing doubles the wait, up to four times the usual and never beyond a
#: week: a post that is found late is noticed all the same.
_DOUBLINGS_MAX = 2
_LONGEST = 7 * _DAY
#: Where each reading costs money, posts are read once a day at most.
_PAID_EVERY = _DAY
#: A post that the network leaves out so many times in a row is gone.
ABSENCES_MAX = 3
#: Two readings that are no further apart say on which day something was gained, give or take the
#: hours of a night; beyond that the days in between are a guess.
_SURE_WITHIN = timedelta(hours=26)

#: A channel's days are read once a day…
DAYS_EVERY = _DAY
#: … as many back as this when it is first read, as far as all networks tell;
DAYS_BACK = 90
#: networks go on counting a day after it is over: so many days are read again,
DAYS_AGAIN = 7
#: and so many are asked for at once.
DAYS_AT_ONCE = 30
#: Posts that one call asks about, and one turn of the work.
POSTS_A_CALL = 25
POSTS_A_TURN = 100
TURN_REST = timedelta(seconds=5)
#: After a refusal that says nothing else.
TRY_AGAIN_AFTER = _HOUR
#: Something that only a person over there can mend is asked again once a day.
WITHOUT_RIGHT_AFTER = _DAY

#: What one post gained on each day is kept for 25 months after its publication: two full years and
#: the month under way, so that a month can be set beside the same one of both years before. It is
#: also as long as the CNIL lets measurements of an audience be kept (cnil.fr, 4 July 2025). The
#: sums of a channel's days name no post and no person: they stay.
POINTS_FOR = timedelta(days=762)
#: As many posts as one transaction lets go.
FORGET_AT_ONCE = 500
#: A number of followers or reviews holds for so long; older, it is unknown.
LEVEL_HOLDS = timedelta(days=14)


class Counted(IntEnum):
    """What is counted, as tables hold it: never renumbered."""

    IMPRESSIONS = 1  # times displayed; networks call it views
    REACH = 2  # accounts that saw it: never a sum
    REACTIONS = 3
    COMMENTS = 4
    SHARES = 5
    QUOTES = 6
    SAVES = 7
    LINK_CLICKS = 8
    WATCH_SECONDS = 9
    INTERACTIONS = 10  # as the network adds them up for a channel; of posts the parts are kept
    FOLLOWERS = 11  # how many there are
    FOLLOWERS_GAINED = 12
    FOLLOWERS_LOST = 13
    CALLS = 14
    DIRECTIONS = 15
    SITE_VISITS = 16
    REVIEWS = 17  # how many there are
    RATING_HUNDREDTHS = 18  # 450 is 4.5 of 5


#: How things stand on a day, not what came on it: the last one counts, a sum says nothing.
LEVELS = frozenset({Counted.FOLLOWERS, Counted.REVIEWS, Counted.RATING_HUNDREDTHS})
FLOWS = frozenset(Counted) - LEVELS


class Origin(IntEnum):
    """Where a figure of a day comes from, as tables hold it: never renumbered.

    The whole channel is what its network told, and an import for days of which it told nothing.
    Posts are what we read of them, and an archive for the time before.
    """

    POSTS = 1  # added up of our posts, on the day when it was gained
    CHANNEL = 2  # told by the network, on its own day
    IMPORTED = 3  # out of a table that a person gave
    ARCHIVED = 4  # added up of an archive's posts, all of it on the day when each was written


WHOLE_CHANNEL = (Origin.CHANNEL, Origin.IMPORTED)
ALL_POSTS = (Origin.POSTS, Origin.ARCHIVED)


@dataclass(frozen=True, slots=True)
class Span:
    """The time between two readings, cut where days end.

    `until` has for each day how many microseconds had passed when it was over, or the span.
    """

    days: tuple[date, ...]
    until: tuple[int, ...]
    is_estimated: bool


def to_microseconds(at: datetime) -> int:
    """Return an instant as microseconds since 1970."""
    return (at - _EPOCH) // _MICROSECOND


def from_microseconds(number: int) -> datetime:
    """Return the instant of so many microseconds since 1970."""
    return _EPOCH + timedelta(microseconds=number)


def next_reading(age: timedelta, *, unchanged: int = 0, is_paid: bool = False) -> timedelta | None:
    """Return how long to wait before a post of this age is read again, None for no more.

    `unchanged` is how many readings in a row changed nothing. The last reading is at the very end.
    """
    usual = next((every for limit, every in _EVERY if age < limit), None)
    if usual is None:
        return None
    if is_paid:
        usual = max(usual, _PAID_EVERY)
    wait = min(usual * 2 ** min(unchanged, _DOUBLINGS_MAX), _LONGEST)
    left = POSTS_FOR - age
    return wait if wait < left else max(left, _HOUR)


def span_between(since: datetime, until: datetime, *, zone: tzinfo) -> Span:
    """Cut the time between two instants into the days of `zone`.

    Of no time at all it is the day of `until`.
    """
    if since >= until:
        return Span((until.astimezone(zone).date(),), (1,), is_estimated=False)
    days = tuple(_days(since.astimezone(zone).date(), until.astimezone(zone).date()))
    ends = [*(_midnight(day, zone) for _, day in pairwise(days)), until]
    passed = tuple((end - since) // _MICROSECOND for end in ends)
    is_estimated = len(days) > 1 and until - since > _SURE_WITHIN
    return Span(days, passed, is_estimated)


def by_days(gained: int, span: Span) -> Sequence[int]:
    """Share out what was gained over the days of a span, by time. Its parts sum up to it.

    A counter that went down has lost something: the parts are negative then.
    """
    if len(span.days) == 1:
        return (gained,)
    whole = span.until[-1]
    shared = [0, *(gained * passed // whole for passed in span.until)]
    return [after - before for before, after in pairwise(shared)]


def _days(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def _midnight(day: date, zone: tzinfo) -> datetime:
    """Return when a day begins: where clocks leap over midnight, the instant of the leap."""
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)
