from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from beffroi.sales.orders.problems import Problem
from beffroi.sales.orders.shopify import read
from beffroi.sales.orders.shops import Shop
from beffroi.sales.orders.tests.shops import (
    BAKERY,
    NOW,
    WITH_RATE,
    body,
    shopify_headers,
    shopify_order,
    shopify_refund,
)
from beffroi.sales.orders.told import OrderGone, OrderTold, RefundTold, Tax, Telling, Unreadable


def tell(value: object, *, topic: str = "orders/updated", shop: Shop = BAKERY) -> list[Telling]:
    return list(read(body(value), shopify_headers(topic), shop=shop, now=NOW))


def order(*, shop: Shop = BAKERY, **changes: Any) -> OrderTold:
    found = tell(shopify_order(**changes), shop=shop)[0]
    assert isinstance(found, OrderTold), found
    return found


def refund(*, shop: Shop = BAKERY, **changes: Any) -> RefundTold:
    (found,) = tell(shopify_refund(**changes), topic="refunds/create", shop=shop)
    assert isinstance(found, RefundTold), found
    return found


def test_an_order_is_told_without_vat_nor_delivery() -> None:
    told = order()
    assert (told.net_cents, told.tax) == (4500, Tax.KNOWN)
    assert (told.discount_cents, told.shipping_cents) == (500, 500)
    assert (told.order_id, told.number, told.currency) == ("5912345678901", "#1042", "EUR")
    assert told.moment == datetime(2026, 11, 2, 9, 15, tzinfo=UTC)
    assert told.codes == ("BRIOCHE10",)
    assert told.email == "lea@example.fr"
    assert told.is_first_of_customer is True
    assert told.landing.address == "/offre"
    assert told.landing.source == "instagram"
    assert told.is_counted


def test_an_order_whose_prices_bear_no_vat_is_taken_as_it_is() -> None:
    told = order(taxes_included=False, subtotal_price="45.00")
    assert (told.net_cents, told.tax) == (4500, Tax.KNOWN)


def test_vat_that_no_line_tells_is_that_of_the_order_less_that_of_delivery() -> None:
    assert order(line_items=[{"id": 1}]).net_cents == 4500


def test_vat_that_nobody_tells_is_unknown_without_a_rate() -> None:
    changes: dict[str, Any] = {"total_tax": "0.00", "line_items": [], "shipping_lines": []}
    assert (order(**changes).net_cents, order(**changes).tax) == (5400, Tax.UNKNOWN)
    assert order(shop=WITH_RATE, **changes).net_cents == 4500


def test_an_order_that_is_exempt_of_tax_is_known() -> None:
    told = order(total_tax="0.00", line_items=[], shipping_lines=[], tax_exempt=True)
    assert (told.net_cents, told.tax) == (5400, Tax.KNOWN)


def test_sums_that_only_the_set_tells_are_those_of_the_shop() -> None:
    both = {
        "shop_money": {"amount": "54.00", "currency_code": "EUR"},
        "presentment_money": {"amount": "60.00", "currency_code": "USD"},
    }
    assert order(subtotal_price=None, subtotal_price_set=both).net_cents == 4500


@pytest.mark.parametrize(
    ("changes", "is_counted"),
    [
        ({"financial_status": "paid"}, True),
        ({"financial_status": "partially_refunded"}, True),
        ({"financial_status": "refunded"}, True),
        ({"financial_status": "pending"}, False),
        ({"financial_status": "authorized"}, False),
        ({"financial_status": "partially_paid"}, False),
        ({"financial_status": "voided"}, False),
        ({"financial_status": None}, False),
        ({"cancelled_at": "2026-11-03T09:00:00+01:00"}, False),
        ({"test": True}, False),
    ],
)
def test_an_order_counts_when_money_came_in(changes: dict[str, Any], is_counted: bool) -> None:
    assert order(**changes).is_counted is is_counted


def test_what_is_told_later_ranks_higher() -> None:
    ranks = [
        order(financial_status="pending").rank,
        order().rank,
        order(cancelled_at="2026-11-02T10:16:00+01:00").rank,
        order(updated_at="2026-11-02T10:17:00+01:00").rank,
    ]
    assert ranks == sorted(set(ranks))


def test_a_refund_that_comes_alone_finds_by_what_was_paid_whether_vat_is_in_it() -> None:
    assert (refund().net_cents, refund().tax) == (4500, Tax.KNOWN)
    line = {"subtotal": 45.0, "total_tax": 9.0}
    assert refund(refund_line_items=[line]).net_cents == 4500


