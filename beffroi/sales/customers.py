"""Who bought for the first time: by what orders tell, of customers whom nobody can name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Min, Q, QuerySet

from beffroi.core.periods import Period
from beffroi.sales.models import Conversion
from beffroi.sales.returns import conversions_on
from beffroi.sales.rules import Kind
from beffroi.workspaces.models import Workspace


@dataclass(frozen=True, slots=True)
class NewCustomers:
    """How many bought for the first time, as far as `telling` of all `orders` tell it.

    `count` is None where orders came and none of them tells its customer.
    """

    count: int | None
    telling: int
    orders: int


def new_customers(workspace: Workspace, days: Period) -> NewCustomers:
    """Return who first bought on these days by an order linked to social networks. Two queries.

    New is a first purchase known to us: the shop says so, or, where it does not, no earlier order
    of the same digest is known. What was wholly refunded or cancelled was no purchase.
    """
    rows = list(_bought(conversions_on(workspace, days)).order_by("happened_at", "id"))
    telling = [one for one in rows if one.is_first_of_customer is not None or one.customer]
    firsts = _firsts(workspace, (one.customer for one in telling if one.customer))
    new, unnamed = set(), 0
    for one in telling:
        is_first = one.is_first_of_customer
        if is_first is None:
            is_first = firsts.get(one.customer) == one.happened_at
        if is_first and one.customer:
            new.add(one.customer)
        elif is_first:
            unnamed += 1
    count = len(new) + unnamed if telling or not rows else None
    return NewCustomers(count, len(telling), len(rows))


def _firsts(workspace: Workspace, customers: Iterable[str]) -> dict[str, datetime]:
    """Return when each customer first bought, whatever led to it."""
    wanted = set(customers)
    if not wanted:
        return {}
    rows = _bought(
        Conversion.objects.filter(
            workspace=workspace, counts=True, removed_at=None, customer__in=wanted
        )
    )
    return dict(rows.order_by().values_list("customer").annotate(Min("happened_at")))


def _bought(rows: QuerySet[Conversion]) -> QuerySet[Conversion]:
    """Keep the orders of which something is left."""
    kept = Q(net_cents=None) | Q(net_cents=0) | Q(refunded_cents__lt=F("net_cents"))
    return rows.filter(kept, kind=Kind.ORDER.value)
