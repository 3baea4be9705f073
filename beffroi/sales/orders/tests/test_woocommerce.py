from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.sales.orders.problems import Problem
from beffroi.sales.orders.shops import Shop
from beffroi.sales.orders.tests.shops import BAKERY, NOW, WITH_RATE, body, woo_headers, woo_order
from beffroi.sales.orders.told import (
    OrderGone,
    OrderTold,
    Ping,
    RefundTold,
    Tax,
    Telling,
    Unreadable,
)
from beffroi.sales.orders.woocommerce import is_ping, read


def tell(value: object, *, topic: str = "order.updated", shop: Shop = BAKERY) -> list[Telling]:
    return list(read(body(value), woo_headers(topic), shop=shop, now=NOW))


def order(*, shop: Shop = BAKERY, **changes: Any) -> OrderTold:
    found = tell(woo_order(**changes), shop=shop)[0]
    assert isinstance(found, OrderTold), found
    return found


def refunds(**changes: Any) -> list[RefundTold]:
    return [one for one in tell(woo_order(**changes)) if isinstance(one, RefundTold)]


def problem(value: object, *, topic: str = "order.updated") -> Problem:
    (found,) = tell(value, topic=topic)
    assert isinstance(found, Unreadable), found
    return found.problem


def test_an_order_is_told_without_vat_nor_delivery() -> None:
    told = order()
    assert (told.net_cents, told.tax) == (4500, Tax.KNOWN)
    assert (told.discount_cents, told.shipping_cents) == (500, 500)
    assert (told.order_id, told.number, told.currency) == ("1042", "1042", "EUR")
    assert told.moment == datetime(2026, 11, 2, 9, 15, tzinfo=UTC)
    assert told.codes == ("BRIOCHE10",)
    assert told.email == "lea@example.fr"
    assert told.is_counted
    assert told.refund_ids == ()
    assert told.is_first_of_customer is None


def test_an_address_of_mail_is_in_no_log() -> None:
    assert "example" not in repr(order()).casefold()


def test_sums_do_not_hang_on_how_prices_are_typed_in() -> None:
    assert order(prices_include_tax=False).net_cents == order(prices_include_tax=True).net_cents


def test_a_local_hour_is_read_by_the_clock_of_the_shop() -> None:
    told = order(date_created_gmt="")
    assert told.moment == datetime(2026, 11, 2, 9, 15, tzinfo=UTC)


def test_an_order_without_tax_whose_prices_bear_it_is_unknown_without_a_rate() -> None:
    changes: dict[str, Any] = {"total_tax": "0.00", "tax_lines": [], "total": "59.00"}
    told = order(**changes)
    assert (told.net_cents, told.tax) == (5400, Tax.UNKNOWN)
    rated = order(shop=replace(BAKERY, vat_rate=Decimal("0.20")), **changes)
    assert (rated.net_cents, rated.tax) == (4500, Tax.KNOWN)
    assert rated.shipping_cents == 417


def test_people_may_say_that_prices_bear_tax_where_the_shop_keeps_none() -> None:
    changes: dict[str, Any] = {
        "total_tax": "0.00",
        "tax_lines": [],
        "total": "59.00",
        "prices_include_tax": False,
    }
    assert (order(**changes).net_cents, order(**changes).tax) == (5400, Tax.KNOWN)
    assert order(shop=WITH_RATE, **changes).net_cents == 4500


def test_an_order_that_is_exempt_of_tax_is_known() -> None:
    told = order(total_tax="0.00", total="50.00", tax_lines=[{"id": 2, "tax_total": "0.00"}])
    assert (told.net_cents, told.tax) == (4500, Tax.KNOWN)


@pytest.mark.parametrize(
    ("status", "is_counted"),
    [
        ("processing", True),
        ("completed", True),
        ("wc-completed", True),
        ("pending", False),
        ("on-hold", False),
        ("failed", False),
        ("cancelled", False),
        ("trash", False),
        ("checkout-draft", False),
        ("refunded", False),
        ("shipped", True),  # a plugin's, and paid
    ],
)
def test_an_order_counts_when_money_came_in(status: str, is_counted: bool) -> None:
    assert order(status=status).is_counted is is_counted


def test_a_state_of_a_plugin_does_not_count_before_it_is_paid() -> None:
    assert not order(status="quote-asked", date_paid_gmt=None).is_counted


def test_a_refunded_order_counts_with_the_refund_that_undoes_it() -> None:
    changes: dict[str, Any] = {"status": "refunded", "refunds": [{"id": 7, "total": "-60.00"}]}
    told = order(**changes)
    (refund,) = refunds(**changes)
    assert told.is_counted
    assert told.net_cents - refund.net_cents == 0
    assert told.refund_ids == ("7",)
    assert refund.refund_id == "7"


@pytest.mark.parametrize("total_tax", [{}, {"total_tax": "-5.00"}, {"total_tax": "5.00"}])
def test_half_of_an_order_gives_back_half_of_its_goods(total_tax: dict[str, str]) -> None:
    (refund,) = refunds(refunds=[{"id": 7, "total": "-30.00", **total_tax}])
    assert refund.net_cents == 2250


