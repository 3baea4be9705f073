"""Of which days results are shown, and beside which others. Pure.

Weeks begin on Monday, as ISO 8601 has them. A period that is over is made of whole weeks or
months, so that no half week stands beside a whole one; the week under way stands beside as many
days of the week before.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from itertools import pairwise

from beffroi.core.periods import Period

_DAY, _WEEK = timedelta(days=1), timedelta(days=7)
_MONTHS = 12


class Choice(Enum):
    """The periods that a person may choose."""

    NOW = "now"
    WEEK = "week"
    FIVE_WEEKS = "weeks"
    QUARTER = "quarter"  # thirteen weeks
    YEAR = "year"  # twelve months


class Step(Enum):
    """What one bar or point of a chart is of."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


_WEEKS = {Choice.NOW: 1, Choice.WEEK: 1, Choice.FIVE_WEEKS: 5, Choice.QUARTER: 13}
USUAL = Choice.FIVE_WEEKS


@dataclass(frozen=True, slots=True)
class Chosen:
    """A period, the one before it, and the stretches that its charts are made of, oldest first."""

    choice: Choice
    period: Period
    before: Period
    step: Step
    stretches: tuple[Period, ...]


def read(key: str) -> Choice:
    """Return the choice that an address names, the usual one for anything else."""
    return next((choice for choice in Choice if choice.value == key), USUAL)


def chosen(choice: Choice, *, today: date) -> Chosen:
    """Return the days of a choice: the last that are over, or those of the week under way."""
    monday = today - timedelta(days=today.weekday())
    if choice is Choice.YEAR:
        return _year(today.replace(day=1))
    if choice is Choice.NOW:
        period = Period(monday, today)
        before = Period(monday - _WEEK, today - _WEEK)
    else:
        length = _WEEKS[choice] * _WEEK
        period = Period(monday - length, monday - _DAY)
        before = Period(monday - 2 * length, monday - length - _DAY)
    step = Step.DAY if _WEEKS[choice] == 1 else Step.WEEK
    return Chosen(choice, period, before, step, _cut(period, step))


def place_of(day: date, stretches: tuple[Period, ...]) -> int | None:
    """Return in which stretch a day lies, None for none."""
    return next((place for place, one in enumerate(stretches) if day in one), None)


def _cut(period: Period, step: Step) -> tuple[Period, ...]:
    length = 1 if step is Step.DAY else 7
    starts = (period.first + timedelta(days=n) for n in range(0, period.days, length))
    return tuple(Period(first, first + timedelta(days=length - 1)) for first in starts)


def _year(this_month: date) -> Chosen:
    firsts = [_months_before(this_month, count) for count in range(_MONTHS, -1, -1)]
    stretches = tuple(Period(first, after - _DAY) for first, after in pairwise(firsts))
    period = Period(firsts[0], this_month - _DAY)
    before = Period(_months_before(this_month, 2 * _MONTHS), firsts[0] - _DAY)
    return Chosen(Choice.YEAR, period, before, Step.MONTH, stretches)


def _months_before(first: date, count: int) -> date:
    number = first.year * _MONTHS + first.month - 1 - count
    return date(number // _MONTHS, number % _MONTHS + 1, 1)
