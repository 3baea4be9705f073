"""What came back and what it cost, for a workspace's days: sums by proof, a few queries.

Which post or channel brought it, where several may have, is said in `crediting`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, F, Q, QuerySet, Sum, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, NullIf

from beffroi.core.periods import Period
from beffroi.metrics.money import Cost as FullCost
from beffroi.metrics.money import Work, margin_of_sale
from beffroi.metrics.proofs import Proof
from beffroi.sales.economics import economics_of
from beffroi.sales.models import Conversion, Cost, Economics, Offer, WorkTime
from beffroi.sales.rules import CostKind, spread
from beffroi.workspaces.models import Workspace

#: A margin rate has four decimals.
_SHARES = 10_000


@dataclass(frozen=True, slots=True)
class Brought:
    """What came back with one proof. `margin_cents` None: no margin rate was said.

    `unpriced` of `count` have no amount, or one in another currency: they are in no sum.
    """

    count: int = 0
    unpriced: int = 0
    revenue_cents: int = 0
    discount_cents: int = 0
    margin_cents: int | None = None


@dataclass(frozen=True, slots=True)
class Return:
    """What came back by proof, and what it cost."""

    days: Period
    brought: Mapping[Proof, Brought]
    spent: FullCost

    def with_proof(self, proof: Proof) -> Brought:
        """Return what came back with one proof, nothing where there is none."""
        return self.brought.get(proof, Brought())


def return_of(workspace: Workspace, days: Period, *, offer: Offer | None = None) -> Return:
    """Return what came back on these days and what it cost; of one offer, where it is given."""
    economics = economics_of(workspace)
    brought = _brought(conversions_on(workspace, days, offer=offer), economics)
    return Return(days, brought, spent(workspace, days, economics=economics, offer=offer))


def spent(
    workspace: Workspace, days: Period, *, economics: Economics, offer: Offer | None = None
) -> FullCost:
    """Return what these days cost; costs for longer are spread over their days. Two queries.

    Of one offer, where it is given. Without minutes there is no entry of time: nobody noted any.
    """
    only: dict[str, Any] = {"offer": offer} if offer else {}
    by_kind = dict.fromkeys((kind.value for kind in CostKind), 0)
    for row in Cost.objects.filter(
        workspace=workspace,
        removed_at=None,
        last_day__gte=days.first,
        first_day__lte=days.last,
        **only,
    ):
        by_kind[row.kind] += spread(
            row.cents, first=row.first_day, last=row.last_day, start=days.first, end=days.last
        )
    minutes = WorkTime.objects.filter(
        workspace=workspace, removed_at=None, day__range=(days.first, days.last), **only
    ).aggregate(all=Coalesce(Sum("minutes"), 0))["all"]
    return FullCost(
        media=by_kind[CostKind.MEDIA.value],
        tools=by_kind[CostKind.TOOLS.value] + by_kind[CostKind.OTHER.value],
        agency=by_kind[CostKind.AGENCY.value],
        work=(Work(minutes, economics.hour_cents),) if minutes else (),
    )


def conversions_on(
    workspace: Workspace, days: Period, *, offer: Offer | None = None
) -> QuerySet[Conversion]:
    """Return what counts on these days and has a proof; of one offer, where it is given."""
    rows = Conversion.objects.filter(
        workspace=workspace, counts=True, removed_at=None, day__range=(days.first, days.last)
    ).exclude(proof=None)
    return rows.filter(offer=offer) if offer else rows


def margin(revenue: int, discount: int, economics: Economics) -> int | None:
    """Return what remains of one sale, of which a discount was taken off; None: nobody knows."""
    if economics.margin_rate is None:
        return None
    return margin_of_sale(revenue, discount=discount, margin_rate=economics.margin_rate)


def _brought(rows: QuerySet[Conversion], economics: Economics) -> dict[Proof, Brought]:
    """Add conversions up by proof. What was refunded takes its part of the discount with it.

    Each sale has its margin in whole cents, and sums are sums of these: those of weeks, posts and
    channels, however they are cut, add up to the whole.
    """
    is_priced = Q(net_cents__isnull=False, currency=economics.currency)
    kept = F("net_cents") - F("refunded_cents")
    discount = Coalesce(F("discount_cents") * kept / NullIf(F("net_cents"), 0), 0)
    sums = (
        rows.order_by()
        .values("proof")
        .annotate(
            many=Sum("quantity"),
            priced=Coalesce(Sum("quantity", filter=is_priced), 0),
            revenue=Coalesce(Sum(kept, filter=is_priced), 0),
            discount=Coalesce(Sum(discount, filter=is_priced), 0),
            goods=Coalesce(Sum(_goods(kept + discount, economics), filter=is_priced), 0),
        )
    )
    is_known = economics.margin_rate is not None
    return {
        Proof(row["proof"]): Brought(
            count=row["many"],
            unpriced=row["many"] - row["priced"],
            revenue_cents=row["revenue"],
            discount_cents=row["discount"],
            margin_cents=row["revenue"] - row["goods"] if is_known else None,
        )
        for row in sums
    }


def _goods(full_price: Combinable, economics: Economics) -> Combinable:
    """Return what the goods of one sale cost in cents, as `metrics.money` rounds it: halves up."""
    share = int((1 - (economics.margin_rate or 0)) * _SHARES)
    # Databases cut what whole numbers leave over, towards 0 on both sides of it.
    half = Case(When(net_cents__lt=0, then=Value(-_SHARES)), default=Value(_SHARES))
    return (full_price * Value(2 * share) + half) / Value(2 * _SHARES)