@given(st.lists(st.integers(min_value=1, max_value=5000), min_size=1, max_size=8))
def test_refunds_of_all_undo_all_however_they_are_parted(parts: list[int]) -> None:
    whole = sum(parts)
    total = Decimal(whole) / 100
    back = [{"id": 9 - n, "total": f"-{Decimal(one) / 100}"} for n, one in enumerate(parts)]
    told: dict[str, Any] = {
        "total": str(total),
        "total_tax": str((total / 6).quantize(Decimal("0.01"))),
        "shipping_total": "0.00",
        "refunds": back,
    }
    given_back = sum(one.net_cents for one in refunds(**told))
    assert given_back == order(**told).net_cents


def test_a_later_refund_does_not_change_an_earlier_one() -> None:
    first = {"id": 7, "total": "-10.01"}
    (alone,) = refunds(refunds=[first])
    both = refunds(refunds=[{"id": 8, "total": "-20.00"}, first])
    assert [one.refund_id for one in both] == ["7", "8"]
    assert both[0].net_cents == alone.net_cents


def test_what_is_told_later_or_of_a_later_stage_ranks_higher() -> None:
    tellings = [
        order(status="pending"),
        order(status="processing"),
        order(status="completed"),
        order(status="pending", date_modified_gmt="2026-11-02T09:17:00"),
    ]
    ranks = [one.rank for one in tellings]
    assert ranks == sorted(set(ranks))
    for shuffled in permutations(tellings):
        assert max(shuffled, key=lambda one: one.rank) == tellings[-1]


def test_a_delivery_that_comes_twice_tells_the_same() -> None:
    assert tell(woo_order()) == tell(woo_order())


def test_the_visit_is_read_from_what_woocommerce_noted() -> None:
    entry = "https://fournil.example/offre?utm_content=x&bf=aB3dE5g&email=lea%40example.fr"
    noted = [
        {"key": "_wc_order_attribution_session_entry", "value": entry},
        {"key": "_wc_order_attribution_utm_source", "value": "instagram"},
        {"key": "_wc_order_attribution_utm_campaign", "value": "noel"},
        {"key": "_wc_other/fournil/comment-nous-avez-vous-connus", "value": "Par ma soeur"},
        {"key": "broken", "value": {"a": 1}},
        {"key": 5},
    ]
    told = order(meta_data=noted)
    assert told.landing.address == "https://fournil.example/offre"
    assert told.landing.click == "aB3dE5g"
    assert (told.landing.source, told.landing.campaign) == ("instagram", "noel")
    assert told.landing.content == "x"
    assert told.said == "Par ma soeur"


def test_a_theme_may_tell_the_click_in_a_field_of_the_order() -> None:
    assert (
        order(meta_data=[{"key": "_beffroi_click", "value": "aB3dE5g"}]).landing.click == "aB3dE5g"
    )


def test_the_ping_is_known_without_a_signature() -> None:
    assert read(b"webhook_id=12", {}, shop=BAKERY, now=NOW) == (Ping(),)
    for other in (b"webhook_id=", b"webhook_id=x", b"a=1&webhook_id=1", b"{}", b"", b"\xff"):
        assert not is_ping(other)


def test_a_deleted_order_is_gone() -> None:
    assert tell({"id": 1042}, topic="order.deleted") == [OrderGone(order_id="1042")]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({}, Problem.OTHER_SHAPE),
        ([], Problem.OTHER_SHAPE),
        ({"code": "woocommerce_rest_cannot_view", "data": {"status": 401}}, Problem.OTHER_SHAPE),
        ({"order": {"id": 1}}, Problem.OLD_FORMAT),
        (woo_order(id=None), Problem.NO_ID),
        (woo_order(id=0), Problem.NO_ID),
        (woo_order(id=True), Problem.NO_ID),
        (woo_order(id="x" * 200), Problem.NO_ID),
        (woo_order(date_created_gmt=None, date_created=None), Problem.NO_DATE),
        (woo_order(date_created_gmt="soon"), Problem.BAD_DATE),
        (woo_order(date_created_gmt="2031-01-01T00:00:00"), Problem.FUTURE),
        (woo_order(date_created_gmt="1970-01-01T00:00:00"), Problem.TOO_OLD),
        (woo_order(total=None), Problem.NO_AMOUNT),
        (woo_order(total="60,00"), Problem.BAD_AMOUNT),
        (woo_order(total="1e400"), Problem.BAD_AMOUNT),
        (woo_order(total={}), Problem.BAD_AMOUNT),
        (woo_order(total="9" * 18), Problem.BAD_AMOUNT),
        (woo_order(currency="euros"), Problem.BAD_CURRENCY),
        (woo_order(currency=None), Problem.BAD_CURRENCY),
        (woo_order(line_items=[{}] * 1001), Problem.TOO_MANY_LINES),
        (woo_order(refunds=[{"total": "-5"}]), Problem.NO_ID),
    ],
)
def test_what_is_no_order_is_told_with_its_reason(value: object, expected: Problem) -> None:
    assert problem(value) is expected


@pytest.mark.parametrize("topic", ["product.updated", "action.woocommerce_add_to_cart", "é"])
def test_another_topic_is_named(topic: str) -> None:
    assert problem(woo_order(), topic=topic) is Problem.OTHER_TOPIC


def test_odd_parts_of_an_order_do_not_keep_it_back() -> None:
    odd = woo_order(
        number=None, billing=[], coupon_lines="x", meta_data={}, refunds=None, tax_lines=5
    )
    told = tell(odd)[0]
    assert isinstance(told, OrderTold)
    assert (told.number, told.email, told.codes) == ("1042", "", ())
