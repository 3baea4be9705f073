from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.metrics.proofs import Proof
from beffroi.sales.rules import (
    Price,
    Returned,
    is_code,
    lowest_before,
    normal_code,
    proof_of,
    refunded,
    spread,
    taken_off,
    without_vat,
)

START = date(2026, 5, 22)


@pytest.mark.parametrize(
    ("typed", "code"),
    [("maman10", "MAMAN10"), (" Été10 ", "ETE10"), ("noël-25", "NOEL-25"), ("Ｆｒｅｅ", "FREE")],
)
def test_a_code_has_one_spelling(typed: str, code: str) -> None:
    assert normal_code(typed) == code
    assert is_code(normal_code(typed))


@pytest.mark.parametrize("typed", ["", "deux mots", "-x", "10 %", "✂"])
def test_what_a_post_cannot_hold_is_no_code(typed: str) -> None:
    assert not is_code(normal_code(typed))


@given(st.text(max_size=60))
def test_normal_codes_stay_as_they_are(written: str) -> None:
    assert normal_code(normal_code(written)) == normal_code(written)


@pytest.mark.parametrize(
    ("has_offer", "has_link", "is_said", "proof"),
    [
        (True, True, True, Proof.CERTAIN),
        (False, True, True, Proof.PROBABLE),
        (False, False, True, Proof.DECLARED),
        (False, False, False, None),
    ],
)
def test_the_strongest_proof_counts(
    has_offer: bool, has_link: bool, is_said: bool, proof: Proof | None
) -> None:
    assert proof_of(has_offer=has_offer, has_link=has_link, is_said=is_said) is proof


@pytest.mark.parametrize(
    ("cents", "rate", "net"),
    [(2250, "0.055", 2133), (12000, "0.2", 10000), (999, "0", 999), (1, "0.2", 1)],
)
def test_tax_is_taken_out_of_a_price(cents: int, rate: str, net: int) -> None:
    assert without_vat(cents, Decimal(rate)) == net


@pytest.mark.parametrize(
    ("paid", "hundredths", "off"), [(9000, 1000, 1000), (100, 5000, 100), (0, 10_000, 0), (5, 0, 0)]
)
def test_a_percentage_is_told_from_what_was_paid_after_it(
    paid: int, hundredths: int, off: int
) -> None:
    assert taken_off(paid, hundredths=hundredths) == off


def test_the_lowest_price_of_the_thirty_days_before_is_struck_through() -> None:
    prices = [
        Price(START - timedelta(days=200), 1900),  # long over
        Price(START - timedelta(days=90), 2500),  # stands on the first of the thirty days
        Price(START - timedelta(days=10), 2300),
        Price(START - timedelta(days=5), 2600),
        Price(START, 2000),  # the reduction itself
    ]
    assert lowest_before(prices, start=START) == 2300
    assert lowest_before(prices[:2], start=START) == 2500
    assert lowest_before([prices[4]], start=START) is None


def test_the_thirtieth_day_counts_and_the_one_before_it_does_not() -> None:
    first = START - timedelta(days=30)
    kept = [Price(first - timedelta(days=1), 1000), Price(first, 2000)]
    assert lowest_before(kept, start=START) == 2000


@given(
    st.integers(1, 10**9),
    st.integers(1, 400),
    st.lists(st.integers(-50, 500), min_size=2, max_size=8, unique=True),
)
def test_a_cost_spread_over_its_days_adds_up_however_it_is_cut(
    cents: int, length: int, cuts: list[int]
) -> None:
    last = START + timedelta(days=length - 1)
    edges = [START - timedelta(days=60), *sorted(START + timedelta(days=cut) for cut in cuts)]
    edges.append(START + timedelta(days=600))
    parts = [
        spread(cents, first=START, last=last, start=start, end=end - timedelta(days=1))
        for start, end in pairwise(edges)
    ]
    assert sum(parts) == cents
    assert all(part >= 0 for part in parts)


def test_a_month_of_a_yearly_subscription_is_its_share_of_the_days() -> None:
    year = {"first": date(2026, 1, 1), "last": date(2026, 12, 31)}
    assert spread(36_500, **year, start=date(2026, 2, 1), end=date(2026, 2, 28)) == 2_800


class TestRefunds:
    EARLY = Returned("r1", 500, rank=10, is_sum=False)
    LATE = Returned("r2", 300, rank=30, is_sum=False)

    def test_all_count_where_the_order_says_nothing_of_them(self) -> None:
        assert refunded([self.EARLY, self.LATE], rank=20, standing=None) == 800

    def test_one_that_the_order_no_longer_holds_was_taken_back(self) -> None:
        assert refunded([self.EARLY], rank=20, standing=[]) == 0
        assert refunded([self.EARLY], rank=20, standing=["r1"]) == 500

    def test_one_that_was_told_since_counts(self) -> None:
        assert refunded([self.EARLY, self.LATE], rank=20, standing=["r1"]) == 800

    def test_a_sum_counts_only_where_no_single_one_is_known(self) -> None:
        total = Returned("all", 900, rank=40, is_sum=True)
        assert refunded([total], rank=20, standing=None) == 900
        assert refunded([total, self.EARLY], rank=20, standing=None) == 500
