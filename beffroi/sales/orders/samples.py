"""A test order as each kind of shop would send it, signed by its secret. Pure.

It is read as any other and never kept. In the currency of the shop, of ten units before tax.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime

from beffroi.sales.orders import shopify, signatures, woocommerce
from beffroi.sales.orders.software import Software

NUMBER = "test"


def sample(
    software: Software, *, currency: str, secret: str, now: datetime
) -> tuple[Mapping[str, str], bytes]:
    """Return the headers and the body of a call that tells one order made at `now`."""
    at = now.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat()
    if software is Software.WOOCOMMERCE:
        body = _body(_woocommerce(at, currency))
        signature = signatures.sign_base64(secret, body)
        return {woocommerce.TOPIC: "order.created", signatures.WOOCOMMERCE: signature}, body
    if software is Software.SHOPIFY:
        body = _body(_shopify(at, currency))
        signature = signatures.sign_base64(secret, body)
        return {shopify.TOPIC: "orders/create", signatures.SHOPIFY: signature}, body
    body = _body(_plain(at, currency))
    signed = signatures.sign_ours(secret, body, at_seconds=int(now.timestamp()))
    return {signatures.OURS: signed}, body


def _body(told: object) -> bytes:
    return json.dumps(told).encode()


def _woocommerce(at: str, currency: str) -> object:
    return {
        "id": 1,
        "number": NUMBER,
        "status": "processing",
        "currency": currency,
        "date_created_gmt": at,
        "date_modified_gmt": at,
        "total": "12.00",
        "total_tax": "2.00",
        "shipping_total": "0.00",
        "shipping_tax": "0.00",
        "line_items": [{"total": "10.00", "total_tax": "2.00"}],
    }


def _shopify(at: str, currency: str) -> object:
    return {
        "id": 1,
        "name": NUMBER,
        "test": True,
        "created_at": f"{at}Z",
        "updated_at": f"{at}Z",
        "currency": currency,
        "financial_status": "paid",
        "taxes_included": True,
        "subtotal_price": "12.00",
        "total_tax": "2.00",
        "total_price": "12.00",
        "line_items": [],
    }


def _plain(at: str, currency: str) -> object:
    order = {"id": NUMBER, "created_at": f"{at}Z", "currency": currency, "net": "10.00"}
    return {"event": "order", "order": order}
