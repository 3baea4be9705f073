"""Reads orders and credit slips of PrestaShop's webservice, as XML or JSON. Pure.

PrestaShop sends nothing by itself: its core has no webhooks. A small module that hooks
`actionValidateOrder` and `actionOrderStatusPostUpdate` posts to us, signed in our way, either what
the webservice says of the order or, better, our plain JSON, which alone can tell codes, the buyer's
address and where the visit began: an order of the webservice has none of them.

Sources, read on 2026-11-28: devdocs.prestashop-project.org/9/webservice/resources/orders and
order_slip. `total_products` and sums in `_tax_excl` are without VAT; discounts hold those on
delivery too. Moments are of the shop's clock. A currency is told by its number in the shop, and
`conversion_rate` is 1 for the shop's own. `valid` says whether the state counts as a sale.
Unverified here, for want of a shop: the numbers of the states, which are those of a new shop, and
that `valid` stays 1 after a refund.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from beffroi.sales.orders import plain, sums
from beffroi.sales.orders.bodies import JSON, Record, identifier, read_record, records, text
from beffroi.sales.orders.moments import read_moment
from beffroi.sales.orders.problems import Problem, Refused
from beffroi.sales.orders.shops import Shop
from beffroi.sales.orders.told import OrderTold, RefundTold, Stage, Telling, Unreadable, rank_of
from beffroi.sales.orders.xml_text import read_elements

_ORDER, _SLIP = "order", "order_slip"
_NEVER = "0000-00-00 00:00:00"
_CANCELLED, _REFUNDED, _FAILED = "6", "7", "8"
_STAGES = {
    "1": Stage.WAITING, "10": Stage.WAITING, "13": Stage.WAITING, "14": Stage.WAITING,
    "2": Stage.PAID, "3": Stage.PAID, "9": Stage.PAID, "11": Stage.PAID, "12": Stage.WAITING,
    "4": Stage.DONE, "5": Stage.DONE, _FAILED: Stage.FAILED, _CANCELLED: Stage.CANCELLED,
    _REFUNDED: Stage.REFUNDED,
}  # fmt: skip


def read(
    body: bytes, headers: Mapping[str, str], *, shop: Shop, now: datetime
) -> tuple[Telling, ...]:
    """Return what a module posted, be it the webservice's or our plain JSON."""
    try:
        found = _elements(body)
    except Refused as refused:
        return (Unreadable(problem=refused.problem, detail=refused.detail),)
    if found is None:
        return plain.read(body, headers, shop=shop, now=now)
    return tuple(_read(name, told, shop, now) for name, told in found)


def _elements(body: bytes) -> list[tuple[str, Record]] | None:
    """Return orders and slips; None where the body is plain JSON of ours. Raises Refused."""
    found: list[tuple[str, Record]] = []
    if body.lstrip()[:1] == b"<":
        found = [(name, {**told}) for name, told in read_elements(body, (_ORDER, _SLIP))]
    else:
        told = read_record(body)
        if "event" in told or "events" in told:
            return None
        for name in (_ORDER, _SLIP):
            for one in _listed(told, name):
                found.append((name, one))
        if not found and "id_currency" in told:
            found = [(_ORDER, told)]
    if not any("date_add" in told for _name, told in found):
        raise Refused(Problem.OTHER_SHAPE)  # a list of links, or another thing
    return found


def _listed(told: Record, name: str) -> list[Record]:
    alone: JSON = told.get(name)
    return [alone] if isinstance(alone, dict) else records(told.get(f"{name}s"))


def _read(name: str, told: Record, shop: Shop, now: datetime) -> Telling:
    try:
        return _order(told, shop, now) if name == _ORDER else _slip(told, shop, now)
    except Refused as refused:
        return Unreadable(problem=refused.problem, detail=refused.detail)


def _order(told: Record, shop: Shop, now: datetime) -> OrderTold:
    moment = _moment(told, "date_add", shop, now)
    changed = text(told.get("date_upd"))
    has_changed = changed not in ("", _NEVER)
    changed_at = max(moment, _moment(told, "date_upd", shop, now)) if has_changed else moment
    order_id = identifier(told.get("id"))
    state = text(told.get("current_state")) or _number(told.get("current_state"))
    goods = sums.optional(told, "total_products")
    if goods is None:
        raise Refused(Problem.NO_AMOUNT)
    discount = sums.amount(told, "total_discounts_tax_excl")
    shipping = sums.amount(told, "total_shipping_tax_excl")
    money = _without_tax(told, shop, goods - discount, discount, shipping)
    return OrderTold(
        order_id=order_id,
        number=text(told.get("reference")) or order_id,
        moment=moment,
        currency=_currency(told, shop),
        net_cents=money.net,
        tax=money.tax,
        discount_cents=money.discount,
        shipping_cents=money.shipping,
        status=state,
        is_counted=_is_counted(told, state),
        rank=rank_of(changed_at, _STAGES.get(state, Stage.PAID)),
    )


def _without_tax(
    told: Record, shop: Shop, net: Decimal, discount: Decimal, shipping: Decimal
) -> sums.Sums:
    """Take VAT out where a shop keeps none and people say that its prices bear it."""
    with_tax = sums.optional(told, "total_products_wt")
    bears = shop.prices_include_tax is True and with_tax == sums.amount(told, "total_products")
    if bears:
        return sums.without_tax(shop, net, discount=discount, shipping=shipping)
    return sums.told(net, discount=discount, shipping=shipping)


def _slip(told: Record, shop: Shop, now: datetime) -> RefundTold:
    moment = _moment(told, "date_add", shop, now)
    net = sums.optional(told, "total_products_tax_excl", "amount")
    if net is None:
        raise Refused(Problem.NO_AMOUNT)
    money = sums.told(net)
    return RefundTold(
        refund_id=identifier(told.get("id")),
        order_id=identifier(told.get("id_order")),
        net_cents=abs(money.net),
        tax=money.tax,
        currency=_currency(told, shop),
        moment=moment,
        rank=rank_of(moment),
    )


def _moment(told: Record, key: str, shop: Shop, now: datetime) -> datetime:
    written = text(told.get(key))
    return read_moment("" if written == _NEVER else written, zone=shop.zone, now=now).at


def _number(value: JSON) -> str:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def _currency(told: Record, shop: Shop) -> str:
    """Return the currency by its number. Raises Refused where it is another than the shop's."""
    number = text(told.get("id_currency")) or _number(told.get("id_currency"))
    if number in shop.currencies:
        return shop.currencies[number]
    rate = sums.optional(told, "conversion_rate")
    if rate is not None and rate != 1:
        raise Refused(Problem.OTHER_CURRENCY, number)
    return shop.currency


def _is_counted(told: Record, state: str) -> bool:
    """Tell whether money came in; a refunded order counts, since its slips undo it."""
    valid = text(told.get("valid")) or _number(told.get("valid"))
    if valid:
        return valid == "1" and state not in {_CANCELLED, _FAILED}
    return _STAGES.get(state) in {Stage.PAID, Stage.DONE, Stage.REFUNDED}
