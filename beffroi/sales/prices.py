"""What a product cost before an offer: as it was noted, and as other offers reduced it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from beffroi.sales.models import Offer
from beffroi.sales.rules import Price, Reduction, days_before, lowest_before, reduced, standing


def struck_price(offer: Offer) -> int | None:
    """Return what an offer may strike through, with tax; None: nothing tells. Two queries.

    It is the lowest price of the thirty days before. An earlier reduction lowers it, in price or in
    percent: so says the law.
    """
    if offer.product is None:
        return None
    noted = [Price(mark.since, mark.cents) for mark in offer.product.prices.all()]
    first, last = days_before(offer.first_day)
    others = Offer.objects.filter(
        product=offer.product, removed_at=None, first_day__lte=last, last_day__gte=first
    ).exclude(pk=offer.pk)
    found = [one for other in others for one in _reductions(other, noted, offer)]
    return lowest_before(noted, start=offer.first_day, reductions=found)


def is_reduction(offer: Offer, lowest: int | None) -> bool:
    """Tell whether an offer's price lies below the lowest of before: else nothing is struck."""
    return lowest is not None and offer.price_cents is not None and offer.price_cents < lowest


def _reductions(other: Offer, noted: Sequence[Price], offer: Offer) -> Iterator[Reduction]:
    """Yield what another offer made of the product's prices in the days before this one."""
    first, last = days_before(offer.first_day)
    first, last = max(first, other.first_day), min(last, other.last_day)
    if other.price_cents is not None:
        yield Reduction(first, last, other.price_cents)
    elif other.percent_off is not None:
        for cents in standing(noted, first=first, last=last):
            yield Reduction(first, last, reduced(cents, hundredths=other.percent_off))