def test_a_refund_of_which_nothing_tells_its_vat_is_unknown_until_its_order_tells() -> None:
    unclear = refund(transactions=[])
    assert (unclear.net_cents, unclear.tax) == (5400, Tax.UNKNOWN)
    told = tell(shopify_order(refunds=[shopify_refund(transactions=[])]))
    assert isinstance(told[1], RefundTold)
    assert (told[1].net_cents, told[1].tax) == (4500, Tax.KNOWN)
    assert told[1].refund_id == unclear.refund_id
    later = "2026-11-05T09:00:01+01:00"
    (_order, surer) = tell(shopify_order(updated_at=later, refunds=[shopify_refund()]))
    assert isinstance(surer, RefundTold)
    assert surer.rank > unclear.rank


def test_a_refund_of_all_undoes_its_order() -> None:
    told = tell(shopify_order(financial_status="refunded", refunds=[shopify_refund()]))
    assert isinstance(told[0], OrderTold)
    assert isinstance(told[1], RefundTold)
    assert told[0].net_cents == told[1].net_cents
    assert told[0].refund_ids == (told[1].refund_id,)
    assert told[1].moment == datetime(2026, 11, 5, 8, tzinfo=UTC)


def test_delivery_that_went_back_is_no_good_that_went_back() -> None:
    adjusted = [{"kind": "shipping_refund", "amount": "-5.00", "tax_amount": "-1.00"}]
    told = tell(shopify_order(refunds=[shopify_refund(order_adjustments=adjusted)]))
    assert isinstance(told[1], RefundTold)
    assert told[1].net_cents == 4500


def test_money_given_back_without_goods_is_an_adjustment() -> None:
    adjusted = [{"kind": "refund_discrepancy", "amount": "-10.00", "tax_amount": "0.00"}]
    paid = [{"kind": "refund", "status": "success", "amount": "10.00", "currency": "EUR"}]
    told = refund(refund_line_items=[], order_adjustments=adjusted, transactions=paid)
    assert told.net_cents == 1000


def test_refunds_of_which_an_order_says_nothing_are_not_taken_for_none() -> None:
    told = shopify_order()
    del told["refunds"]
    found = tell(told)[0]
    assert isinstance(found, OrderTold)
    assert found.refund_ids is None


def test_notes_of_the_cart_tell_the_click_and_how_a_buyer_heard_of_the_company() -> None:
    notes = [
        {"name": "How did you hear about us?", "value": "Instagram"},
        {"name": "beffroi_click", "value": "aB3dE5g"},
        {"name": None, "value": 5},
    ]
    told = order(note_attributes=notes)
    assert (told.said, told.landing.click) == ("Instagram", "aB3dE5g")


def test_a_deleted_order_is_gone() -> None:
    assert tell({"id": 59}, topic="orders/delete") == [OrderGone(order_id="59")]


@pytest.mark.parametrize(
    ("value", "topic", "expected"),
    [
        ({}, "orders/create", Problem.OTHER_SHAPE),
        ([], "orders/create", Problem.OTHER_SHAPE),
        ({"order_edit": {}}, "orders/edited", Problem.OTHER_TOPIC),
        ({"shop_id": 1}, "customers/redact", Problem.OTHER_TOPIC),
        (shopify_order(id=None), "orders/create", Problem.NO_ID),
        (shopify_order(subtotal_price=None), "orders/create", Problem.NO_AMOUNT),
        (shopify_order(subtotal_price="dear"), "orders/create", Problem.BAD_AMOUNT),
        (shopify_order(currency="EURO"), "orders/create", Problem.BAD_CURRENCY),
        (shopify_order(processed_at=None, created_at=None), "orders/create", Problem.NO_DATE),
        (shopify_order(processed_at="2040-01-01T00:00:00Z"), "orders/create", Problem.FUTURE),
        (shopify_order(line_items=[{}] * 1001), "orders/create", Problem.TOO_MANY_LINES),
        (shopify_order(), "refunds/create", Problem.OTHER_SHAPE),
        (shopify_refund(order_id=None), "refunds/create", Problem.NO_ID),
        (shopify_refund(id=None), "refunds/create", Problem.NO_ID),
    ],
)
def test_what_cannot_be_read_is_told_with_its_reason(
    value: object, topic: str, expected: Problem
) -> None:
    (found,) = tell(value, topic=topic)
    assert isinstance(found, Unreadable), found
    assert found.problem is expected
