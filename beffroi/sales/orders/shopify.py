"""Reads what Shopify's webhooks tell: orders in the shape of its REST API, and refunds. Pure.

Sources, read on 2026-11-28: shopify.dev/docs/apps/build/webhooks (delivery structure, verify
deliveries) and shopify.dev/docs/api/admin-rest (order, refund). Deliveries come twice and in any
order; eight failures in four hours end a subscription. `subtotal_price` is the goods after
discounts, with VAT where `taxes_included`, in the shop's currency; sums with `_set` repeat it
beside the buyer's. Edits after the sale are not followed: what is taken out is a refund.
A refund told alone does not say whether its sums bear VAT: it is worked out of what was paid back,
and the order's own telling of it, which is newer and surer, takes its place. Unverified here, for
want of a shop: that a refund's `subtotal` bears VAT where the order's does, the sign of
`order_adjustments` (by the documentation, below zero is money that went back), and that
`customer.orders_count` still comes.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal

from beffroi.sales.orders import sums
from beffroi.sales.orders.amounts import cents, currency_of
from beffroi.sales.orders.bodies import (
    Record,
    email,
    header,
    identifier,
    inner,
    read_record,
    records,
    text,
)
from beffroi.sales.orders.codes import normal_codes
from beffroi.sales.orders.hearing import said_in
from beffroi.sales.orders.landings import CLICK, landing_of
from beffroi.sales.orders.moments import read_moment
from beffroi.sales.orders.problems import Problem, Refused
from beffroi.sales.orders.shops import Shop
from beffroi.sales.orders.told import (
    Landing,
    OrderGone,
    OrderTold,
    RefundTold,
    Stage,
    Tax,
    Telling,
    Unreadable,
    rank_of,
)

TOPIC = "X-Shopify-Topic"
#: A cart attribute by which a theme may tell the code of our short link.
CLICK_FIELD = "beffroi_click"
_ORDERS = ("orders/create", "orders/updated", "orders/paid", "orders/cancelled")
_REFUND, _DELETED = "refunds/create", "orders/delete"
_NOTHING = Decimal(0)
_COUNTED = ("paid", "partially_refunded", "refunded")
_STAGES = {
    "pending": Stage.OPEN, "authorized": Stage.WAITING, "partially_paid": Stage.WAITING,
    "paid": Stage.PAID, "partially_refunded": Stage.DONE, "refunded": Stage.REFUNDED,
    "voided": Stage.FAILED, "expired": Stage.FAILED,
}  # fmt: skip


def read(
    body: bytes, headers: Mapping[str, str], *, shop: Shop, now: datetime
) -> tuple[Telling, ...]:
    """Return what a delivery tells: an order with its refunds, a refund, or why it is none."""
    try:
        return _read(body, header(headers, TOPIC).strip(), shop, now)
    except Refused as refused:
        return (Unreadable(problem=refused.problem, detail=refused.detail),)


def _read(body: bytes, topic: str, shop: Shop, now: datetime) -> tuple[Telling, ...]:
    if topic not in {*_ORDERS, _REFUND, _DELETED, ""}:
        raise Refused(Problem.OTHER_TOPIC, topic)
    told = read_record(body)
    if topic == _DELETED:
        return (OrderGone(order_id=identifier(told.get("id"))),)
    if topic == _REFUND or (not topic and "refund_line_items" in told):
        return (_refund(told, currency="", shop=shop, now=now),)
    if "created_at" not in told or "currency" not in told:
        raise Refused(Problem.OTHER_SHAPE)
    return _order(told, shop, now)


def _order(told: Record, shop: Shop, now: datetime) -> tuple[Telling, ...]:
    moment = _moment(told, now, "processed_at", "created_at")
    changed_at = max(moment, _moment(told, now, "updated_at", "processed_at", "created_at"))
    status = _status(told)
    stage = Stage.CANCELLED if status == "cancelled" else _STAGES.get(status, Stage.OPEN)
    money = _sums(told, shop)
    order = OrderTold(
        order_id=identifier(told.get("id")),
        number=text(told.get("name")) or identifier(told.get("id")),
        moment=moment,
        currency=currency_of(told.get("currency")),
        net_cents=money.net,
        tax=money.tax,
        discount_cents=money.discount,
        shipping_cents=money.shipping,
        codes=normal_codes(text(one.get("code")) for one in records(told.get("discount_codes"))),
        landing=_landing(told),
        email=_email(told),
        is_first_of_customer=_is_first(inner(told, "customer")),
        said=said_in((text(one.get("name")), one.get("value")) for one in _notes(told)),
        status=status,
        is_counted=status in _COUNTED and told.get("test") is not True,
        rank=rank_of(changed_at, stage),
        refund_ids=_refund_ids(told),
    )
    return (order, *(_refund_of(one, told, order, shop, now) for one in _refunds(told)))


def _moment(told: Record, now: datetime, *keys: str) -> datetime:
    found = next((text(told.get(key)) for key in keys if text(told.get(key))), "")
    # Shopify writes its moments with their zone.
    return read_moment(found, zone=UTC, now=now).at


def _status(told: Record) -> str:
    return "cancelled" if told.get("cancelled_at") else text(told.get("financial_status"))


def _sums(told: Record, shop: Shop) -> sums.Sums:
    subtotal = _money(told, "subtotal_price")
    if subtotal is None:
        raise Refused(Problem.NO_AMOUNT)
    shipping = _money(told, "total_shipping_price") or _NOTHING
    discount = sums.amount(told, "total_discounts")
    is_with_tax = told.get("taxes_included") is True
    if not is_with_tax and (shop.prices_include_tax is not True or _taxes(told)):
        return sums.told(subtotal, discount=discount, shipping=shipping)
    lines, shipped = records(told.get("line_items")), records(told.get("shipping_lines"))
    if told.get("tax_exempt") is not True and not _taxes(told):
        return sums.without_tax(shop, subtotal, discount=discount, shipping=shipping)
    tax, tax_shipped = _tax_of(lines), _tax_of(shipped)
    if not any(records(one.get("tax_lines")) for one in lines):
        tax = sums.amount(told, "total_tax") - tax_shipped
    share = (subtotal - tax) / subtotal if subtotal else Decimal(1)
    return sums.told(subtotal - tax, discount=discount * share, shipping=shipping - tax_shipped)


def _taxes(told: Record) -> bool:
    """Tell whether an order says anything of its VAT, be it none."""
    lists = [told, *records(told.get("line_items"))]
    is_told = any(records(one.get("tax_lines")) for one in lists)
    return is_told or bool(sums.amount(told, "total_tax"))


def _tax_of(lines: list[Record]) -> Decimal:
    return sum(
        (sums.amount(tax, "price") for one in lines for tax in records(one.get("tax_lines"))),
        start=_NOTHING,
    )


def _money(told: Record, key: str) -> Decimal | None:
    """Return a sum in the shop's currency, also where only the set of both tells it."""
    plain = sums.optional(told, key)
    if plain is not None:
        return plain
    return sums.optional(inner(told, f"{key}_set", "shop_money"), "amount")


