from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from beffroi.sales.orders.plain import read
from beffroi.sales.orders.problems import Problem
from beffroi.sales.orders.shops import Shop
from beffroi.sales.orders.tests.shops import BAKERY, NOW, WITH_RATE, body, plain_order
from beffroi.sales.orders.told import (
    ContactTold,
    OrderGone,
    OrderTold,
    Ping,
    RefundTold,
    Tax,
    Telling,
    Unreadable,
)


def tell(value: object, *, shop: Shop = BAKERY) -> list[Telling]:
    return list(read(body(value), {}, shop=shop, now=NOW))


def order(*, shop: Shop = BAKERY, **changes: Any) -> OrderTold:
    (found,) = tell(plain_order(**changes), shop=shop)
    assert isinstance(found, OrderTold), found
    return found


def refund(**changes: Any) -> dict[str, Any]:
    told = {"id": "r-7", "order_id": "1042", "net": "45.00", "created_at": "2026-11-05T09:00:00Z"}
    return {"event": "refund", "refund": {**told, **changes}}


def test_the_least_that_can_be_told_is_an_order() -> None:
    told = order()
    assert (told.order_id, told.number, told.net_cents, told.tax) == (
        "1042", "1042", 4500, Tax.KNOWN,
    )  # fmt: skip
    assert told.moment == datetime(2026, 11, 2, 9, 15, tzinfo=UTC)
    assert told.codes == ("BRIOCHE10",)
    assert told.is_counted


def test_all_that_can_be_told_is_taken() -> None:
    told = order(
        number="F-12",
        shipping="5.00",
        discount=5,
        email="Lea@Example.fr",
        first_order=True,
        landing="https://fournil.example/offre?utm_source=facebook",
        click="aB3dE5g",
        said="  Par\nma sœur ",
        status="Paid",
    )
    assert (told.number, told.shipping_cents, told.discount_cents) == ("F-12", 500, 500)
    assert (told.email, told.is_first_of_customer) == ("lea@example.fr", True)
    assert (told.landing.source, told.landing.click) == ("facebook", "aB3dE5g")
    assert told.said == "Par ma sœur"


@pytest.mark.parametrize(
    ("sums", "shop", "net", "tax"),
    [
        ({"gross": "54.00", "vat": "9.00"}, BAKERY, 4500, Tax.KNOWN),
        ({"gross": "54.00", "vat": "0"}, BAKERY, 5400, Tax.KNOWN),
        ({"gross": "54.00"}, BAKERY, 5400, Tax.UNKNOWN),
        ({"gross": "54.00"}, WITH_RATE, 4500, Tax.KNOWN),
        ({"gross": 54}, WITH_RATE, 4500, Tax.KNOWN),
        ({"gross": 0, "vat": 0}, BAKERY, 0, Tax.KNOWN),
        ({"net": "-3.50"}, BAKERY, -350, Tax.KNOWN),
    ],
)
def test_a_till_may_know_only_sums_with_vat(
    sums: dict[str, Any], shop: Shop, net: int, tax: Tax
) -> None:
    told = order(shop=shop, **{"net": None, **sums})
    assert (told.net_cents, told.tax) == (net, tax)


@pytest.mark.parametrize("status", ["pending", "failed", "cancelled", "canceled", "refunded"])
def test_only_what_is_paid_counts(status: str) -> None:
    assert not order(status=status).is_counted


def test_the_later_telling_ranks_higher() -> None:
    later = order(status="cancelled", updated_at="2026-11-03T10:00:00+01:00")
    assert later.rank > order(status="cancelled").rank > order().rank


def test_a_refund_is_positive_whatever_sign_it_has() -> None:
    for net in ("45.00", "-45.00"):
        (found,) = tell(refund(net=net))
        assert isinstance(found, RefundTold)
        assert (found.refund_id, found.order_id, found.net_cents) == ("r-7", "1042", 4500)
        assert found.currency == "EUR"


