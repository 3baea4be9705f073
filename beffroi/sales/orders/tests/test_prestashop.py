from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from beffroi.sales.orders.prestashop import read
from beffroi.sales.orders.problems import Problem
from beffroi.sales.orders.shops import Shop
from beffroi.sales.orders.tests.shops import (
    BAKERY,
    NOW,
    WITH_RATE,
    body,
    plain_order,
    presta_order,
)
from beffroi.sales.orders.told import OrderTold, RefundTold, Tax, Telling, Unreadable


def tell(content: bytes, *, shop: Shop = BAKERY) -> list[Telling]:
    return list(read(content, {}, shop=shop, now=NOW))


def order(*, shop: Shop = BAKERY, **changes: Any) -> OrderTold:
    (found,) = tell(body({"order": presta_order(**changes)}), shop=shop)
    assert isinstance(found, OrderTold), found
    return found


def xml(told: dict[str, Any], *, name: str = "order") -> str:
    fields = "".join(f"<{key}><![CDATA[{value}]]></{key}>" for key, value in told.items())
    rows = "<associations><order_rows><order_row><id>7</id></order_row></order_rows></associations>"
    return f"<{name}>{fields}{rows}</{name}>"


def document(*parts: str) -> bytes:
    start = '<?xml version="1.0" encoding="UTF-8"?>'
    return f"{start}<prestashop>{''.join(parts)}</prestashop>".encode()


def test_an_order_is_told_without_vat_nor_delivery() -> None:
    told = order()
    assert (told.net_cents, told.tax) == (4500, Tax.KNOWN)
    assert (told.discount_cents, told.shipping_cents) == (500, 500)
    assert (told.order_id, told.number, told.currency) == ("42", "XKBKNABJK", "EUR")
    assert told.moment == datetime(2026, 11, 2, 9, 15, tzinfo=UTC)
    assert told.is_counted
    assert told.refund_ids is None


def test_xml_and_json_tell_the_same() -> None:
    (found,) = tell(document(xml(presta_order())))
    assert found == order()


def test_several_orders_may_come_at_once_and_one_that_is_wrong_keeps_none_back() -> None:
    wrong = presta_order(total_products="dear")
    found = tell(document("<orders>", xml(presta_order()), xml(wrong), "</orders>"))
    assert found == tell(body({"orders": [presta_order(), wrong]}))
    assert [type(one) for one in found] == [OrderTold, Unreadable]


def test_a_credit_slip_is_a_refund() -> None:
    slip = {
        "id": "3",
        "id_order": "42",
        "date_add": "2026-11-05 09:00:00",
        "conversion_rate": "1.000000",
        "total_products_tax_excl": "45.000000",
        "amount": "54.000000",
    }
    (found,) = tell(document(xml(slip, name="order_slip")))
    assert isinstance(found, RefundTold)
    assert (found.refund_id, found.order_id, found.net_cents) == ("3", "42", 4500)
    assert found.moment == datetime(2026, 11, 5, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("changes", "is_counted"),
    [
        ({"valid": "1", "current_state": "5"}, True),
        ({"valid": 1, "current_state": 5}, True),
        ({"valid": "1", "current_state": "7"}, True),
        ({"valid": "1", "current_state": "6"}, False),
        ({"valid": "0", "current_state": "10"}, False),
        ({"valid": "", "current_state": "2"}, True),
        ({"valid": "", "current_state": "6"}, False),
        ({"valid": "", "current_state": "99"}, False),
    ],
)
def test_an_order_counts_when_money_came_in(changes: dict[str, Any], is_counted: bool) -> None:
    assert order(**changes).is_counted is is_counted


def test_a_currency_is_told_by_its_number_in_the_shop() -> None:
    shop = Shop(zone=BAKERY.zone, currency="EUR", currencies={"3": "CHF"})
    assert order(shop=shop, id_currency="3", conversion_rate="0.930000").currency == "CHF"
    (found,) = tell(body({"order": presta_order(id_currency="2", conversion_rate="1.1")}))
    assert isinstance(found, Unreadable)
    assert found.problem is Problem.OTHER_CURRENCY


def test_people_may_say_that_prices_bear_tax_where_the_shop_keeps_none() -> None:
    assert order(shop=WITH_RATE).net_cents == 4500
    assert order(shop=WITH_RATE, total_products="60.00").net_cents == 4583


def test_what_is_told_later_ranks_higher() -> None:
    never = order(date_upd="0000-00-00 00:00:00")
    later = order(date_upd="2026-11-02 10:17:00")
    assert never.rank < order().rank < later.rank


def test_a_module_may_post_our_plain_json() -> None:
    (found,) = tell(body(plain_order()))
    assert isinstance(found, OrderTold)
    assert found.codes == ("BRIOCHE10",)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", Problem.NOT_JSON),
        (b"<", Problem.NOT_XML),
        (b"<prestashop><order></prestashop>", Problem.NOT_XML),
        (b"<prestashop></prestashop>", Problem.OTHER_SHAPE),
        (b'<prestashop><orders><order id="1"/></orders></prestashop>', Problem.OTHER_SHAPE),
        (b"<html><body>login</body></html>", Problem.OTHER_SHAPE),
        (b"<a>" * 11, Problem.TOO_DEEP),
        (b'<!DOCTYPE p [<!ENTITY x "y">]><prestashop/>', Problem.NOT_XML),
        (b'<!DOCTYPE p SYSTEM "http://127.0.0.1/p.dtd"><prestashop/>', Problem.NOT_XML),
        (b'<?xml version="1.0" encoding="utf-9"?><prestashop/>', Problem.NOT_XML),
        (b"<p>" + b"<order></order>" * 1001 + b"</p>", Problem.TOO_MANY_LINES),
        (b"<p>" + b" " * (1024 * 1024), Problem.TOO_LARGE),
        (b"[]", Problem.OTHER_SHAPE),
        (body({"orders": "x"}), Problem.OTHER_SHAPE),
        (body({"order": presta_order(id=None)}), Problem.NO_ID),
        (body({"order": presta_order(total_products=None)}), Problem.NO_AMOUNT),
        (body({"order": presta_order(date_add="0000-00-00 00:00:00")}), Problem.NO_DATE),
        (body({"order": presta_order(conversion_rate="much")}), Problem.BAD_AMOUNT),
    ],
)
def test_what_cannot_be_read_is_told_with_its_reason(content: bytes, expected: Problem) -> None:
    (found,) = tell(content)
    assert isinstance(found, Unreadable), found
    assert found.problem is expected
