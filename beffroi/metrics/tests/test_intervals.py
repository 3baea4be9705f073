from __future__ import annotations

from math import sqrt
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.metrics import intervals
from beffroi.metrics.ranges import Interval


def told(interval: Interval | None, *, places: int = 1) -> tuple[float, float]:
    assert interval is not None
    return round(100 * interval.low, places), round(100 * interval.high, places)


def test_the_share_of_six_of_fifty_is_between_5_6_and_23_8_percent() -> None:
    assert told(intervals.wilson(6, 50)) == (5.6, 23.8)


def plain_reach(plus: int, minus: int, whole: int) -> float:
    """Return the margin of error that is usually told of NPS, from 0 to 1."""
    mean = (plus - minus) / whole
    return intervals.Z * sqrt(((plus + minus) / whole - mean * mean) / whole)


def test_the_plain_margin_of_a_score_is_narrower_than_the_one_that_is_shown() -> None:
    assert 100 * plain_reach(30, 10, 50) == pytest.approx(22.174461364504168, rel=1e-6)
    assert told(intervals.balance(30, 10, 50)) == (16.7, 60.2)


def test_everybody_saying_the_same_does_not_make_a_few_sure() -> None:
    assert plain_reach(5, 0, 5) == 0
    low, high = told(intervals.balance(5, 0, 5))
    assert low < 50
    assert high == 100


def test_of_nothing_there_is_no_interval() -> None:
    assert intervals.wilson(0, 0) is None
    assert intervals.balance(0, 0, 0) is None
    assert intervals.difference(1, 2, part_before=0, whole_before=0) is None
    assert intervals.mean([3.0]) is None
    assert intervals.pooled_rate([(1, 2)]) is None
    assert intervals.pooled_rate([(0, 0), (0, 0)]) is None


def test_a_difference_of_shares_is_that_of_the_paper() -> None:
    """56/70 and 48/80: method 10 gives 0.0524 to 0.3339 (Newcombe 1998, table II, case a)."""
    found = intervals.difference(56, 70, part_before=48, whole_before=80)
    assert told(found, places=2) == (5.24, 33.39)


def test_a_mean_has_the_interval_of_student() -> None:
    found = intervals.mean([5, 6, 7])
    assert found is not None
    assert found.low == pytest.approx(6 - 4.3027 / 3**0.5)
    assert intervals.student(30) == 2.0423
    assert intervals.student(31) == pytest.approx(2.0395, abs=2e-4)
    assert intervals.student(120) == pytest.approx(1.9799, abs=1e-4)


def test_posts_that_differ_leave_more_open_than_the_people_who_saw_them() -> None:
    pairs = [(30, 900), (5, 80), (100, 1500)]
    by_posts, by_people = intervals.pooled_rate(pairs), intervals.wilson(135, 2480)
    assert by_posts is not None
    assert by_people is not None
    assert by_posts.high - by_posts.low > 3 * (by_people.high - by_people.low)


def test_posts_that_are_alike_leave_nothing_open() -> None:
    assert told(intervals.pooled_rate([(5, 100), (10, 200), (15, 300)])) == (5.0, 5.0)


def test_pooled_rates_of_made_posts_hold_the_true_rate_about_as_often_as_promised() -> None:
    chance, held = Random(20260616), 0
    for _run in range(2000):
        pairs = []
        for _post in range(15):
            reach = chance.randint(200, 2000)
            pairs.append((round(reach * chance.uniform(0.0, 0.1)), reach))
        found = intervals.pooled_rate(pairs)
        assert found is not None
        held += found.low <= 0.05 <= found.high
    assert 0.92 <= held / 2000 <= 0.97


def test_a_share_can_be_asked_for_more_surely() -> None:
    found = intervals.wilson(3, 3, z=3.29)
    assert found is not None
    assert found.low == pytest.approx(0.217, abs=5e-4)


@given(st.integers(1, 10**6), st.data())
def test_the_interval_of_a_share_holds_the_share_and_stays_between_0_and_1(
    whole: int, data: st.DataObject
) -> None:
    part = data.draw(st.integers(0, whole))
    found = intervals.wilson(part, whole)
    assert found is not None
    assert 0 <= found.low <= part / whole <= found.high <= 1


@given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 500))
def test_the_interval_of_a_balance_mirrors_it(plus: int, minus: int, rest: int) -> None:
    whole = plus + minus + rest
    found, mirrored = (
        intervals.balance(one, other, whole) for one, other in ((plus, minus), (minus, plus))
    )
    assert (found is None) == (whole == 0)
    if found and mirrored:
        assert -1 <= found.low <= found.high <= 1
        assert found.low == pytest.approx(-mirrored.high)


@given(st.integers(0, 200), st.integers(0, 200))
def test_more_of_the_same_is_surer(part: int, rest: int) -> None:
    few, more = intervals.wilson(part, part + rest), intervals.wilson(9 * part, 9 * (part + rest))
    if few and more:
        assert more.high - more.low < few.high - few.low
