"""Reads what WooCommerce's webhooks tell: its REST v3 orders, and what becomes of them. Pure.

Sources, read on 2026-11-28: class-wc-webhook.php and the orders controller of WooCommerce;
developer.woocommerce.com/docs/apis/rest-api/v3. `total` is with VAT and delivery, `shipping_total`
and the totals of lines are without, whatever `prices_include_tax` says: that tells how prices were
typed in. A refund inside an order tells its id and what went back with all in it, neither its day
nor its goods: it is taken as that share of the goods. Moments in `_gmt` fields are UTC without a
zone. The id of a delivery is made of the second and the webhook: two of one second share it.
Where a visit began is in `_wc_order_attribution_` fields since WooCommerce 8.5. Unverified here,
for want of a shop: that webhooks made in the admin tell those fields too.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from urllib.parse import parse_qs

from beffroi.sales.orders import sums
from beffroi.sales.orders.amounts import currency_of
from beffroi.sales.orders.bodies import (
    JSON,
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
from beffroi.sales.orders.moments import read_moment, read_utc
from beffroi.sales.orders.problems import Problem, Refused
from beffroi.sales.orders.shops import Shop
from beffroi.sales.orders.told import (
    Landing,
    OrderGone,
    OrderTold,
    Ping,
    RefundTold,
    Stage,
    Telling,
    Unreadable,
    rank_of,
)

TOPIC = "X-WC-Webhook-Topic"
#: A field by which a theme may tell the code of our short link.
CLICK_FIELD = "beffroi_click"
_DELETED = "order.deleted"
_TOPICS = ("order.created", "order.updated", "order.restored", _DELETED, "")
_PING_MAX = 64
_ATTRIBUTION = "_wc_order_attribution_"
_STAGES = {
    "pending": Stage.OPEN, "checkout-draft": Stage.OPEN, "draft": Stage.OPEN,
    "auto-draft": Stage.OPEN, "on-hold": Stage.WAITING, "processing": Stage.PAID,
    "completed": Stage.DONE, "failed": Stage.FAILED, "cancelled": Stage.CANCELLED,
    "trash": Stage.CANCELLED, "refunded": Stage.REFUNDED,
}  # fmt: skip
_PAID = (Stage.PAID, Stage.DONE)


def is_ping(body: bytes) -> bool:
    """Tell whether WooCommerce tries an address: `webhook_id=7`, unsigned.

    It saves the webhook only where the answer is 200.
    """
    if len(body) > _PING_MAX or not body.isascii():
        return False
    found = parse_qs(body.decode())
    return set(found) == {"webhook_id"} and found["webhook_id"][0].isdigit()


def read(
    body: bytes, headers: Mapping[str, str], *, shop: Shop, now: datetime
) -> tuple[Telling, ...]:
    """Return what a delivery tells: an order with its refunds, or why it cannot be read."""
    if is_ping(body):
        return (Ping(),)
    try:
        return _read(body, header(headers, TOPIC).strip(), shop, now)
    except Refused as refused:
        return (Unreadable(problem=refused.problem, detail=refused.detail),)


def _read(body: bytes, topic: str, shop: Shop, now: datetime) -> tuple[Telling, ...]:
    if topic not in _TOPICS:
        raise Refused(Problem.OTHER_TOPIC, topic)
    told = read_record(body)
    if topic == _DELETED:
        return (OrderGone(order_id=identifier(told.get("id"))),)
    if isinstance(told.get("order"), dict):
        raise Refused(Problem.OLD_FORMAT)
    if "status" not in told or "total" not in told:
        # An error of its own REST takes the place of the order when the webhook's user is gone.
        raise Refused(Problem.OTHER_SHAPE, text(told.get("code")))
    return _order(told, shop, now)


def _order(told: Record, shop: Shop, now: datetime) -> tuple[Telling, ...]:
    created_at = _moment(told, "date_created", shop, now)
    if created_at is None:
        raise Refused(Problem.NO_DATE)
    changed_at = max(created_at, _moment(told, "date_modified", shop, now) or created_at)
    status = text(told.get("status")).removeprefix("wc-")
    refunds = sorted(records(told.get("refunds")), key=_refund_number)
    money = _sums(told, shop)
    fields = _fields(told)
    order = OrderTold(
        order_id=identifier(told.get("id")),
        number=text(told.get("number")) or identifier(told.get("id")),
        moment=created_at,
        currency=currency_of(told.get("currency")),
        net_cents=money.net,
        tax=money.tax,
        discount_cents=money.discount,
        shipping_cents=money.shipping,
        codes=normal_codes(text(one.get("code")) for one in records(told.get("coupon_lines"))),
        landing=_landing(fields),
        email=email(inner(told, "billing").get("email")),
        said=said_in(fields.items()),
        status=status,
        is_counted=_is_counted(told, status, has_refunds=bool(refunds)),
        rank=rank_of(changed_at, _STAGES.get(status, Stage.PAID)),
        refund_ids=tuple(identifier(one.get("id")) for one in refunds),
    )
    return (order, *_refunds(refunds, told, order, changed_at))


def _moment(told: Record, key: str, shop: Shop, now: datetime) -> datetime | None:
    if in_utc := text(told.get(f"{key}_gmt")):
        return read_utc(in_utc, now=now)
    local = text(told.get(key))
    return read_moment(local, zone=shop.zone, now=now).at if local else None


def _sums(told: Record, shop: Shop) -> sums.Sums:
    records(told.get("line_items"))  # refuses an order without end
    total, tax = sums.optional(told, "total"), sums.amount(told, "total_tax")
    if total is None:
        raise Refused(Problem.NO_AMOUNT)
    shipping, discount = sums.amount(told, "shipping_total"), sums.amount(told, "discount_total")
    net = total - tax - shipping
    is_with_tax = told.get("prices_include_tax") is True or shop.prices_include_tax is True
    if is_with_tax and not tax and not records(told.get("tax_lines")):
        return sums.without_tax(shop, net, discount=discount, shipping=shipping)
    return sums.told(net, discount=discount, shipping=shipping)


def _fields(told: Record) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in records(told.get("meta_data")):
        key, value = one.get("key"), one.get("value")
        if isinstance(key, str) and isinstance(value, str):
            found.setdefault(key, value)
    return found


def _landing(fields: Mapping[str, str]) -> Landing:
    parameters = {
        key.removeprefix(_ATTRIBUTION): value
        for key, value in fields.items()
        if key.startswith(f"{_ATTRIBUTION}utm_")
    }
    click = fields.get(CLICK_FIELD, "") or fields.get(f"_{CLICK_FIELD}", "")
    address = fields.get(f"{_ATTRIBUTION}session_entry", "")
    return landing_of(address, {**parameters, CLICK: click})


def _is_counted(told: Record, status: str, *, has_refunds: bool) -> bool:
    """Tell whether money came in. A state that a plugin made counts once it is paid."""
    stage = _STAGES.get(status)
    if stage is Stage.REFUNDED:
        return has_refunds  # they undo it; without them nothing would
    if stage is None:
        return bool(text(told.get("date_paid_gmt")) or text(told.get("date_paid")))
    return stage in _PAID


def _refund_number(refund: Record) -> tuple[int, str]:
    """Return where a refund stands among those of its order: ids grow."""
    number = refund.get("id")
    return (number if isinstance(number, int) else 0, text(number))


def _refunds(
    refunds: list[Record], told: Record, order: OrderTold, at: datetime
) -> list[RefundTold]:
    given = sums.shares(order.net_cents, [_share(one, told) for one in refunds])
    return [
        RefundTold(
            refund_id=identifier(one.get("id")),
            order_id=order.order_id,
            net_cents=net,
            tax=order.tax,
            currency=order.currency,
            moment=at,
            rank=order.rank,
        )
        for one, net in zip(refunds, given, strict=True)
    ]


def _share(refund: Record, told: Record) -> Decimal:
    """Return how much of an order went back; without VAT where it is told, as it is since 2026."""
    back, whole = abs(sums.amount(refund, "total")), sums.amount(told, "total")
    tax: JSON = refund.get("total_tax")
    if tax not in (None, ""):
        back -= abs(sums.amount(refund, "total_tax"))
        whole -= sums.amount(told, "total_tax")
    return back / whole if whole else Decimal(0)
