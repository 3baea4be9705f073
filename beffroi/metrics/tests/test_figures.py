from __future__ import annotations

from dataclasses import FrozenInstanceError
from datetime import datetime
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beffroi.metrics.figures import (
    Figure,
    LessThanNothing,
    NaiveInstant,
    Provenance,
    Source,
    percent,
    ratio,
    rounded,
    whole,
)
from beffroi.metrics.ranges import Backwards, Interval, Range
from beffroi.metrics.registry import UnknownMetric
from beffroi.metrics.tests.vectors import READ


def test_a_figure_of_fewer_than_ten_says_so() -> None:
    assert Figure("er_reach", Fraction(5), 9, READ).is_few
    assert not Figure("er_reach", Fraction(5), 10, READ).is_few
    assert not Figure("er_reach", None, 0, READ).is_few


def test_balances_need_thirty_and_counts_need_nothing() -> None:
    assert Figure("nps", Fraction(40), 29, READ).is_few
    assert not Figure("nps", Fraction(40), 30, READ).is_few
    assert not Figure("impr", Fraction(5), 1, READ).is_few


def test_a_figure_is_of_a_known_metric_and_never_changes() -> None:
    with pytest.raises(UnknownMetric):
        Figure("likes", Fraction(5), 9, READ)
    with pytest.raises(LessThanNothing):
        Figure("impr", Fraction(5), -1, READ)
    with pytest.raises(FrozenInstanceError):
        Figure("impr", Fraction(5), 1, READ).value = Fraction(6)  # type: ignore[misc]


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(NaiveInstant):
        Provenance(Source.MEASURED, datetime(2026, 6, 16))  # noqa: DTZ001


def test_halves_go_away_from_zero_on_both_sides() -> None:
    assert [whole(Fraction(part, 2)) for part in (-3, -1, 0, 1, 3)] == [-2, -1, 0, 1, 2]
    assert str(rounded(Fraction(20, 11), places=1)) == "1.8"
    assert str(rounded(Fraction(-5, 4), places=1)) == "-1.3"
    assert str(rounded(Fraction(40), places=2)) == "40.00"
    assert rounded(Fraction(10**30 + 1), places=2) == 10**30 + 1


@given(st.fractions(), st.integers(0, 6))
@settings(deadline=None)
def test_rounding_is_off_by_half_of_the_last_place_at_most(value: Fraction, places: int) -> None:
    told = Fraction(rounded(value, places=places))
    assert abs(told - value) <= Fraction(1, 2 * 10**places)
    assert Fraction(rounded(-value, places=places)) == -told


def test_what_is_divided_by_nothing_or_by_the_unknown_is_unknown() -> None:
    assert [ratio(5, 0), ratio(5, None), ratio(None, 5), percent(5, 0)] == [None] * 4
    assert ratio(0, 5) == 0
    assert percent(1, 8) == Fraction(25, 2)


def test_a_range_goes_upwards() -> None:
    assert Range(363, 603).map(lambda one: one * 2) == Range(726, 1206)
    with pytest.raises(Backwards):
        Range(2, 1)
    with pytest.raises(Backwards):
        Interval(0.2, 0.1)
    assert Interval(-0.2, 1.1).within(0, 1) == Interval(0, 1)
    assert Interval(0.1, 0.2).times(100) == Interval(10, 20)