def _landing(told: Record) -> Landing:
    click = next(
        (text(one.get("value")) for one in _notes(told) if one.get("name") == CLICK_FIELD), ""
    )
    address = told.get("landing_site")
    return landing_of(address if isinstance(address, str) else "", {CLICK: click})


def _notes(told: Record) -> list[Record]:
    return records(told.get("note_attributes"))


def _email(told: Record) -> str:
    given = (told.get("email"), told.get("contact_email"), inner(told, "customer").get("email"))
    return next((found for one in given if (found := email(one))), "")


def _is_first(customer: Record) -> bool | None:
    """Return whether the customer never bought before; an order counts itself."""
    count = customer.get("orders_count")
    return count <= 1 if isinstance(count, int) and not isinstance(count, bool) else None


def _refunds(told: Record) -> list[Record]:
    return records(told.get("refunds"))


def _refund_ids(told: Record) -> tuple[str, ...] | None:
    if not isinstance(told.get("refunds"), list):
        return None
    return tuple(identifier(one.get("id")) for one in _refunds(told))


def _refund_of(
    refund: Record, told: Record, order: OrderTold, shop: Shop, now: datetime
) -> RefundTold:
    """Return a refund that its order tells, which says whether its sums bear VAT."""
    goods, tax = _goods(refund)
    bears = told.get("taxes_included") is True
    if order.tax is Tax.UNKNOWN:
        net, kind = goods, Tax.UNKNOWN
    elif not tax and bears and not _taxes(told):
        money = sums.without_tax(shop, goods)
        return _made(refund, order.order_id, money.net, money.tax, order.currency, order.rank, now)
    else:
        net, kind = goods - tax if bears else goods, Tax.KNOWN
    return _made(refund, order.order_id, cents(net), kind, order.currency, order.rank, now)


