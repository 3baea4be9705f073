from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.strategy.rules import (
    MEANINGS,
    SCALES,
    TARGETS,
    DayProblem,
    Days,
    Measure,
    State,
    day_problem,
    expected_by,
    is_target,
    prudent,
    standing,
)

TODAY = date(2026, 9, 14)
DAY = timedelta(days=1)
#: Forty days, of which ten are over this morning.
FORTY = Days(TODAY - 10 * DAY, TODAY + 29 * DAY)


def state(measure: Measure, target: int, value: Fraction | int | None) -> State:
    return standing(measure, target=target, days=FORTY, today=TODAY, value=value).state


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (40, State.KEPT),
        (39, State.UNDER_WAY),
        (10, State.UNDER_WAY),
        (Fraction(999, 100), State.SHORT),
        (Fraction(15, 2), State.SHORT),
        (Fraction(749, 100), State.LATE),
        (0, State.LATE),
        (-3, State.LATE),
        (None, State.UNKNOWN),
    ],
)
def test_what_adds_up_is_held_against_the_days_that_are_over(
    value: Fraction | int | None, expected: State
) -> None:
    assert state(Measure.SALES, 40, value) is expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (100, State.KEPT),
        (90, State.KEPT),
        (Fraction(899, 10), State.SHORT),
        (81, State.SHORT),
        (Fraction(809, 10), State.LATE),
        (0, State.LATE),
    ],
)
def test_a_share_is_held_against_the_goal_itself(value: Fraction | int, expected: State) -> None:
    assert state(Measure.ON_TIME, 90, value) is expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0, State.KEPT),
        (90, State.KEPT),
        (Fraction(901, 10), State.SHORT),
        (100, State.SHORT),
        (Fraction(1001, 10), State.LATE),
    ],
)
def test_a_delay_is_kept_below_its_goal(value: Fraction | int, expected: State) -> None:
    assert state(Measure.FIRST_ANSWER, 90, value) is expected


@pytest.mark.parametrize(
    ("value", "expected"), [(45, State.KEPT), (Fraction(81, 2), State.SHORT), (40, State.LATE)]
)
def test_an_average_of_stars_is_held_against_the_goal_itself(
    value: Fraction | int, expected: State
) -> None:
    assert state(Measure.RATING, 45, value) is expected


def test_on_the_first_morning_nothing_is_expected_and_nobody_is_late() -> None:
    days = Days(TODAY, TODAY + 29 * DAY)
    found = standing(Measure.POSTS, target=8, days=days, today=TODAY, value=0)
    assert found.state is State.UNDER_WAY
    assert found.expected == 0
    assert found.missing == 8


def test_on_the_morning_after_the_last_day_all_is_expected() -> None:
    days = Days(TODAY - 10 * DAY, TODAY - DAY)
    assert expected_by(Measure.POSTS, target=8, days=days, today=TODAY) == 8
    assert expected_by(Measure.POSTS, target=8, days=days, today=TODAY + 99 * DAY) == 8
    assert expected_by(Measure.POSTS, target=8, days=days, today=TODAY - DAY) == Fraction(72, 10)


def test_before_the_first_day_nothing_is_expected() -> None:
    days = Days(TODAY + DAY, TODAY + 30 * DAY)
    assert expected_by(Measure.POSTS, target=8, days=days, today=TODAY) == 0


def test_what_is_missing_is_nothing_once_it_is_reached() -> None:
    def missing(measure: Measure, target: int, value: int) -> Fraction | None:
        return standing(measure, target=target, days=FORTY, today=TODAY, value=value).missing

    assert missing(Measure.SALES, 60, 18) == 42
    assert missing(Measure.SALES, 60, 61) == 0
    assert missing(Measure.FIRST_ANSWER, 60, 90) == 30
    assert missing(Measure.FIRST_ANSWER, 60, 50) == 0


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (0, 6, None),
        (0, 5, DayProblem.TOO_SHORT),
        (0, 365, None),
        (0, 366, DayProblem.TOO_LONG),
        (3, 2, DayProblem.BACKWARDS),
        (-30, 0, None),
        (-30, -1, DayProblem.OVER),
        (-366, -1, DayProblem.OVER),
        (-365, 0, None),
        (-366, 0, DayProblem.TOO_LONG),
        (-367, 0, DayProblem.LONG_AGO),
        (366, 380, None),
        (367, 380, DayProblem.FAR_AHEAD),
    ],
)
def test_days_out_of_reach_are_refused(first: int, last: int, expected: DayProblem | None) -> None:
    days = Days(TODAY + first * DAY, TODAY + last * DAY)
    assert day_problem(days, today=TODAY) is expected


def test_numbers_never_flatter() -> None:
    assert prudent(Measure.ON_TIME, Fraction(897, 10)) == 89
    assert prudent(Measure.FIRST_ANSWER, Fraction(601, 10)) == 61
    assert prudent(Measure.MARGIN, Fraction(-5, 2)) == -3


@pytest.mark.parametrize("measure", Measure)
def test_every_measure_has_a_meaning_and_bounds(measure: Measure) -> None:
    unit = MEANINGS[measure].unit
    least, most = TARGETS[unit]
    assert SCALES[unit] >= 1
    assert is_target(least, measure=measure)
    assert is_target(most, measure=measure)
    assert not is_target(least - 1, measure=measure)
    assert not is_target(most + 1, measure=measure)


@given(
    st.sampled_from(Measure),
    st.integers(1, 10**6),
    st.integers(-400, 400),
    st.integers(1, 400),
    st.fractions(-(10**4), 10**7),
    st.fractions(0, 10**6),
)
def test_more_is_never_worse(
    measure: Measure, target: int, start: int, length: int, value: Fraction, more: Fraction
) -> None:
    days = Days(TODAY + start * DAY, TODAY + (start + length) * DAY)
    order = [State.LATE, State.SHORT, State.UNDER_WAY, State.KEPT]

    def rank(value: Fraction) -> int:
        found = standing(measure, target=target, days=days, today=TODAY, value=value)
        assert 0 <= found.expected <= target
        return order.index(found.state)

    worse, better = value, value + more
    if MEANINGS[measure].is_lower_better:
        worse, better = better, worse
    assert rank(worse) <= rank(better)