def test_an_order_may_be_gone_and_a_ping_is_a_ping() -> None:
    gone = {"event": "order_gone", "order": {"id": 1042}}
    assert tell({"events": [gone, {"event": "ping"}]}) == [OrderGone(order_id="1042"), Ping()]


def test_a_form_may_tell_a_contact() -> None:
    contact = {
        "id": "f-31",
        "created_at": "2026-11-05T09:00:00Z",
        "email": "jeanne@example.org",
        "landing": "/devis?utm_content=k3Xb2pq",
        "said": "Par Facebook",
    }
    (told,) = tell({"event": "contact", "contact": contact})
    assert isinstance(told, ContactTold)
    assert (told.contact_id, told.landing.content, told.said) == ("f-31", "k3Xb2pq", "Par Facebook")
    (nameless,) = tell({"event": "contact", "contact": {**contact, "id": ""}})
    assert nameless == Unreadable(problem=Problem.NO_ID)


def test_one_event_that_is_wrong_keeps_no_other_back() -> None:
    found = tell({"events": [plain_order(), plain_order(id=None), refund()]})
    assert [type(one) for one in found] == [OrderTold, Unreadable, RefundTold]


def test_of_a_key_that_comes_twice_the_last_counts() -> None:
    twice = body(plain_order()).replace(b'"net": "45.00"', b'"net": "1.00", "net": "45.00"')
    (found,) = read(twice, {}, shop=BAKERY, now=NOW)
    assert isinstance(found, OrderTold)
    assert found.net_cents == 4500


def test_a_number_with_a_point_is_exact() -> None:
    content = body(plain_order()).replace(b'"45.00"', b"0.285")
    (found,) = read(content, {}, shop=BAKERY, now=NOW)
    assert isinstance(found, OrderTold)
    assert found.net_cents == 29


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", Problem.NOT_JSON),
        (b"nothing", Problem.NOT_JSON),
        (b'{"event": "order", "n": NaN}', Problem.NOT_JSON),
        (b'{"n": Infinity}', Problem.NOT_JSON),
        (b'{"n": -Infinity}', Problem.NOT_JSON),
        (b'{"n": ' + b"9" * 5000 + b"}", Problem.NOT_JSON),
        (b'{"n": ' + b"9" * 21 + b"}", Problem.NOT_JSON),
        (b'{"t": "\xff"}', Problem.NOT_JSON),
        (b"[" * 100_000, Problem.TOO_DEEP),
        (b'{"a":' * 40 + b"1" + b"}" * 40, Problem.TOO_DEEP),
        (b'{"a": "' + b"a" * 1024 * 1024 + b'"}', Problem.TOO_LARGE),
        (b"5", Problem.OTHER_SHAPE),
        (b"{}", Problem.OTHER_SHAPE),
        (body({"event": "payout"}), Problem.OTHER_TOPIC),
        (body({"events": [{}] * 1001}), Problem.TOO_MANY_LINES),
        (body({"event": "order", "order": []}), Problem.NO_DATE),
        (body(plain_order(created_at="03/04/2026")), Problem.AMBIGUOUS_DATE),
        (body(plain_order(net="45,00")), Problem.BAD_AMOUNT),
        (body(plain_order(net="")), Problem.NO_AMOUNT),
        (body(plain_order(net=True)), Problem.BAD_AMOUNT),
        (body(plain_order(currency="€")), Problem.BAD_CURRENCY),
        (body(plain_order(status="lost")), Problem.OTHER_SHAPE),
        (body(refund(order_id="")), Problem.NO_ID),
    ],
)
def test_what_cannot_be_read_is_told_with_its_reason(content: bytes, expected: Problem) -> None:
    (found,) = read(content, {}, shop=BAKERY, now=NOW)
    assert isinstance(found, Unreadable), found
    assert found.problem is expected


def test_no_events_tell_nothing() -> None:
    assert tell({"events": []}) == []