def _refund(refund: Record, *, currency: str, shop: Shop, now: datetime) -> RefundTold:
    """Return a refund that came alone."""
    if "refund_line_items" not in refund and "transactions" not in refund:
        raise Refused(Problem.OTHER_SHAPE)
    goods, tax = _goods(refund)
    order_id = identifier(refund.get("order_id"))
    written = next((text(one.get("currency")) for one in _paid_back(refund)), currency)
    code = currency_of(written or shop.currency)
    bears = _bears_tax(refund, goods, tax, shop)
    rank = rank_of(_moment(refund, now, "processed_at", "created_at"))
    kind = Tax.UNKNOWN if bears is None else Tax.KNOWN
    net = cents(goods - tax if bears else goods)
    return _made(refund, order_id, net, kind, code, rank, now)


def _made(
    refund: Record, order_id: str, net: int, tax: Tax, currency: str, rank: int, now: datetime
) -> RefundTold:
    return RefundTold(
        refund_id=identifier(refund.get("id")),
        order_id=order_id,
        net_cents=net,
        tax=tax,
        currency=currency,
        moment=_moment(refund, now, "processed_at", "created_at"),
        rank=rank,
    )


def _goods(refund: Record) -> tuple[Decimal, Decimal]:
    """Return what goods went back for, and the VAT of it, without delivery.

    What was given back beyond the goods, or less than they cost, is an adjustment.
    """
    lines = records(refund.get("refund_line_items"))
    goods = sum((sums.amount(one, "subtotal") for one in lines), start=_NOTHING)
    tax = sum((sums.amount(one, "total_tax") for one in lines), start=_NOTHING)
    for one in records(refund.get("order_adjustments")):
        if one.get("kind") != "shipping_refund":
            goods -= sums.amount(one, "amount")
            tax -= sums.amount(one, "tax_amount")
    return goods, tax


def _paid_back(refund: Record) -> list[Record]:
    paid = records(refund.get("transactions"))
    return [one for one in paid if one.get("kind") == "refund" and one.get("status") == "success"]


def _bears_tax(refund: Record, goods: Decimal, tax: Decimal, shop: Shop) -> bool | None:
    """Tell whether sums of goods bear VAT, by what was paid back; None where it does not tell."""
    if not tax:
        return None if shop.prices_include_tax else False
    has_shipping = bool(records(refund.get("refund_shipping_lines"))) or any(
        one.get("kind") == "shipping_refund" for one in records(refund.get("order_adjustments"))
    )
    paid = sum((sums.amount(one, "amount") for one in _paid_back(refund)), start=_NOTHING)
    if has_shipping or paid not in (goods, goods + tax):
        return None
    return paid == goods
