"""What is told of the people of a team, to whom, and when messages come and are answered. Pure.

Persons are never ranked. In French law whoever works is told beforehand what is recorded of them
(Code du travail, L1222-4), and it has to be in proportion to its purpose (L1121-1): answers to
customers are counted, neither hours nor minutes between two of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

#: Below so many first answers, how long they took says more of chance than of a person.
TOLD_FROM = 5
WEEKDAYS, HOURS = 7, 24


@dataclass(frozen=True, slots=True)
class Load:
    """Conversations that are open now: how many, of these how many wait, and since when the oldest.

    What is put aside until later does not wait.
    """

    open: int = 0
    waiting: int = 0
    oldest_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Answers:
    """First answers to people who waited: how many; the rest None below `TOLD_FROM`."""

    number: int = 0
    middle: timedelta | None = None
    in_time: int | None = None

    @property
    def is_told(self) -> bool:
        """Whether there are enough to say more than how many."""
        return self.number >= TOLD_FROM


@dataclass(frozen=True, slots=True)
class Person:
    """A person of the team and what is told of them, in the days that were chosen."""

    id: int
    name: str
    sent: int
    answers: Answers
    load: Load
    minutes: int


#: How many, by weekday (Monday is 0) and hour of the clock.
Cells = Mapping[tuple[int, int], int]


def answers_of(lengths: Sequence[timedelta], *, in_time: int) -> Answers:
    """Sum up the first answers of a person; too few say only how many."""
    number = len(lengths)
    if number < TOLD_FROM:
        return Answers(number)
    middle = timedelta(seconds=median(one.total_seconds() for one in lengths))
    return Answers(number, middle, in_time)


def by_hour(instants: Iterable[datetime], *, zone: ZoneInfo) -> Cells:
    """Count instants by weekday and hour as the clocks of `zone` showed them.

    An hour that came twice, as clocks were put back, counts both times.
    """
    local = (at.astimezone(zone) for at in instants)
    return Counter((at.weekday(), at.hour) for at in local)


def fullest(cells: Cells) -> tuple[int, int] | None:
    """Return the weekday and hour with most, the earliest of several; None without any."""
    if not any(cells.values()):
        return None
    return min(cells, key=lambda cell: (-cells[cell], cell))
