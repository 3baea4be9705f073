"""What was spent and what came back, in whole cents of one currency. Pure.

Amounts are before VAT. Rates are decimals from 0 to 1. Where sales have several proofs, margins
and revenues are ranges, and so is what is made of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil

from beffroi.metrics import intervals
from beffroi.metrics.figures import (
    Figure,
    LessThanNothing,
    Provenance,
    divided,
    percent,
    ratio,
    whole,
)
from beffroi.metrics.ranges import Range

#: What an hour costs until a workspace says otherwise.
HOUR_CENTS = 35_00
_HOUR_MINUTES = 60
_THOUSAND = 1000


class NoRate(ValueError):
    """A margin rate is not between 0 and 1."""


@dataclass(frozen=True, slots=True)
class Work:
    """Time that somebody spent, and what an hour of theirs costs."""

    minutes: int
    hour_cents: int = HOUR_CENTS

    def __post_init__(self) -> None:
        if self.minutes < 0 or self.hour_cents < 0:
            raise LessThanNothing(str(self))

    @property
    def cents(self) -> int:
        """What it cost."""
        return whole(Fraction(self.minutes * self.hour_cents, _HOUR_MINUTES))


@dataclass(frozen=True, slots=True)
class Cost:
    """All that was spent: advertising, tools, agency, and everybody's time."""

    media: int = 0
    tools: int = 0
    agency: int = 0
    work: tuple[Work, ...] = ()

    def __post_init__(self) -> None:
        if min(self.media, self.tools, self.agency) < 0:
            raise LessThanNothing(str(self))

    @property
    def minutes(self) -> int:
        """All time."""
        return sum(one.minutes for one in self.work)

    @property
    def time(self) -> int:
        """What all time cost, rounded once."""
        total = sum(one.minutes * one.hour_cents for one in self.work)
        return whole(Fraction(total, _HOUR_MINUTES))

    @property
    def total(self) -> int:
        """All that was noted; less than the full cost where nobody noted any time."""
        return self.media + self.tools + self.agency + self.time

    @property
    def full(self) -> int | None:
        """The full cost; None where neither anybody's time nor whoever was paid for it is in it."""
        return self.total if self.minutes or self.agency else None


def margin_of_sale(paid: int, *, discount: int, margin_rate: Decimal) -> int:
    """Return what is left of a sale once its products are paid: less than 0 where it made a loss.

    `margin_rate` is the margin as a share of the full price before VAT (in French « taux de
    marque »; a mark-up is a share of the cost, and is another number). A discount lowers the price
    and leaves the cost: of an article of 30 € at a rate of 0.62, sold at 24 €, 12.60 € are left and
    not 14.88 €. A refund is the same sale below 0, and gives the opposite to the cent.
    """
    part, parts = _rate(margin_rate).as_integer_ratio()
    return paid - divided((paid + discount) * (parts - part), parts)


def hours(minutes: Iterable[int], *, provenance: Provenance) -> Figure:
    """Return all time that was noted, in minutes; None where nobody noted any."""
    noted = list(minutes)
    total = Fraction(sum(noted)) if noted else None
    return Figure("hours", total, len(noted), provenance, numerator=total)


def cost(spent: Cost, *, provenance: Provenance) -> Figure:
    """Return the full cost; None where nothing was noted, which does not mean that it was free."""
    entries = len(spent.work) + sum(map(bool, (spent.media, spent.tools, spent.agency)))
    total = Fraction(spent.total) if entries else None
    return Figure("cost", total, entries, provenance, numerator=total)


def margin(margins: Range, *, sales: int, provenance: Provenance) -> Figure:
    """Return the margin of so many sales, from what is certain to all."""
    return _summed("margin", margins, sales=sales, provenance=provenance)


def revenue(revenues: Range, *, sales: int, provenance: Provenance) -> Figure:
    """Return the revenue of so many sales, from what is certain to all."""
    return _summed("revenue", revenues, sales=sales, provenance=provenance)


def roi(margins: Range, *, spent: int, sales: int, provenance: Provenance) -> Figure:
    """Return (margin − full cost) ÷ full cost, in percent; None where nothing was spent."""
    return _net("roi", margins, spent=spent, sales=sales, provenance=provenance)


def roi_revenue(revenues: Range, *, spent: int, sales: int, provenance: Provenance) -> Figure:
    """Return (revenue − full cost) ÷ full cost, in percent; it forgets what the products cost."""
    return _net("roi_revenue", revenues, spent=spent, sales=sales, provenance=provenance)


