"""Which routine is taken when, and for how long: pure decisions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

_FRIDAY = 4


class Kind(Enum):
    """A habit that keeps a company's networks going, the shortest rhythm first."""

    MONDAY = "monday"
    FRIDAY = "friday"
    MONTH = "month"
    QUARTER = "quarter"


class Step(Enum):
    """One thing that a routine looks at."""

    NUMBERS = "numbers"
    WEEK = "week"
    COMPETITORS = "competitors"
    IDEA = "idea"
    REPORT = "report"
    OFFER = "offer"
    CODES = "codes"
    COSTS = "costs"
    BAROMETER = "barometer"
    STRATEGY = "strategy"
    PROFILES = "profiles"
    DRILL = "drill"


#: What each takes beside the quarter of an hour of a day. Figures of ours, after what community
#: managers say of their weeks (PRACTICE: a month's report and costs, a quarter's strategy).
MINUTES = {Kind.MONDAY: 15, Kind.FRIDAY: 5, Kind.MONTH: 45, Kind.QUARTER: 60}
STEPS = {
    Kind.MONDAY: (Step.NUMBERS, Step.WEEK),
    Kind.FRIDAY: (Step.COMPETITORS, Step.IDEA),
    Kind.MONTH: (Step.REPORT, Step.OFFER, Step.CODES, Step.COSTS),
    Kind.QUARTER: (Step.BAROMETER, Step.STRATEGY, Step.PROFILES, Step.DRILL),
}
#: Those that whoever writes posts takes; the others are for whoever runs the company.
WEEKLY = frozenset({Kind.MONDAY, Kind.FRIDAY})
#: A drill of longer ago is forgotten. A figure of ours.
DRILL_AFTER = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Period:
    """The days of one routine: those of its rhythm; it is there from `first` to `last`."""

    first: date
    last: date


def period_of(kind: Kind, *, day: date) -> Period:
    """Return the period that holds a day: its week, month or quarter.

    Friday's begins on Friday: before that, there is none of this week, and the week before is over.
    """
    monday = day - timedelta(days=day.weekday())
    if kind is Kind.MONDAY:
        return Period(monday, monday + timedelta(days=6))
    if kind is Kind.FRIDAY:
        return Period(monday + timedelta(days=_FRIDAY), monday + timedelta(days=6))
    months = 1 if kind is Kind.MONTH else 3
    month = day.month - (day.month - 1) % months
    first = day.replace(month=month, day=1)
    return Period(first, _months_later(first, months) - timedelta(days=1))


def first_day(period: Period, *, is_worked: Callable[[date], bool]) -> date | None:
    """Return the first day of a period on which somebody works; None where nobody does."""
    days = (period.last - period.first).days + 1
    all_days = (period.first + timedelta(days=number) for number in range(days))
    return next((day for day in all_days if is_worked(day)), None)


def due_on(day: date, *, since: date, is_worked: Callable[[date], bool]) -> dict[Kind, Period]:
    """Return what is to be taken on a day, or was and is not over, with its period.

    None of a period that began by `since`, when the company came: it has nothing to look back on.
    """
    due = {}
    for kind in Kind:
        period = period_of(kind, day=day)
        if not since < period.first <= day:
            continue
        first = first_day(period, is_worked=is_worked)
        if first is not None and first <= day:
            due[kind] = period
    return due


def midnight(day: date, *, zone: ZoneInfo) -> datetime:
    """Return when a day begins on the clocks of `zone`."""
    return datetime.combine(day, time.min, tzinfo=zone)


def is_drill_due(last: datetime | None, *, now: datetime) -> bool:
    """Tell whether the last drill is too long ago, or never was."""
    return last is None or now - last > DRILL_AFTER


def _months_later(first: date, months: int) -> date:
    years, month = divmod(first.month - 1 + months, 12)
    return first.replace(year=first.year + years, month=month + 1)
