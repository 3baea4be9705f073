"""Orders as a shop tells them, for tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from beffroi.sales.orders.told import Landing, OrderTold, RefundTold, Tax, rank_of

AT = datetime(2026, 9, 10, 9, 30, tzinfo=UTC)


def order(order_id: str = "1042", *, minutes: int = 0, **given: Any) -> OrderTold:
    """Return an order of 25 € before tax, changed some minutes after it was made."""
    values: dict[str, Any] = {
        "number": f"#{order_id}",
        "moment": AT,
        "currency": "EUR",
        "net_cents": 2500,
        "tax": Tax.KNOWN,
        "rank": rank_of(AT + timedelta(minutes=minutes)),
    }
    return OrderTold(order_id=order_id, **(values | given))


def refund(refund_id: str = "r1", *, minutes: int = 5, **given: Any) -> RefundTold:
    """Return 10 € that went back of order 1042."""
    values: dict[str, Any] = {
        "order_id": "1042",
        "net_cents": 1000,
        "tax": Tax.KNOWN,
        "currency": "EUR",
        "moment": AT + timedelta(minutes=minutes),
        "rank": rank_of(AT + timedelta(minutes=minutes)),
    }
    return RefundTold(refund_id=refund_id, **(values | given))


def through(click: str) -> Landing:
    """Return a visit that began on one of our short links."""
    return Landing(content=click, source="facebook")
