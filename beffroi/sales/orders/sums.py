"""Sums of an order with their VAT taken out, and of what went back of it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from beffroi.sales.orders.amounts import cents, machine_amount
from beffroi.sales.orders.bodies import Record
from beffroi.sales.orders.shops import Shop
from beffroi.sales.orders.told import Tax

_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Sums:
    """What an order comes to, in cents."""

    net: int
    discount: int
    shipping: int
    tax: Tax


def without_tax(
    shop: Shop, net: Decimal, *, discount: Decimal = _NOTHING, shipping: Decimal = _NOTHING
) -> Sums:
    """Take VAT out of sums that bear it, by the rate that was set; without one it stays in."""
    tax = Tax.UNKNOWN if shop.vat_rate is None else Tax.KNOWN
    share = 1 + (shop.vat_rate or _NOTHING)
    return Sums(cents(net / share), cents(discount / share), cents(shipping / share), tax)


def told(net: Decimal, *, discount: Decimal = _NOTHING, shipping: Decimal = _NOTHING) -> Sums:
    """Return sums that bear no VAT."""
    return Sums(cents(net), cents(discount), cents(shipping), Tax.KNOWN)


def optional(record: Record, *keys: str) -> Decimal | None:
    """Return the first sum that is told under one of `keys`. Raises Refused for what is no sum."""
    for key in keys:
        if record.get(key) not in (None, ""):
            return machine_amount(record[key])
    return None


def amount(record: Record, *keys: str) -> Decimal:
    """Return the first sum under one of `keys`, 0 where none is told. Raises Refused."""
    return optional(record, *keys) or _NOTHING


def shares(net_cents: int, parts: Sequence[Decimal]) -> list[int]:
    """Return the cents of goods in parts of an order that went back, each a share of its total.

    They are rounded along the way, so that parts that make a whole give back all of `net_cents`.
    """
    found: list[int] = []
    so_far = _NOTHING
    for part in parts:
        so_far += part
        found.append(cents(Decimal(net_cents) * so_far / 100) - sum(found))
    return found
