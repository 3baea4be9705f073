"""What a product cost, day by day: as it was noted, and as its offers reduced it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from beffroi.sales.models import Offer
from beffroi.sales.rules import Price


def prices_of(offer: Offer) -> Sequence[Price]:
    """Return the prices of an offer's product, earlier offers on it counted in, by day.

    An earlier reduction lowers what may be struck through now: so says the law.
    """
    if offer.product is None:
        return ()
    noted = [Price(mark.since, mark.cents) for mark in offer.product.prices.all()]
    reduced = Offer.objects.filter(
        product=offer.product, removed_at=None, price_cents__isnull=False
    ).exclude(pk=offer.pk)
    found = list(noted)
    for other in reduced:
        found.append(Price(other.first_day, other.price_cents or 0))
        usual = _standing(noted, other)
        if usual is not None:
            found.append(Price(other.last_day + timedelta(days=1), usual))
    return sorted(found, key=lambda price: (price.since, -price.cents))


def _standing(noted: Sequence[Price], offer: Offer) -> int | None:
    """Return what the product costs again once an offer is over."""
    before = [price for price in noted if price.since <= offer.last_day + timedelta(days=1)]
    return before[-1].cents if before else None
