"""New customers and what one cost, as far as orders tell their customers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beffroi.core.sums import round_sum
from beffroi.insight.results import words
from beffroi.insight.results.gathering import Results
from beffroi.metrics import money, rates
from beffroi.metrics.figures import Figure, Provenance, Source, whole
from beffroi.sales.customers import NewCustomers, new_customers
from beffroi.workspaces.models import Workspace


@dataclass(frozen=True, slots=True)
class Acquired:
    """New customers and the cost of one, in words; “—” where unknown, and why."""

    customers: str
    customers_note: str
    cost: str
    cost_note: str


def told(workspace: Workspace, results: Results, *, now: datetime) -> Acquired | None:
    """Return who bought for the first time; None where no order is linked to posts. Two queries."""
    found = new_customers(workspace, results.told.days)
    if not found.orders:
        return None
    cost = acquisition(found, results.told.spent.full, now=now)
    count = rates.single("new_customers", found.count, provenance=_declared(now))
    if cost.value is None:
        said, note = "—", _why_no_cost(found)
    else:
        said = round_sum(whole(cost.value), results.economics.currency)
        note = _("full cost ÷ new customers, n = %(count)s") % {"count": cost.n}
        if cost.is_few:
            note = _("%(note)s, few: read with care") % {"note": note}
    return Acquired(words.count(count.value), _of_orders(found), said, note)


def acquisition(found: NewCustomers, spent_cents: int | None, *, now: datetime) -> Figure:
    """Return the full cost of a new customer; None without any, or where it is unknown."""
    if not found.count or not spent_cents:
        return rates.single("cac", None, provenance=_declared(now))
    return money.acquisition_cost(spent_cents, customers=found.count, provenance=_declared(now))


def _of_orders(found: NewCustomers) -> str:
    if found.count is None:
        return _("unknown: orders do not tell who bought")
    sentence = ngettext(
        "by %(telling)s of %(count)s order that tells who bought",
        "by %(telling)s of %(count)s orders that tell who bought",
        found.orders,
    )
    return sentence % {"telling": found.telling, "count": found.orders}


def _why_no_cost(found: NewCustomers) -> str:
    if found.count is None:
        return _("unknown: orders do not tell who bought")
    if not found.count:
        return _("nobody bought for the first time")
    return _("no time was noted for these days")


def _declared(now: datetime) -> Provenance:
    return Provenance(Source.DECLARED, now)
