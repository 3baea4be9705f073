from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beffroi.metrics.figures import LessThanNothing, whole
from beffroi.metrics.sharing import (
    NothingToShareBy,
    RefundTooLarge,
    running_units,
    split,
    split_refund,
    table_units,
    whole_percents,
    whole_units,
)

WEIGHTS = st.lists(st.one_of(st.integers(0, 1000), st.fractions(0, 1)), min_size=1, max_size=12)


def test_the_cent_that_is_left_goes_to_the_largest_remainder() -> None:
    assert split(100, [1, 1, 1]) == [34, 33, 33]
    assert split(1000, [Fraction(2, 5), Fraction(1, 5), Fraction(2, 5)]) == [400, 200, 400]
    assert split(1, [1, 2]) == [0, 1]
    assert split(-100, [1, 1, 1]) == [-34, -33, -33]


def test_shares_shown_sum_to_a_hundred() -> None:
    assert whole_percents([45, 80, 25]) == [30, 53, 17]
    assert whole_percents([0, 0]) == [0, 0]
    assert whole_percents([]) == []


def test_nothing_can_be_shared_by_nothing() -> None:
    with pytest.raises(NothingToShareBy):
        split(100, [0, 0])
    with pytest.raises(NothingToShareBy):
        split(100, [])
    assert split(0, [0, 0]) == [0, 0]
    with pytest.raises(LessThanNothing):
        split(100, [1, -1])


def test_refunds_in_steps_leave_nothing_behind() -> None:
    """Each cut by itself would take 34 twice from the first, which had got 34 of 100."""
    weights = [1, 1, 1]
    first = split_refund(50, paid=100, refunded_before=0, weights=weights)
    second = split_refund(50, paid=100, refunded_before=50, weights=weights)
    sums = [sum(parts) for parts in zip(split(100, weights), first, second, strict=True)]
    assert sums == [0, 0, 0]
    assert sum(first) == sum(second) == -50


def test_more_than_was_paid_is_not_given_back() -> None:
    with pytest.raises(RefundTooLarge):
        split_refund(51, paid=100, refunded_before=50, weights=[1])
    with pytest.raises(LessThanNothing):
        split_refund(-1, paid=100, refunded_before=0, weights=[1])


@given(st.integers(-(10**9), 10**9), WEIGHTS)
@settings(deadline=None)
def test_no_cent_is_lost_and_no_part_is_off_by_one(
    amount: int, weights: list[int | Fraction]
) -> None:
    total = sum(weights)
    if not total:
        return
    parts = split(amount, weights)
    assert sum(parts) == amount
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - Fraction(amount) * weight / total) < 1
        assert part == 0 or weight > 0


@given(st.integers(0, 10**9), WEIGHTS)
@settings(deadline=None)
def test_a_whole_refund_undoes_exactly_the_same_parts(
    amount: int, weights: list[int | Fraction]
) -> None:
    if sum(weights):
        parts = split(amount, weights)
        assert split(-amount, weights) == [-part for part in parts]
        undone = split_refund(amount, paid=amount, refunded_before=0, weights=weights)
        assert undone == [-part for part in parts]


@given(st.lists(st.integers(0, 10**4), min_size=1, max_size=6), WEIGHTS)
@settings(deadline=None)
def test_refunds_in_any_steps_undo_a_sale(steps: list[int], weights: list[int | Fraction]) -> None:
    if not sum(weights):
        return
    paid, before = sum(steps), 0
    left = split(paid, weights)
    for step in steps:
        back = split_refund(step, paid=paid, refunded_before=before, weights=weights)
        assert sum(back) == -step
        left = [part + change for part, change in zip(left, back, strict=True)]
        before += step
    assert left == [0] * len(weights)


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=21))
@settings(deadline=None)
def test_percents_are_off_by_less_than_one(counts: list[int]) -> None:
    percents = whole_percents(counts)
    assert sum(percents) == (100 if any(counts) else 0)


def test_units_that_are_shown_add_up_to_the_sum_that_is_shown() -> None:
    # 33.40 three times is 100.20: 33 + 33 + 33 would be one short
    assert whole_units([3340, 3340, 3340]) == [3400, 3300, 3300]
    assert whole_units([-3340, 0, 140]) == [-3300, 0, 100]
    assert whole_units([]) == []


def test_a_sum_rounded_away_from_0_on_both_sides_is_still_what_is_shown() -> None:
    # 36.50 and −16.50 are told as 37 and −17: −53 between them is shown as −54
    assert table_units([(3650, -3000), (0, -2300)]) == [(3700, -3000), (0, -2400)]
    assert whole_units([0, 500], total=400) == [0, 400]


def test_by_proof_each_sum_so_far_is_the_one_rounded_alone() -> None:
    assert running_units([1040, 1040, 1040]) == [1000, 1100, 1000]  # 10, 21 and 31


@given(st.lists(st.tuples(st.integers(-9999, 9999), st.integers(-9999, 9999)), max_size=9))
def test_a_table_of_units_adds_up_both_ways(rows: list[tuple[int, int]]) -> None:
    shown = table_units(rows)
    for column, of_column in zip(zip(*rows, strict=True), zip(*shown, strict=True), strict=True):
        assert abs(sum(column) - sum(of_column)) <= 100
        assert all(abs(one - unit) <= 100 for one, unit in zip(column, of_column, strict=True))
    total = sum(map(sum, rows))
    assert sum(map(sum, shown)) == whole(Fraction(total, 100)) * 100
    assert all(
        not unit
        for row, units in zip(rows, shown, strict=True)
        for one, unit in zip(row, units, strict=True)
        if not one
    )
