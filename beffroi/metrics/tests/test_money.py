from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beffroi.metrics import money
from beffroi.metrics.figures import Figure, LessThanNothing
from beffroi.metrics.money import Cost, NoRate, Work, margin_of_sale
from beffroi.metrics.ranges import Range
from beffroi.metrics.registry import METRICS
from beffroi.metrics.tests.vectors import READ

#: 7,000 € of revenue at 40 %, 2,000 € of advertising, 20 hours, a tool of 50 €.
SPENT = Cost(media=2000_00, tools=50_00, work=(Work(20 * 60),))
SALES = Range(7000_00, 7000_00)
MARGIN = Range(2800_00, 2800_00)
CENTS = st.integers(-(10**8), 10**8)
RATES = st.decimals(0, 1, places=4)


def told(figure: Figure, places: int = 2) -> str:
    return str(figure.rounded(places))


def test_the_full_cost_counts_the_hours() -> None:
    assert SPENT.total == 2750_00
    assert SPENT.time == 700_00
    assert money.cost(SPENT, provenance=READ).value == 2750_00
    assert money.cost(SPENT, provenance=READ).n == 3


def test_time_is_rounded_once_and_each_person_has_an_hour_of_their_own() -> None:
    assert Cost(work=(Work(400),)).time == 233_33
    assert Cost(work=(Work(20), Work(20), Work(20))).time == 35_00
    assert Cost(work=(Work(60, 50_00), Work(30, 20_00))).total == 60_00
    assert Cost(media=60_00, tools=19_00, work=(Work(400),)).total == 312_33
    assert Cost(work=(Work(85),), media=40_00).minutes == 85


def test_a_cost_that_nobody_noted_is_unknown() -> None:
    assert money.cost(Cost(), provenance=READ).value is None
    assert money.cost(Cost(work=(Work(0),)), provenance=READ).value == 0
    assert money.hours([], provenance=READ).value is None
    assert money.hours([85, 315], provenance=READ).value == 400
    with pytest.raises(LessThanNothing):
        Cost(media=-1)
    with pytest.raises(LessThanNothing):
        Work(-1)


def test_the_net_return_is_on_the_margin_and_the_one_on_revenue_beside() -> None:
    spent = SPENT.total
    on_margin = money.roi(MARGIN, spent=spent, sales=12, provenance=READ)
    on_revenue = money.roi_revenue(SALES, spent=spent, sales=12, provenance=READ)
    assert float(on_margin.value or 0) == pytest.approx(1.8181818181818181)
    assert float(on_revenue.value or 0) == pytest.approx(154.54545454545453)
    assert (on_margin.numerator, on_margin.denominator) == (50_00, 2750_00)


def test_returns_on_advertising_alone_are_other_numbers() -> None:
    """What other texts call the return: 350 for 100, where the full cost gives 1.02 for 1."""
    per_one = money.revenue_for_one(SALES, spent=2000_00, sales=12, provenance=READ)
    net = money.roi_revenue(SALES, spent=2000_00, sales=12, provenance=READ)
    assert per_one.value == Fraction(350, 100)
    assert net.value == 250
    ours = money.return_for_one(MARGIN, spent=SPENT.total, sales=12, provenance=READ)
    assert told(ours) == "1.02"


def test_returns_are_ranges_and_the_prudent_end_is_the_value() -> None:
    margins = Range(363_00, 603_00)
    found = money.return_for_one(margins, spent=90_00, sales=26, provenance=READ)
    assert told(found) == "4.03"
    assert found.proven == Range(Fraction(363, 90), Fraction(603, 90))
    net = money.roi(Range(642_00, 1240_00), spent=312_00, sales=76, provenance=READ)
    assert net.proven is not None
    assert [round(net.proven.low), round(net.proven.high)] == [106, 297]
    assert money.margin(margins, sales=26, provenance=READ).proven == margins
    assert money.revenue(margins, sales=26, provenance=READ).value == 363_00


def test_without_a_cost_no_return_is_known() -> None:
    for made in (money.roi, money.roi_revenue, money.return_for_one, money.revenue_for_one):
        found = made(MARGIN, spent=0, sales=12, provenance=READ)
        assert found.value is None
        assert found.proven is None
        with pytest.raises(LessThanNothing):
            made(MARGIN, spent=-1, sales=12, provenance=READ)


def test_a_loss_is_less_than_what_was_spent() -> None:
    loss = Range(-50_00, 10_00)
    assert money.roi(loss, spent=100_00, sales=12, provenance=READ).value == -150
    assert money.return_for_one(loss, spent=100_00, sales=12, provenance=READ).value == Fraction(
        -1, 2
    )


