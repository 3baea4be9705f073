"""Which shops there are, how each proves its calls and who reads them. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from beffroi.sales.orders import plain, prestashop, shopify, woocommerce
from beffroi.sales.orders.shops import Shop
from beffroi.sales.orders.signatures import Proof, prove_ours, prove_shopify, prove_woocommerce
from beffroi.sales.orders.told import Telling


class Kind(StrEnum):
    """What sells: a shop by its software, or whatever writes our plain JSON."""

    WOOCOMMERCE = "woocommerce"
    SHOPIFY = "shopify"
    PRESTASHOP = "prestashop"
    PLAIN = "plain"


class Reader(Protocol):
    """Reads what was sent. It raises nothing: what it cannot read is told as Unreadable."""

    def __call__(
        self, body: bytes, headers: Mapping[str, str], *, shop: Shop, now: datetime
    ) -> tuple[Telling, ...]:
        """Return what a body tells, in its order."""


_READERS: Mapping[Kind, Reader] = {
    Kind.WOOCOMMERCE: woocommerce.read,
    Kind.SHOPIFY: shopify.read,
    Kind.PRESTASHOP: prestashop.read,
    Kind.PLAIN: plain.read,
}


def reader_of(kind: Kind) -> Reader:
    """Return who reads what a shop of this kind sends."""
    return _READERS[kind]


def prove(
    kind: Kind, headers: Mapping[str, str], body: bytes, *, secrets: Sequence[str], now: datetime
) -> Proof:
    """Hold a call against the secrets of its shop. WooCommerce's ping is MISSING: see `is_ping`."""
    if kind is Kind.WOOCOMMERCE:
        return prove_woocommerce(headers, body, secrets)
    if kind is Kind.SHOPIFY:
        return prove_shopify(headers, body, secrets)
    return prove_ours(headers, body, secrets, now=now)
