"""What a goal counts, how far it should have come, and which days it may have. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, StrEnum
from fractions import Fraction
from math import ceil, floor
from types import MappingProxyType

from beffroi.metrics.metric import Unit

NAME_MAX, NOTE_MAX = 80, 500
#: Fifteen minutes a day serve three goals; of a fourth nobody takes care. The number is ours.
OPEN_MAX = 3
#: A week is the least in which a habit shows; a goal beyond a year is forgotten.
DAYS_MIN, DAYS_MAX = 7, 366
#: What was counted before is rarely there: a goal begins a year back at most, or a year ahead.
BEGINS_WITHIN = timedelta(days=366)
#: Of what is expected by today, for what adds up: from three quarters on it is a little short.
SHORT_FROM = Fraction(3, 4)
#: Of the target itself, for rates, medians and means: from nine tenths on it is a little short.
NEARLY = Fraction(9, 10)
#: A campaign costs no more: a slip of the pen is likelier.
BUDGET_CENTS_MAX = 100_000_000
_COUNT_MAX = 1_000_000_000


class Aim(StrEnum):
    """What a company wants of social networks."""

    IMAGE = "image"
    AWARENESS = "awareness"
    SALES = "sales"
    LOYALTY = "loyalty"
    SERVICE = "service"
    RECRUITING = "recruiting"
    PROSPECTING = "prospecting"


class Measure(StrEnum):
    """What a goal counts; the ids of the registry of metrics where it has them."""

    SALES = "sales"
    MARGIN = "margin"
    ON_TIME = "sla"
    FIRST_ANSWER = "frt_med"
    REVIEWS = "reviews"
    RATING = "rating"
    IMPRESSIONS = "impr"
    INTERACTIONS = "inter"
    CONTACTS = "contacts"
    VISITS = "clicks"
    FOLLOWERS_WON = "followers_won"
    POSTS = "posts"


@dataclass(frozen=True, slots=True)
class Meaning:
    """How a measure is counted.

    What `adds_up` grows day by day; the rest is as it stands over the days so far. `is_of_inbox`
    is for those alone who may read what customers write.
    """

    unit: Unit
    adds_up: bool = True
    is_lower_better: bool = False
    is_of_inbox: bool = False


_COUNTED = Meaning(Unit.COUNT)
MEANINGS: Mapping[Measure, Meaning] = MappingProxyType(
    {
        Measure.SALES: _COUNTED,
        Measure.MARGIN: Meaning(Unit.CENTS),
        Measure.ON_TIME: Meaning(Unit.PERCENT, adds_up=False, is_of_inbox=True),
        Measure.FIRST_ANSWER: Meaning(
            Unit.MINUTES, adds_up=False, is_lower_better=True, is_of_inbox=True
        ),
        Measure.REVIEWS: Meaning(Unit.COUNT, is_of_inbox=True),
        Measure.RATING: Meaning(Unit.STARS, adds_up=False, is_of_inbox=True),
        Measure.IMPRESSIONS: _COUNTED,
        Measure.INTERACTIONS: _COUNTED,
        Measure.CONTACTS: _COUNTED,
        Measure.VISITS: _COUNTED,
        Measure.FOLLOWERS_WON: _COUNTED,
        Measure.POSTS: _COUNTED,
    }
)
#: The least and the most that may be aimed at: cents, percents, minutes, tenths of a star, counts.
TARGETS: Mapping[Unit, tuple[int, int]] = MappingProxyType(
    {
        Unit.COUNT: (1, _COUNT_MAX),
        Unit.CENTS: (100, 100 * _COUNT_MAX),
        Unit.PERCENT: (1, 100),
        Unit.MINUTES: (1, 30 * 24 * 60),
        Unit.STARS: (11, 50),
    }
)

#: How many of the unit of a target people write as one: cents of a euro, minutes of an hour.
SCALES: Mapping[Unit, int] = MappingProxyType(
    {Unit.COUNT: 1, Unit.CENTS: 100, Unit.PERCENT: 1, Unit.MINUTES: 60, Unit.STARS: 10}
)


class State(Enum):
    """How a goal stands today."""

    KEPT = "kept"
    UNDER_WAY = "under_way"
    SHORT = "short"
    LATE = "late"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Days:
    """The first and the last day of a goal or a campaign, both counted in."""

    first: date
    last: date

    @property
    def count(self) -> int:
        """How many days."""
        return (self.last - self.first).days + 1

    def over(self, today: date) -> int:
        """Return how many of them are over this morning."""
        return min(max((today - self.first).days, 0), self.count)


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a goal has come, in the unit of its target.

    `expected` is by this morning; `missing` is what lies between the value and the target, 0 once
    it is kept, None where the value is unknown.
    """

    state: State
    value: Fraction | None
    target: int
    expected: Fraction
    missing: Fraction | None


class DayProblem(Enum):
    """Why a goal cannot have these days."""

    BACKWARDS = "backwards"
    OVER = "over"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    LONG_AGO = "long_ago"
    FAR_AHEAD = "far_ahead"


def day_problem(days: Days, *, today: date) -> DayProblem | None:
    """Return why a goal cannot have these days, None where it can."""
    if days.last < days.first:
        return DayProblem.BACKWARDS
    if days.last < today:
        return DayProblem.OVER
    if days.first < today - BEGINS_WITHIN:
        return DayProblem.LONG_AGO
    if days.first > today + BEGINS_WITHIN:
        return DayProblem.FAR_AHEAD
    if days.count < DAYS_MIN:
        return DayProblem.TOO_SHORT
    return DayProblem.TOO_LONG if days.count > DAYS_MAX else None


def is_target(target: int, *, measure: Measure) -> bool:
    """Tell whether a number can be aimed at, in the unit of its measure."""
    least, most = TARGETS[MEANINGS[measure].unit]
    return least <= target <= most


def standing(
    measure: Measure, *, target: int, days: Days, today: date, value: Fraction | int | None
) -> Standing:
    """Return how a goal stands this morning.

    What adds up is held against its linear share of the days that are over; a rate, a median or a
    mean against the target itself, from the first day on.
    """
    meaning = MEANINGS[measure]
    expected = expected_by(measure, target=target, days=days, today=today)
    if value is None:
        return Standing(State.UNKNOWN, None, target, expected, None)
    exact = Fraction(value)
    gap = exact - target if meaning.is_lower_better else target - exact
    state = _state(meaning, exact, target=target, expected=expected)
    return Standing(state, exact, target, expected, max(gap, Fraction()))


def prudent(measure: Measure, value: Fraction) -> int:
    """Return a whole number that never flatters: 89.7 of 100 in time is no 90."""
    return ceil(value) if MEANINGS[measure].is_lower_better else floor(value)


def expected_by(measure: Measure, *, target: int, days: Days, today: date) -> Fraction:
    """Return what is expected by this morning: of what adds up, the share of the days over."""
    if not MEANINGS[measure].adds_up:
        return Fraction(target)
    return Fraction(target * days.over(today), days.count)


def _state(meaning: Meaning, value: Fraction, *, target: int, expected: Fraction) -> State:
    if meaning.is_lower_better:
        if value <= target:
            return State.KEPT
        return State.SHORT if value * NEARLY <= target else State.LATE
    if value >= target:
        return State.KEPT
    if not meaning.adds_up:
        return State.SHORT if value >= target * NEARLY else State.LATE
    if value >= expected:
        return State.UNDER_WAY
    return State.SHORT if value >= expected * SHORT_FROM else State.LATE
