"""Which prices changed and which offers began and ended on which day, for charts."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from beffroi.core.happenings import Asked, Happening
from beffroi.core.sums import exact_sum
from beffroi.sales.economics import economics_of
from beffroi.sales.models import Offer, PriceMark
from beffroi.workspaces.models import Workspace

NAME = "sales"


def happenings(asked: Asked) -> Iterator[Happening]:
    """Yield changes of prices, then offers. Three queries; two where no price changed."""
    yield from _prices(asked)
    yield from _offers(asked)


def _prices(asked: Asked) -> Iterator[Happening]:
    """Yield prices that are others than before; the first of a product is no change."""
    earlier = PriceMark.objects.filter(product=OuterRef("product"), since__lt=OuterRef("since"))
    rows = list(
        PriceMark.objects.filter(
            product__workspace=asked.workspace_id,
            since__range=(asked.period.first, asked.period.last),
        )
        .annotate(before=Subquery(earlier.order_by("-since", "-id").values("cents")[:1]))
        .exclude(before=None)
        .select_related("product")
        .order_by("since", "pk")
    )
    if not rows:
        return
    currency = economics_of(Workspace(pk=asked.workspace_id)).currency
    for row in rows:
        before = getattr(row, "before", row.cents)
        if before == row.cents:
            continue
        words = _("%(product)s: %(price)s, %(before)s before") % {
            "product": row.product.name,
            "price": exact_sum(row.cents, currency),
            "before": exact_sum(before, currency),
        }
        yield Happening(f"{NAME}:price:{row.pk}", row.since, words)


def _offers(asked: Asked) -> Iterator[Happening]:
    days = (asked.period.first, asked.period.last)
    rows = Offer.objects.filter(
        Q(first_day__range=days) | Q(last_day__range=days),
        workspace=asked.workspace_id,
        removed_at=None,
    )
    for row in rows.order_by("first_day", "pk"):
        if row.first_day == row.last_day:
            words = _("Only day of the offer “%(offer)s”")
            yield Happening(f"{NAME}:offer:{row.pk}:first", row.first_day, words % _name(row))
            continue
        words = _("First day of the offer “%(offer)s”")
        yield Happening(f"{NAME}:offer:{row.pk}:first", row.first_day, words % _name(row))
        words = _("Last day of the offer “%(offer)s”")
        yield Happening(f"{NAME}:offer:{row.pk}:last", row.last_day, words % _name(row))


def _name(row: Offer) -> dict[str, str]:
    return {"offer": row.name}