def test_a_discount_comes_whole_out_of_the_margin() -> None:
    rate = Decimal("0.62")
    assert margin_of_sale(30_00, discount=0, margin_rate=rate) == 18_60
    assert margin_of_sale(24_00, discount=6_00, margin_rate=rate) == 24_00 - 11_40
    assert margin_of_sale(24_00, discount=6_00, margin_rate=rate) < 24_00 * rate
    assert margin_of_sale(10_00, discount=20_00, margin_rate=rate) == -1_40
    assert margin_of_sale(-24_00, discount=-6_00, margin_rate=rate) == -12_60


@pytest.mark.parametrize("rate", ["-0.01", "1.01", "62"])
def test_a_margin_is_a_share_of_the_price(rate: str) -> None:
    with pytest.raises(NoRate):
        margin_of_sale(24_00, discount=0, margin_rate=Decimal(rate))


def test_customers_and_contacts_cost_what_was_spent_on_them() -> None:
    assert told(money.acquisition_cost(2750_00, customers=11, provenance=READ)) == "25000.00"
    assert told(money.contact_cost(2750_00, contacts=25, provenance=READ)) == "11000.00"
    assert money.acquisition_cost(2750_00, customers=0, provenance=READ).value is None
    assert money.contact_cost(2750_00, contacts=9, provenance=READ).is_few
    with pytest.raises(LessThanNothing):
        money.contact_cost(2750_00, contacts=-1, provenance=READ)


def test_conversions_are_a_share_of_clicks_and_may_be_more() -> None:
    found = money.conversion_rate(3, clicks=60, provenance=READ)
    assert found.value == 5
    assert found.interval is not None
    assert money.conversion_rate(0, clicks=0, provenance=READ).value is None
    twice = money.conversion_rate(2, clicks=1, provenance=READ)
    assert (twice.value, twice.interval) == (Fraction(200), None)
    with pytest.raises(LessThanNothing):
        money.conversion_rate(-1, clicks=1, provenance=READ)


def test_a_customer_is_worth_what_the_owner_declares() -> None:
    found = money.lifetime_value(
        5_00, orders_a_year=Decimal("24.5"), years=Decimal(3), provenance=READ
    )
    assert found.value == 367_50


def test_earned_media_has_a_value_by_own_prices_only_and_is_off_by_default() -> None:
    found = money.earned_media_value(10_000, thousand_cents=10_00, provenance=READ)
    assert found.value == 100_00
    both = money.earned_media_value(
        10_000, thousand_cents=10_00, interactions=50, interaction_cents=20, provenance=READ
    )
    assert both.value == 110_00
    assert money.earned_media_value(10_000, thousand_cents=None, provenance=READ).value is None
    assert money.earned_media_value(None, thousand_cents=10_00, provenance=READ).value is None
    assert not METRICS["emv"].is_usual


def test_the_cost_comes_back_from_so_much_revenue_on() -> None:
    found = money.break_even(2750_00, margin_rate=Decimal("0.4"), provenance=READ)
    assert found.value == 6875_00
    third = money.break_even(100, margin_rate=Decimal("0.3"), provenance=READ)
    assert third.value == 334
    assert money.break_even(100, margin_rate=Decimal(0), provenance=READ).value is None


@given(st.integers(0, 10**8), st.integers(0, 10**8), RATES)
@settings(deadline=None)
def test_a_refund_takes_back_the_margin_to_the_cent(
    paid: int, discount: int, rate: Decimal
) -> None:
    margin = margin_of_sale(paid, discount=discount, margin_rate=rate)
    assert margin_of_sale(-paid, discount=-discount, margin_rate=rate) == -margin
    assert margin <= paid
    assert margin <= margin_of_sale(paid + discount, discount=0, margin_rate=rate)


@given(CENTS, st.integers(0, 10**8), st.integers(1, 10**8))
@settings(deadline=None)
def test_a_range_of_returns_is_as_wide_as_its_margins_and_agrees_with_itself(
    low: int, more: int, spent: int
) -> None:
    margins = Range(low, low + more)
    net = money.roi(margins, spent=spent, sales=1, provenance=READ)
    per_one = money.return_for_one(margins, spent=spent, sales=1, provenance=READ)
    assert net.proven is not None
    assert per_one.proven is not None
    assert net.proven.low <= net.proven.high
    assert net.proven == per_one.proven.map(lambda one: (one - 1) * 100)


@given(st.integers(1, 10**8), st.decimals(Decimal("0.01"), 1, places=4))
@settings(deadline=None)
def test_at_the_break_even_nothing_is_lost_and_a_cent_less_loses(spent: int, rate: Decimal) -> None:
    revenue = money.break_even(spent, margin_rate=rate, provenance=READ).value
    assert revenue is not None
    assert revenue * Fraction(rate) >= spent > (revenue - 1) * Fraction(rate)
