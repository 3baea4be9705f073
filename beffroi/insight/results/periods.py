"""Of which days results are shown, and beside which others. Pure.

Weeks begin on Monday, as ISO 8601 has them. A period that is over is made of whole weeks or
months, so that no half week stands beside a whole one; the week under way stands beside as many
days of the week before. Days that somebody chose freely are taken as they are: weeks and months at
their ends may be cut.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from itertools import pairwise
from urllib.parse import urlencode

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
    FREE = "free"  # two days that somebody chose


class Beside(Enum):
    """Which days stand beside those that were chosen freely."""

    BEFORE = "before"
    YEAR = "year"


class Fault(Enum):
    """Why two days are no period of which results can be shown."""

    ENDS_FIRST = "ends first"
    TO_COME = "to come"
    TOO_EARLY = "too early"
    TOO_LONG = "too long"
    OVERLAPS = "overlaps"


class Step(Enum):
    """What one bar or point of a chart is of."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


_WEEKS = {Choice.NOW: 1, Choice.WEEK: 1, Choice.FIVE_WEEKS: 5, Choice.QUARTER: 13}
USUAL = Choice.FIVE_WEEKS
#: As long as a period may be that was chosen freely, and the first day that can be in it.
FREE_YEARS_MAX = 3
EARLIEST = date(2000, 1, 1)
#: Beyond so many days, stretches are weeks; beyond twenty-six weeks, months.
_DAYS_MAX, _WEEK_DAYS_MAX = 31, 182
_FEBRUARY, _LEAP_DAY = 2, 29


@dataclass(frozen=True, slots=True)
class Chosen:
    """A period, the one before it, and the stretches that its charts are made of, oldest first."""

    choice: Choice
    period: Period
    before: Period
    step: Step
    stretches: tuple[Period, ...]
    beside: Beside = Beside.BEFORE

    @property
    def asked(self) -> dict[str, str]:
        """The period as an address has it."""
        if self.choice is not Choice.FREE:
            return {"period": self.choice.value}
        return {
            "period": self.choice.value,
            "from": self.period.first.isoformat(),
            "to": self.period.last.isoformat(),
            "beside": self.beside.value,
        }

    @property
    def query(self) -> str:
        """The same, ready for an address."""
        return urlencode(self.asked)

    @property
    def is_cut(self) -> bool:
        """Whether the first or the last stretch is no whole week or month."""
        ends = (self.stretches[0], self.stretches[-1])
        return self.step is not Step.DAY and any(_is_cut(one, self.step) for one in ends)


def read(key: str) -> Choice:
    """Return the choice that an address names, the usual one for anything else."""
    return next((choice for choice in Choice if choice.value == key), USUAL)


def chosen(choice: Choice, *, today: date) -> Chosen:
    """Return the days of a choice: the last that are over, or those of the week under way.

    Not of `Choice.FREE`, which says nothing of its days: see `freely`.
    """
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


def fault_of(first: date, last: date, *, beside: Beside, today: date) -> Fault | None:
    """Return why no results can be shown of these days, None where they can."""
    since = min(first, today)  # three years after the year 9999 there is no day
    checks = (
        (last < first, Fault.ENDS_FIRST),
        (last > today, Fault.TO_COME),
        (first < EARLIEST, Fault.TOO_EARLY),
        (last >= _years_later(since, FREE_YEARS_MAX), Fault.TOO_LONG),
        (beside is Beside.YEAR and last >= _years_later(since, 1), Fault.OVERLAPS),
    )
    return next((fault for is_so, fault in checks if is_so), None)


def freely(period: Period, *, beside: Beside) -> Chosen:
    """Return the days that somebody chose, beside as many before or the same a year ago."""
    before = period.before()
    if beside is Beside.YEAR:
        before = Period(_years_later(period.first, -1), _years_later(period.last, -1))
    step = Step.MONTH
    if period.days <= _WEEK_DAYS_MAX:
        step = Step.DAY if period.days <= _DAYS_MAX else Step.WEEK
    return Chosen(Choice.FREE, period, before, step, _cut(period, step), beside)


def place_of(day: date, stretches: tuple[Period, ...]) -> int | None:
    """Return in which stretch a day lies, None for none."""
    return next((place for place, one in enumerate(stretches) if day in one), None)


def _cut(period: Period, step: Step) -> tuple[Period, ...]:
    """Cut days where weeks or months end; those at the ends may be shorter."""
    found, first = [], period.first
    while first <= period.last:
        last = min(_end_of(first, step), period.last)
        found.append(Period(first, last))
        first = last + _DAY
    return tuple(found)


def _end_of(day: date, step: Step) -> date:
    """Return the last day of the day, week or month in which a day lies."""
    if step is Step.DAY:
        return day
    if step is Step.WEEK:
        return day + timedelta(days=6 - day.weekday())
    return _months_before(day, -1) - _DAY


def _is_cut(stretch: Period, step: Step) -> bool:
    begins = stretch.first.weekday() == 0 if step is Step.WEEK else stretch.first.day == 1
    return not begins or stretch.last != _end_of(stretch.last, step)


def _years_later(day: date, count: int) -> date:
    """Return the same day of another year; the last of February where it has no 29th."""
    if (day.month, day.day) == (_FEBRUARY, _LEAP_DAY):
        return _months_before(day, -12 * count - 1) - _DAY
    return day.replace(year=day.year + count)


def _year(this_month: date) -> Chosen:
    firsts = [_months_before(this_month, count) for count in range(_MONTHS, -1, -1)]
    stretches = tuple(Period(first, after - _DAY) for first, after in pairwise(firsts))
    period = Period(firsts[0], this_month - _DAY)
    before = Period(_months_before(this_month, 2 * _MONTHS), firsts[0] - _DAY)
    return Chosen(Choice.YEAR, period, before, Step.MONTH, stretches)


def _months_before(first: date, count: int) -> date:
    number = first.year * _MONTHS + first.month - 1 - count
    return date(number // _MONTHS, number % _MONTHS + 1, 1)
