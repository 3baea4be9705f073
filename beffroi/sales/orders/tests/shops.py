"""Shops and what they send, made up for tests."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from beffroi.sales.orders.shops import Shop

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
BAKERY = Shop(zone=ZoneInfo("Europe/Paris"), currency="EUR")
#: One whose people say that its prices bear 20 %.
WITH_RATE = Shop(
    zone=ZoneInfo("Europe/Paris"),
    currency="EUR",
    vat_rate=Decimal("0.20"),
    prices_include_tax=True,
)


def body(value: object) -> bytes:
    return json.dumps(value).encode()


def woo_order(**changes: Any) -> dict[str, Any]:
    """Goods of 50 € less 5 €, delivery of 5 €, VAT of 20 % on all: 60 €."""
    order: dict[str, Any] = {
        "id": 1042,
        "number": "1042",
        "status": "processing",
        "currency": "EUR",
        "prices_include_tax": True,
        "date_created": "2026-11-02T10:15:00",
        "date_created_gmt": "2026-11-02T09:15:00",
        "date_modified_gmt": "2026-11-02T09:16:00",
        "date_paid_gmt": "2026-11-02T09:16:00",
        "discount_total": "5.00",
        "discount_tax": "1.00",
        "shipping_total": "5.00",
        "shipping_tax": "1.00",
        "total": "60.00",
        "total_tax": "10.00",
        "billing": {"email": "Lea@Example.fr"},
        "line_items": [{"id": 1, "total": "45.00", "total_tax": "9.00"}],
        "tax_lines": [{"id": 2, "tax_total": "9.00"}],
        "coupon_lines": [{"id": 3, "code": "brioche10", "discount": "5.00"}],
        "refunds": [],
        "meta_data": [],
    }
    return {**order, **changes}


def woo_headers(topic: str = "order.updated") -> dict[str, str]:
    return {"X-WC-Webhook-Topic": topic, "X-WC-Webhook-Source": "https://fournil.example/"}


def shopify_order(**changes: Any) -> dict[str, Any]:
    """The same in Shopify's shape: goods of 54 €, of which 9 € are VAT."""
    order: dict[str, Any] = {
        "id": 5912345678901,
        "name": "#1042",
        "email": "Lea@Example.fr",
        "created_at": "2026-11-02T10:15:00+01:00",
        "processed_at": "2026-11-02T10:15:00+01:00",
        "updated_at": "2026-11-02T10:16:00+01:00",
        "cancelled_at": None,
        "currency": "EUR",
        "financial_status": "paid",
        "taxes_included": True,
        "subtotal_price": "54.00",
        "total_discounts": "6.00",
        "total_tax": "10.00",
        "total_price": "60.00",
        "total_shipping_price_set": {"shop_money": {"amount": "6.00", "currency_code": "EUR"}},
        "discount_codes": [{"code": "BRIOCHE10", "amount": "6.00", "type": "percentage"}],
        "line_items": [{"id": 1, "price": "60.00", "tax_lines": [{"price": "9.00", "rate": 0.2}]}],
        "shipping_lines": [{"id": 2, "tax_lines": [{"price": "1.00", "rate": 0.2}]}],
        "landing_site": "/offre?utm_source=instagram&utm_medium=social",
        "note_attributes": [],
        "refunds": [],
        "customer": {"email": "lea@example.fr", "orders_count": 1},
        "test": False,
    }
    return {**order, **changes}


def shopify_headers(topic: str = "orders/updated") -> dict[str, str]:
    return {"X-Shopify-Topic": topic, "X-Shopify-Shop-Domain": "fournil.example"}


def shopify_refund(**changes: Any) -> dict[str, Any]:
    """All of the goods of `shopify_order` went back."""
    refund: dict[str, Any] = {
        "id": 801,
        "order_id": 5912345678901,
        "created_at": "2026-11-05T09:00:00+01:00",
        "processed_at": "2026-11-05T09:00:00+01:00",
        "refund_line_items": [{"id": 1, "quantity": 1, "subtotal": 54.0, "total_tax": 9.0}],
        "order_adjustments": [],
        "transactions": [
            {"id": 9, "kind": "refund", "status": "success", "amount": "54.00", "currency": "EUR"}
        ],
    }
    return {**refund, **changes}


def presta_order(**changes: Any) -> dict[str, Any]:
    """The same in the shape of PrestaShop's webservice."""
    order: dict[str, Any] = {
        "id": "42",
        "reference": "XKBKNABJK",
        "id_currency": "1",
        "current_state": "2",
        "valid": "1",
        "date_add": "2026-11-02 10:15:00",
        "date_upd": "2026-11-02 10:16:00",
        "total_products": "50.000000",
        "total_products_wt": "60.000000",
        "total_discounts_tax_excl": "5.000000",
        "total_shipping_tax_excl": "5.000000",
        "conversion_rate": "1.000000",
    }
    return {**order, **changes}


def plain_order(**changes: Any) -> dict[str, Any]:
    order: dict[str, Any] = {
        "id": "1042",
        "created_at": "2026-11-02T10:15:00+01:00",
        "currency": "EUR",
        "net": "45.00",
        "codes": ["brioche10"],
    }
    return {"event": "order", "order": {**order, **changes}}
