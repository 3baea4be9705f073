"""What shops are made with, how each proves its calls and who reads them. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from beffroi.sales.orders import plain, prestashop, shopify, woocommerce
from beffroi.sales.orders.shops import Shop
from beffroi.sales.orders.signatures import Proof, prove_ours, prove_shopify, prove_woocommerce
from beffroi.sales.orders.told import Telling


class Software(StrEnum):
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


_READERS: Mapping[Software, Reader] = {
    Software.WOOCOMMERCE: woocommerce.read,
    Software.SHOPIFY: shopify.read,
    Software.PRESTASHOP: prestashop.read,
    Software.PLAIN: plain.read,
}


def reader_of(software: Software) -> Reader:
    """Return who reads what a shop made with it sends."""
    return _READERS[software]


def prove(
    software: Software,
    headers: Mapping[str, str],
    body: bytes,
    *,
    secrets: Sequence[str],
    now: datetime,
) -> Proof:
    """Hold a call against the secrets of its shop. WooCommerce's ping is MISSING: see `is_ping`."""
    if software is Software.WOOCOMMERCE:
        return prove_woocommerce(headers, body, secrets)
    if software is Software.SHOPIFY:
        return prove_shopify(headers, body, secrets)
    return prove_ours(headers, body, secrets, now=now)
