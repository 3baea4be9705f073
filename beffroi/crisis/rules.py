"""Decisions of the crisis room: the ten steps, the phase, what was quick. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from statistics import median


class Step(Enum):
    """The ten steps, in order."""

    VERIFY = "verify"
    PAUSE = "pause"
    TELL = "tell"
    HOLD = "hold"
    DECIDE = "decide"
    ANSWER = "answer"
    KEEP = "keep"
    PROMISE = "promise"
    THANK = "thank"
    REVIEW = "review"


class Phase(Enum):
    """How far it has gone."""

    SIGNAL = "signal"
    RUNAWAY = "runaway"
    FALLING = "falling"


#: Ticked by what the room itself does; a person ticks the others.
BY_THE_ROOM = frozenset({Step.REVIEW})
#: An hour is out of the ordinary from so many messages, and so many times the usual, on.
RUNAWAY_FROM, RUNAWAY_TIMES = 3, 3
#: So many hours without one, and it falls.
CALM_HOURS = 3
#: Within this long of the end, what was learned is written.
REVIEW_WITHIN = timedelta(days=7)
#: How long a closing can be taken back.
CLOSING_UNDONE_FOR = timedelta(minutes=10)
#: A page tells every twenty seconds that somebody is there: three that got lost, and they are gone.
HERE_FOR = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Hour:
    """What was written in one hour."""

    at: datetime
    negative: int
    other: int

    @property
    def total(self) -> int:
        """All of it."""
        return self.negative + self.other


@dataclass(frozen=True, slots=True)
class Course:
    """Since when each phase lasts; None: it has not come."""

    signal_at: datetime
    runaway_at: datetime | None = None
    falling_at: datetime | None = None

    @property
    def phase(self) -> Phase:
        """How far it is now."""
        if self.falling_at is not None:
            return Phase.FALLING
        return Phase.SIGNAL if self.runaway_at is None else Phase.RUNAWAY


def course_of(hours: Sequence[Hour], *, usual_a_day: float, since: datetime) -> Course:
    """Return how it went so far, by its hours, oldest first and without a gap."""
    most = max(RUNAWAY_FROM, RUNAWAY_TIMES * usual_a_day / 24)
    high = [place for place, hour in enumerate(hours) if hour.total >= most]
    if not high:
        return Course(since)
    calm_from = high[-1] + 1
    is_calm = len(hours) - calm_from >= CALM_HOURS
    return Course(since, hours[high[0]].at, hours[calm_from].at if is_calm else None)


def next_step(done: Collection[Step]) -> Step | None:
    """Return the first step that is not done."""
    return next((step for step in Step if step not in done), None)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a room's log says of how it was handled. None: it was not done.

    All delays count from when the room was opened; `answer` is the median of first answers.
    """

    lasted: timedelta | None
    delays: Mapping[Step, timedelta | None]
    messages: int
    negative: int
    answered: int
    answer: timedelta | None
    promise_late: timedelta | None


def delay(opened_at: datetime, done_at: datetime | None) -> timedelta | None:
    """Return how long something took, never less than nothing: clocks may be set back."""
    return None if done_at is None else max(timedelta(), done_at - opened_at)


def middle(delays: Collection[timedelta]) -> timedelta | None:
    """Return the median of some delays, None of none."""
    return timedelta(seconds=median(one.total_seconds() for one in delays)) if delays else None


def lateness(promised_at: datetime | None, kept_at: datetime | None) -> timedelta | None:
    """Return by how much a promise was kept late; None where it was kept in time, or not made."""
    if promised_at is None or kept_at is None or kept_at <= promised_at:
        return None
    return kept_at - promised_at


#: A recording of a day is played so many times faster.
DRILL_SPEED = 40


def played(opened_at: datetime, now: datetime) -> float:
    """Return how many minutes of the recording have been played."""
    return max(0.0, (now - opened_at) / timedelta(minutes=1)) * DRILL_SPEED
