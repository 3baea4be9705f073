from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.listening.alerting.tails import (
    least_count,
    negative_binomial_tail,
    poisson_tail,
)


# Values of scipy.stats: poisson.sf(count - 1, mean).
@pytest.mark.parametrize(
    ("count", "mean", "tail"),
    [
        (4, 0.25, 1.3336965051406237e-04),
        (1, 0.3, 0.25918177931828207),
        (9, 1.5, 2.7735819246862702e-05),
        (10, 40, 0.9999999960740678),
        (40, 40, 0.5210288610610552),
        (75, 40, 5.08434099656039e-07),
        (999_000, 1e6, 0.841465751603325),
        (1_001_000, 1e6, 0.1587762191377736),
        (1_004_000, 1e6, 3.207447482080618e-05),
    ],
)
def test_the_tail_of_a_poisson_is_exact_also_for_large_means(
    count: int, mean: float, tail: float
) -> None:
    assert poisson_tail(count, mean=mean) == pytest.approx(tail, rel=1e-6)


# Values of scipy.stats: nbinom.sf(count - 1, mean² / (variance - mean), mean / variance).
@pytest.mark.parametrize(
    ("count", "mean", "variance", "tail"),
    [
        (4, 0.25, 0.5, 0.008826198035904833),
        (5, 10, 30, 0.8551541939744958),
        (9, 1.5, 4.5, 0.015300540576809315),
        (14, 3, 9, 0.00911195275674449),
        (40, 10, 30, 1.857780716830789e-04),
        (60, 40, 40.01, 0.0018820471351534516),
        (400, 100, 10_000, 0.018346668913013356),
        (100_100, 1e5, 1.01e5, 0.37692476707620143),
    ],
)
def test_the_tail_of_a_negative_binomial_is_exact(
    count: int, mean: float, variance: float, tail: float
) -> None:
    found = negative_binomial_tail(count, mean=mean, variance=variance)
    assert found == pytest.approx(tail, rel=1e-6)


@given(st.integers(0, 120), st.floats(0.05, 60), st.floats(1.0, 12))
def test_both_tails_are_what_is_left_of_the_terms_below(
    count: int, mean: float, spread: float
) -> None:
    size, again = (mean / (spread - 1), 1 - 1 / spread) if spread > 1.0001 else (math.inf, 0)
    poisson = [math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(count)]
    assert poisson_tail(count, mean=mean) == pytest.approx(1 - math.fsum(poisson), abs=1e-9)
    if size < math.inf:
        bursts = [
            math.exp(
                math.lgamma(k + size)
                - math.lgamma(size)
                - math.lgamma(k + 1)
                - size * math.log(spread)
                + k * math.log(again)
            )
            for k in range(count)
        ]
        found = negative_binomial_tail(count, mean=mean, variance=spread * mean)
        assert found == pytest.approx(1 - math.fsum(bursts), abs=1e-7)


def test_bursts_of_one_are_a_poisson() -> None:
    poisson = poisson_tail(9, mean=2.0)
    assert negative_binomial_tail(9, mean=2.0, variance=2.0) == poisson
    assert negative_binomial_tail(9, mean=2.0, variance=0.5) == poisson
    nearly = negative_binomial_tail(9, mean=2.0, variance=2.00001)
    assert nearly == pytest.approx(poisson, rel=1e-3)


def test_what_cannot_be_and_what_must_be() -> None:
    assert poisson_tail(0, mean=3.0) == 1.0
    assert poisson_tail(1, mean=0.0) == 0.0
    assert negative_binomial_tail(0, mean=3.0, variance=9.0) == 1.0
    assert negative_binomial_tail(1, mean=2.0, variance=6.0) == pytest.approx(1 - 1 / 3)
    assert poisson_tail(9, mean=1e6) == 1.0
    assert poisson_tail(10_000_000, mean=1.0) == 0.0


@given(st.floats(0.25, 500), st.sampled_from([1e-3, 1e-4, 1e-5]))
def test_the_least_number_is_the_first_below_a_chance(mean: float, chance: float) -> None:
    found = least_count(lambda count: poisson_tail(count, mean=mean), chance=chance)
    assert poisson_tail(found, mean=mean) < chance <= poisson_tail(found - 1, mean=mean)