def return_for_one(margins: Range, *, spent: int, sales: int, provenance: Provenance) -> Figure:
    """Return the margin that one unit of money gave back: margin ÷ full cost.

    Texts for advertisers divide revenue by advertising alone, and get far larger numbers: see
    `revenue_for_one`, which has a name of its own.
    """
    return _over(spent, "ratio", margins, sales=sales, provenance=provenance)


def revenue_for_one(revenues: Range, *, spent: int, sales: int, provenance: Provenance) -> Figure:
    """Return the revenue for one unit of money: revenue ÷ full cost."""
    return _over(spent, "ratio_revenue", revenues, sales=sales, provenance=provenance)


def acquisition_cost(spent: int, *, customers: int, provenance: Provenance) -> Figure:
    """Return the full cost ÷ new customers, each counted once, in cents."""
    return _cost_of("cac", spent, customers, provenance=provenance)


def contact_cost(spent: int, *, contacts: int, provenance: Provenance) -> Figure:
    """Return the full cost ÷ contacts, in cents."""
    return _cost_of("cpl", spent, contacts, provenance=provenance)


def conversion_rate(conversions: int, *, clicks: int, provenance: Provenance) -> Figure:
    """Return conversions ÷ clicks, in percent.

    One click may lead to two orders: without an interval where there are more of them than clicks.
    """
    if conversions < 0 or clicks < 0:
        raise LessThanNothing(f"{conversions} of {clicks}")
    interval = intervals.wilson(conversions, clicks) if conversions <= clicks else None
    return Figure(
        "cvr",
        percent(conversions, clicks),
        clicks,
        provenance,
        numerator=conversions,
        denominator=clicks,
        interval=interval.times(100) if interval else None,
    )


def lifetime_value(
    order_margin: int, *, orders_a_year: Decimal, years: Decimal, provenance: Provenance
) -> Figure:
    """Return what a customer brings over the years, in cents, by what the owner declares."""
    value = Fraction(whole(order_margin * Fraction(orders_a_year) * Fraction(years)))
    return Figure("ltv", value, 0, provenance, numerator=value)


def earned_media_value(
    impressions: int | None,
    *,
    thousand_cents: int | None,
    interactions: int = 0,
    interaction_cents: int = 0,
    provenance: Provenance,
) -> Figure:
    """Return impressions ÷ 1,000 × the price of a thousand, plus interactions × theirs, in cents.

    It is not revenue. None without the workspace's own price: prices of others are not used.
    """
    if impressions is None or thousand_cents is None:
        return Figure("emv", None, 0, provenance)
    shown = Fraction(impressions * thousand_cents, _THOUSAND)
    value = Fraction(whole(shown + interactions * interaction_cents))
    return Figure("emv", value, impressions, provenance, numerator=value)


def break_even(spent: int, *, margin_rate: Decimal, provenance: Provenance) -> Figure:
    """Return the revenue at full price whose margin pays the full cost, in cents, rounded up."""
    needed = ratio(spent, _rate(margin_rate))
    value = None if needed is None else Fraction(ceil(needed))
    return Figure(
        "break_even", value, 0, provenance, numerator=spent, denominator=_rate(margin_rate)
    )


def _summed(key: str, sums: Range, *, sales: int, provenance: Provenance) -> Figure:
    """Return sums as they are; the lower end is the value."""
    return Figure(key, Fraction(sums.low), sales, provenance, numerator=sums.low, proven=sums)


def _net(key: str, brought: Range, *, spent: int, sales: int, provenance: Provenance) -> Figure:
    gained = brought.map(lambda one: one - spent)
    return _over(spent, key, gained, sales=sales, provenance=provenance, times=100)


def _over(
    spent: int, key: str, sums: Range, *, sales: int, provenance: Provenance, times: int = 1
) -> Figure:
    """Return sums ÷ what was spent; the lower end is the value."""
    if spent < 0:
        raise LessThanNothing(str(spent))
    low = ratio(sums.low * times, spent)
    return Figure(
        key,
        low,
        sales,
        provenance,
        numerator=sums.low,
        denominator=spent,
        proven=None if low is None else sums.map(lambda one: Fraction(one * times) / spent),
    )


def _cost_of(key: str, spent: int, count: int, *, provenance: Provenance) -> Figure:
    if spent < 0 or count < 0:
        raise LessThanNothing(f"{spent} for {count}")
    value = ratio(spent, count)
    return Figure(key, value, count, provenance, numerator=spent, denominator=count)


def _rate(margin_rate: Decimal) -> Fraction:
    if not 0 <= margin_rate <= 1:
        raise NoRate(str(margin_rate))
    return Fraction(margin_rate)
