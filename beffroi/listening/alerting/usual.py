"""What is usual for a watch, by the days before: how many messages, how spread, how negative. Pure.

A day is 24 hours that end where the last 24 begin, so that hours of the night are held against
hours of the night. Days that were not heard whole are no part of it: unknown is not zero. Days of
an alert count as no more than what would have raised none: a crisis must not become a habit. They
are not left out: the fullest days of a watch that hears in bursts would be missing then, and it
would be alarmed by the next ones (measured: ten false reds a year in the place of two).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Self

DAY = 24
#: What is usual is told by so many days, of which so many must be known.
DAYS = 28
DAYS_MIN = 14
#: With so many weeks, days of the week are told apart, if so many of the same one are known.
WEEKS = 8
SAME_DAYS_MIN = 6
#: A day of the week is like any other unless it differs by so many standard deviations.
SAME_DAY_SURE = 3.0
#: Below, a watch that hears nearly nothing would be alarmed by each message.
MEAN_MIN = 0.25
#: As though so many messages, of which so many negative, had been heard before any.
_TONED_BEFORE, _NEGATIVE_BEFORE = 10, 2
#: Fewer messages tell no share.
_TONED_MIN = 10
HOURS = DAY * (1 + WEEKS * 7)

#: Messages of the days before, the nearest first; None: not known.
Days = Sequence[int | None]


@dataclass(frozen=True, slots=True)
class Alarmed:
    """The hours of an alert, by their places from `first` to `last`; more than `most` is no day."""

    first: int
    last: int
    most: int

    def touches(self, day: int) -> bool:
        """Tell whether some of it was on that day."""
        return self.first < (day + 1) * DAY and day * DAY <= self.last


@dataclass(frozen=True, slots=True)
class Hours:
    """What a watch heard hour by hour: the one that runs first, then those before.

    `toned` are messages whose tone is known. `unheard` are hours, by their place, of which nobody
    knows all that was said.
    """

    counts: Sequence[int]
    negatives: Sequence[int]
    toned: Sequence[int]
    unheard: Collection[int] = ()
    alarmed: Sequence[Alarmed] = ()

    @property
    def last_day(self) -> int:
        """How many messages the last 24 hours brought."""
        return sum(self.counts[:DAY])

    def days(self) -> list[int | None]:
        """Return how many messages the days before the last 24 hours brought."""
        missing = {place // DAY for place in self.unheard}
        whole = len(self.counts) // DAY
        return [None if day in missing else self._day(day) for day in range(1, whole)]

    def _day(self, day: int) -> int:
        most = [one.most for one in self.alarmed if one.touches(day)]
        return min([sum(self.counts[day * DAY : (day + 1) * DAY]), *most])


@dataclass(frozen=True, slots=True)
class Usual:
    """How many messages a day like this one brings, and their variance, told by `days` days."""

    mean: float
    variance: float
    days: int
    is_by_weekday: bool = False

    @classmethod
    def of(cls, days: Days) -> Self | None:
        """Return what is usual after `days`; None where too few of them are known.

        The variance is that of a day to come: the mean itself is known from so many days only.
        """
        known = [day for day in days[:DAYS] if day is not None]
        number = len(known)
        if number < DAYS_MIN:
            return None
        mean = sum(known) / number
        spread = sum((day - mean) ** 2 for day in known) / (number - 1)
        bursts = max(1.0, spread / mean) if mean else 1.0
        factor = _weekday(days, bursts=bursts)
        expected = max(mean * (factor or 1.0), MEAN_MIN)
        variance = bursts * expected * (1 + 1 / number)
        return cls(expected, variance, number, is_by_weekday=factor is not None)


def _weekday(days: Days, *, bursts: float) -> float | None:
    """Return how many times more such a day of the week brings; None: like any, or unknown."""
    same = [day for day in days[6 : WEEKS * 7 : 7] if day is not None]
    if len(days) < WEEKS * 7 or len(same) < SAME_DAYS_MIN:
        return None
    known = [day for day in days[: WEEKS * 7] if day is not None]
    expected = len(same) * sum(known) / len(known)
    differs = abs(sum(same) - expected) > SAME_DAY_SURE * (bursts * expected) ** 0.5
    return sum(same) / expected if differs else None


@dataclass(frozen=True, slots=True)
class UsualTone:
    """How many messages were negative, of those whose tone is known."""

    negatives: int
    toned: int

    @property
    def share(self) -> float:
        """What share may be expected; few messages count for little."""
        return (self.negatives + _NEGATIVE_BEFORE) / (self.toned + _TONED_BEFORE)

    @property
    def told_share(self) -> float | None:
        """What share it was, None where too few messages tell."""
        return self.negatives / self.toned if self.toned >= _TONED_MIN else None

    @classmethod
    def of(cls, hours: Hours) -> Self:
        """Return what the 28 days before tell, without those of alerts."""
        missing = {place // DAY for place in hours.unheard}
        whole = min(DAYS + 1, len(hours.counts) // DAY)
        days = [
            slice(day * DAY, (day + 1) * DAY)
            for day in range(1, whole)
            if day not in missing and not any(one.touches(day) for one in hours.alarmed)
        ]
        negatives = sum(sum(hours.negatives[day]) for day in days)
        return cls(negatives, sum(sum(hours.toned[day]) for day in days))
