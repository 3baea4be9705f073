"""How long what people do takes, by the trail alone: no clock, no database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from itertools import groupby, pairwise
from math import ceil
from statistics import median

#: A longer gap is another sitting: nobody writes two sentences for so long. A figure of ours.
SITTING = timedelta(minutes=10)
#: Fewer say little of a median. A figure of ours.
ENOUGH = 20
#: How many days back handling is measured: habits change within a season. A figure of ours.
WINDOW_DAYS = 90
#: What an act takes that begins a sitting, and of which nothing is known. A figure of ours.
OTHER = timedelta(minutes=1)
_DAY_MINUTES = 24 * 60
_MINUTE = timedelta(minutes=1)


class Act(Enum):
    """What a person did that took some of their minutes."""

    RECONNECTED = "reconnected"
    CHECKED = "checked"
    ANSWERED = "answered"
    DONE = "done"
    APPROVED = "approved"
    LISTENED = "listened"


#: What each takes until enough was measured, in minutes: to read, to decide, to write two
#: sentences.
ACT_MINUTES = {
    Act.RECONNECTED: 2,
    Act.CHECKED: 1,
    Act.ANSWERED: 2,
    Act.DONE: 1,
    Act.APPROVED: 2,
    Act.LISTENED: 3,
}
#: How the trail calls each act.
ACT_OF = {
    "channel.connected": Act.RECONNECTED,
    "delivery.confirmed": Act.CHECKED,
    "delivery.sent_again": Act.CHECKED,
    "delivery.cancelled": Act.CHECKED,
    "delivery.seen": Act.CHECKED,
    "conversation.answered": Act.ANSWERED,
    "conversation.done": Act.DONE,
    "post.approved": Act.APPROVED,
    "alert.snoozed": Act.LISTENED,
    "alert.called_false": Act.LISTENED,
}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the trail: who did what, when; `is_drill` where it was only an exercise."""

    person: int
    action: str
    at: datetime
    is_drill: bool = False


@dataclass(frozen=True, slots=True)
class Typical:
    """The median time that an act took, and of how many."""

    length: timedelta
    n: int

    @property
    def minutes(self) -> int:
        """The same in whole minutes, rounded up: at least one."""
        return max(1, ceil(self.length / _MINUTE))


@dataclass(frozen=True, slots=True)
class _Moment:
    """All that one person did at one instant: the lines of one transaction."""

    at: datetime
    actions: frozenset[str]
    is_drill: bool


def gaps(lines: Iterable[Line]) -> dict[Act, list[timedelta]]:
    """Return how long each act took: the time since the same person's act before it.

    A gap beyond `SITTING` is left out: it began another sitting. So is what follows a drill.
    """
    found: dict[Act, list[timedelta]] = defaultdict(list)
    for moments in _people(lines).values():
        for before, moment in pairwise(moments):
            gap = moment.at - before.at
            if gap > SITTING or before.is_drill or moment.is_drill:
                continue
            for act in {ACT_OF[action] for action in moment.actions if action in ACT_OF}:
                found[act].append(gap)
    return dict(found)


def typical(found: Mapping[Act, Sequence[timedelta]]) -> dict[Act, Typical]:
    """Return the median of each act that was measured `ENOUGH` times; the others are not there."""
    return {
        act: Typical(
            timedelta(seconds=median(one.total_seconds() for one in lengths)), len(lengths)
        )
        for act, lengths in found.items()
        if len(lengths) >= ENOUGH
    }


def minutes_by_person(lines: Iterable[Line], *, known: Mapping[Act, Typical]) -> dict[int, int]:
    """Return the minutes that each person spent, rounded up; who did nothing is not there.

    The lines are those of one day, which is also the most. Each sitting lasts from its first act to
    its last, and as long before as the first one usually takes.
    """
    spent = {
        person: sum(_lengths(moments, known=known), start=timedelta(0))
        for person, moments in _people(lines).items()
    }
    return {
        person: min(_DAY_MINUTES, ceil(length / _MINUTE))
        for person, length in spent.items()
        if length
    }


def _lengths(moments: Sequence[_Moment], *, known: Mapping[Act, Typical]) -> Iterable[timedelta]:
    before: datetime | None = None
    for moment in moments:
        if moment.is_drill:
            before = None
            continue
        gap = moment.at - before if before else None
        goes_on = gap is not None and gap <= SITTING
        yield gap if gap and goes_on else _opening(moment, known=known)
        before = moment.at


def _opening(moment: _Moment, *, known: Mapping[Act, Typical]) -> timedelta:
    """Return what the first act of a sitting takes, of several at once the longest."""
    acts = {ACT_OF[action] for action in moment.actions if action in ACT_OF}
    lengths = [
        known[act].length if act in known else timedelta(minutes=ACT_MINUTES[act]) for act in acts
    ]
    return max(lengths, default=OTHER)


def _people(lines: Iterable[Line]) -> dict[int, list[_Moment]]:
    """Return the moments of each person in order."""
    ordered = sorted(lines, key=lambda line: (line.person, line.at))
    people: dict[int, list[_Moment]] = defaultdict(list)
    for (person, at), group in groupby(ordered, key=lambda line: (line.person, line.at)):
        found = list(group)
        actions = frozenset(line.action for line in found)
        people[person].append(_Moment(at, actions, any(line.is_drill for line in found)))
    return dict(people)
