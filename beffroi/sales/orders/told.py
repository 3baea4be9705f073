"""What a shop tells of its orders, as values that have no shop's shape any more. Pure.

A telling may come twice, late, or before one that is older: each says how new it is (`rank`), and
whoever keeps orders keeps the one of the highest rank.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import IntEnum, StrEnum
from typing import TypeAlias

from beffroi.sales.orders.problems import Problem

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_STAGES = 10


class Tax(StrEnum):
    """Whether VAT could be taken out of a sum."""

    KNOWN = "known"
    #: The sum is with VAT, and nothing tells how much of it.
    UNKNOWN = "unknown"


class Stage(IntEnum):
    """How far an order is; of two tellings of one second the later stage is the newer."""

    OPEN = 1
    WAITING = 2
    PAID = 3
    DONE = 4
    FAILED = 5
    CANCELLED = 6
    REFUNDED = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Landing:
    """Where the visit of a buyer began; each part is "" where it is not told.

    The address comes without its query, which may hold anything of anybody.
    """

    address: str = ""
    click: str = ""  # the code of our short link
    source: str = ""
    medium: str = ""
    campaign: str = ""
    content: str = ""


NOWHERE = Landing()


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderTold:
    """One order. Cents are hundredths of the currency's unit, whichever it is.

    `net_cents` is what the goods cost after discounts, without delivery and VAT; where `tax` is
    unknown, VAT is still in it, as in the other sums. Refunds are not taken off.
    """

    order_id: str
    number: str  # as people read it: « #1042 »
    moment: datetime
    currency: str
    net_cents: int
    tax: Tax
    discount_cents: int = 0
    shipping_cents: int = 0
    codes: tuple[str, ...] = ()
    landing: Landing = NOWHERE
    email: str = field(default="", repr=False)  # to be digested by whoever keeps the order
    is_first_of_customer: bool | None = None  # None where the shop does not tell
    said: str = ""  # how the buyer says they heard of the company
    status: str = ""  # the shop's own word
    is_counted: bool = True
    rank: int = 0
    #: All refunds that stand; None where a telling of an order says nothing of them.
    refund_ids: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactTold:
    """Somebody asked for something by a form: a quotation, a table, a call. Told once."""

    contact_id: str
    moment: datetime
    codes: tuple[str, ...] = ()
    landing: Landing = Landing()
    email: str = field(default="", repr=False)  # to be digested by whoever keeps the contact
    said: str = ""  # how they say they heard of the company


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundTold:
    """Money that went back. It counts while its order does.

    `net_cents` is positive, and of goods without VAT as in OrderTold. A shop may tell `moment` as
    the hour of the telling: keep the earliest. `is_sum` stands for all refunds of the order, and
    counts only where no other is known.
    """

    refund_id: str
    order_id: str
    net_cents: int
    tax: Tax
    currency: str
    moment: datetime
    rank: int = 0
    is_sum: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderGone:
    """An order was deleted. Shops do not tell when: take the hour at which it was heard.

    An order whose rank is above `rank_of` that hour was brought back.
    """

    order_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ping:
    """A shop asks whether anybody is there. WooCommerce wants to read 200, nothing else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """What was told cannot be taken; answer it with 2xx when it was genuine.

    WooCommerce stops a webhook whose deliveries fail more than five times in a row, and Shopify one
    that fails eight times: whatever cannot be read would come again as it is.
    """

    problem: Problem
    detail: str = ""


Telling: TypeAlias = OrderTold | ContactTold | RefundTold | OrderGone | Ping | Unreadable


def rank_of(changed_at: datetime, stage: Stage = Stage.OPEN) -> int:
    """Return how new a telling is: milliseconds since 1970, then the stage. It fits in 63 bits."""
    return (changed_at - _EPOCH) // timedelta(milliseconds=1) * _STAGES + stage
