from __future__ import annotations

from itertools import combinations
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.insight.working.shifts import differences_left_out, shift

VALUES = st.lists(st.integers(0, 1000).map(float), min_size=1, max_size=25)


# Critical values of the two-sided test at 5 and 1 in 100, one less than the rank of the difference:
# H. B. Mann and D. R. Whitney, in any table.
@pytest.mark.parametrize(
    ("few", "many", "chance", "critical"),
    [(10, 10, 0.05, 23), (8, 10, 0.05, 17), (5, 8, 0.05, 6), (10, 10, 0.01, 16), (5, 5, 0.01, 0)],
)
def test_the_tables_of_the_test_are_met(few: int, many: int, chance: float, critical: int) -> None:
    assert differences_left_out(few, many, chance=chance) == critical + 1


def test_three_posts_against_three_tell_nothing() -> None:
    assert shift([9, 10, 11], [1, 2, 3], chance=0.05) is None


def test_nothing_against_something_tells_nothing() -> None:
    assert shift([], [1, 2, 3], chance=0.05) is None


@pytest.mark.parametrize("few", [4, 5])
def test_a_shift_is_found_by_chance_no_more_often_than_said(few: int) -> None:
    values = [1.0, 2.0, 3.5, 4.0, 7.0, 9.0, 20.0, 100.0, 1000.0]
    found = orders = 0
    for ours in combinations(range(len(values)), few):
        others = [values[place] for place in range(len(values)) if place not in ours]
        between = shift([values[place] for place in ours], others, chance=0.1)
        assert between is not None
        orders += 1
        found += not between.low <= 0 <= between.high
    assert 0 < found <= orders * 0.1


def test_alike_values_make_a_shift_no_easier_to_find() -> None:
    values = [0.0] * 6 + [1.0] * 2 + [5.0]
    found = 0
    for ours in combinations(range(9), 4):
        others = [values[place] for place in range(9) if place not in ours]
        between = shift([values[place] for place in ours], others, chance=0.1)
        found += between is not None and not between.low <= 0 <= between.high
    assert found <= 126 * 0.1


# Critical values from the same tables, where we use a curve: one difference wider is allowed.
@pytest.mark.parametrize(("few", "many", "critical"), [(11, 11, 30), (12, 20, 69), (20, 20, 127)])
def test_the_curve_is_near_the_tables_and_errs_on_the_wide_side(
    few: int, many: int, critical: int
) -> None:
    assert critical <= differences_left_out(few, many, chance=0.05) <= critical + 1
    assert differences_left_out(few, many, chance=1e-30) == 0


@given(VALUES, VALUES)
def test_whose_shift_it_is_only_turns_its_sign(ours: list[float], others: list[float]) -> None:
    one, other = shift(ours, others, chance=0.05), shift(others, ours, chance=0.05)
    if one is None or other is None:
        assert one is other
    else:
        assert (one.low, one.high) == (-other.high, -other.low)


@given(VALUES, VALUES, st.integers(-500, 500))
def test_what_is_added_to_all_of_a_group_moves_its_shift(
    ours: list[float], others: list[float], more: int
) -> None:
    before = shift(ours, others, chance=0.05)
    after = shift([one + more for one in ours], others, chance=0.05)
    if before is None or after is None:
        assert before is after
    else:
        assert (after.low, after.high) == (before.low + more, before.high + more)


@given(VALUES, VALUES)
def test_the_median_of_all_differences_lies_within(ours: list[float], others: list[float]) -> None:
    between = shift(ours, others, chance=0.05)
    if between is not None:
        middle = median(one - other for one in ours for other in others)
        assert between.low <= middle <= between.high
