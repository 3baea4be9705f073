"""Reads our own plain JSON, which a module, a form or a till can write. Pure.

    {"event": "order", "order": {"id": "1042", "created_at": "2026-11-02T10:15:00+01:00",
        "currency": "EUR", "net": "45.00", "codes": ["BRIOCHE10"]}}
    {"event": "refund", "refund": {"id": "r-7", "order_id": "1042", "net": "45.00",
        "created_at": "2026-11-05T09:00:00Z"}}
    {"event": "order_gone", "order": {"id": "1042"}}
    {"event": "contact", "contact": {"id": "f-31", "created_at": "2026-11-05T09:00:00Z",
        "landing": "https://…?utm_content=k3Xb2pq"}}
    {"event": "ping"}

or up to a thousand of these under `events`, of which one that is wrong keeps no other back. Sums
are texts or numbers, with a point. `net` is the goods after discounts, without VAT and delivery;
where a shop only knows `gross`, that is the same with VAT, and `vat` how much of it. An order may
have `number`, `updated_at`, `shipping` and `discount` (with VAT where only `gross` is told),
`status` (paid, pending, failed, cancelled, refunded; paid where none is told), `email`,
`first_order`, `landing` (the address of the first page), `click` (the code of our short link) and
`said` (how the buyer heard of the company). A moment without a zone is of the shop. `refunded`
means that all of it went back: such an order does not count. A contact, which a form tells, may
have `email`, `codes`, `landing`, `click` and `said` as an order has them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from beffroi.sales.orders import sums
from beffroi.sales.orders.amounts import currency_of
from beffroi.sales.orders.bodies import JSON, Record, email, identifier, inner, read_record, records
from beffroi.sales.orders.bodies import text as text_of
from beffroi.sales.orders.codes import normal_codes
from beffroi.sales.orders.landings import CLICK, landing_of
from beffroi.sales.orders.moments import read_moment
from beffroi.sales.orders.problems import Problem, Refused
from beffroi.sales.orders.shops import Shop
from beffroi.sales.orders.told import (
    ContactTold,
    OrderGone,
    OrderTold,
    Ping,
    RefundTold,
    Stage,
    Telling,
    Unreadable,
    rank_of,
)

_STAGES = {
    "pending": Stage.OPEN, "paid": Stage.PAID, "failed": Stage.FAILED,
    "cancelled": Stage.CANCELLED, "canceled": Stage.CANCELLED, "refunded": Stage.REFUNDED,
}  # fmt: skip


def read(
    body: bytes, headers: Mapping[str, str], *, shop: Shop, now: datetime
) -> tuple[Telling, ...]:
    """Return what a call tells, in its order. `headers` tell nothing here."""
    try:
        told = read_record(body)
        events = records(told.get("events")) if "events" in told else [told]
    except Refused as refused:
        return (Unreadable(problem=refused.problem, detail=refused.detail),)
    return tuple(_read(one, shop, now) for one in events)


def _read(event: Record, shop: Shop, now: datetime) -> Telling:
    kind = text_of(event.get("event"))
    readers: dict[str, Callable[[Record, Shop, datetime], Telling]] = {
        "order": _order,
        "refund": _refund,
        "order_gone": _gone,
        "contact": _contact,
        "ping": _ping,
    }
    try:
        if kind not in readers:
            raise Refused(Problem.OTHER_TOPIC if kind else Problem.OTHER_SHAPE, kind)
        return readers[kind](event, shop, now)
    except Refused as refused:
        return Unreadable(problem=refused.problem, detail=refused.detail)


def _ping(event: Record, shop: Shop, now: datetime) -> Ping:
    return Ping()


def _gone(event: Record, shop: Shop, now: datetime) -> OrderGone:
    return OrderGone(order_id=identifier(inner(event, "order").get("id")))


def _order(event: Record, shop: Shop, now: datetime) -> OrderTold:
    told = inner(event, "order")
    moment = _moment(told.get("created_at"), shop, now)
    changed = text_of(told.get("updated_at"))
    changed_at = max(moment, _moment(changed, shop, now)) if changed else moment
    status = text_of(told.get("status")).casefold() or "paid"
    if status not in _STAGES:
        raise Refused(Problem.OTHER_SHAPE, status)
    money = _sums(told, shop)
    first = told.get("first_order")
    return OrderTold(
        order_id=identifier(told.get("id")),
        number=text_of(told.get("number")) or identifier(told.get("id")),
        moment=moment,
        currency=currency_of(told.get("currency") or shop.currency),
        net_cents=money.net,
        tax=money.tax,
        discount_cents=money.discount,
        shipping_cents=money.shipping,
        codes=_codes(told),
        landing=landing_of(_written(told, "landing"), {CLICK: text_of(told.get("click"))}),
        email=email(told.get("email")),
        is_first_of_customer=first if isinstance(first, bool) else None,
        said=text_of(told.get("said")),
        status=status,
        is_counted=_STAGES[status] is Stage.PAID,
        rank=rank_of(changed_at, _STAGES[status]),
    )


def _refund(event: Record, shop: Shop, now: datetime) -> RefundTold:
    told = inner(event, "refund")
    moment = _moment(told.get("created_at"), shop, now)
    money = _sums(told, shop)
    return RefundTold(
        refund_id=identifier(told.get("id")),
        order_id=identifier(told.get("order_id")),
        net_cents=abs(money.net),
        tax=money.tax,
        currency=currency_of(told.get("currency") or shop.currency),
        moment=moment,
        rank=rank_of(moment),
    )


def _contact(event: Record, shop: Shop, now: datetime) -> ContactTold:
    told = inner(event, "contact")
    return ContactTold(
        contact_id=identifier(told.get("id")),
        moment=_moment(told.get("created_at"), shop, now),
        codes=_codes(told),
        landing=landing_of(_written(told, "landing"), {CLICK: text_of(told.get("click"))}),
        email=email(told.get("email")),
        said=text_of(told.get("said")),
    )


def _moment(written: JSON, shop: Shop, now: datetime) -> datetime:
    return read_moment(text_of(written), zone=shop.zone, now=now).at


def _sums(told: Record, shop: Shop) -> sums.Sums:
    discount, shipping = sums.amount(told, "discount"), sums.amount(told, "shipping")
    net, gross, tax = (sums.optional(told, key) for key in ("net", "gross", "vat"))
    if net is not None:
        return sums.told(net, discount=discount, shipping=shipping)
    if gross is None:
        raise Refused(Problem.NO_AMOUNT)
    if tax is None:
        return sums.without_tax(shop, gross, discount=discount, shipping=shipping)
    share = (gross - tax) / gross if gross else 1
    return sums.told(gross - tax, discount=discount * share, shipping=shipping * share)


def _codes(told: Record) -> tuple[str, ...]:
    given = told.get("codes")
    listed = given if isinstance(given, list) else [given, told.get("code")]
    return normal_codes(text_of(one) for one in listed)


def _written(told: Record, key: str) -> str:
    value = told.get(key)
    return value if isinstance(value, str) else ""
