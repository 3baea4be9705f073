"""Results as figures of the registry: what each rests on, and what could not be counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from fractions import Fraction

from beffroi.insight.queries import Total, Totals
from beffroi.insight.results.gathering import Answered
from beffroi.insight.rules import Counted
from beffroi.metrics import money, rates
from beffroi.metrics.figures import Figure, Provenance, Source
from beffroi.metrics.metric import Base
from beffroi.metrics.proofs import range_of
from beffroi.metrics.rates import Part
from beffroi.reviews.figures import Rating, Review, rating
from beffroi.sales.returns import Return
from beffroi.sales.showing import margins

#: What people did with a post; quotes are shares with words.
_GESTURES = (
    Counted.REACTIONS,
    Counted.COMMENTS,
    Counted.SHARES,
    Counted.QUOTES,
    Counted.SAVES,
)


def first_answer(answered: Answered, *, now: datetime) -> Figure:
    """Return the median time to a first answer, in minutes; who waits is left out."""
    waited = [Fraction(int(one.length.total_seconds()), 60) for one in answered.waits]
    provenance = Provenance(Source.MEASURED, now)
    return rates.middle_delay("frt_med", waited, provenance=provenance)


def on_time(answered: Answered, *, now: datetime) -> Figure:
    """Return how many of a hundred due messages were answered within what was promised."""
    in_time = sum(one.is_in_time for one in answered.waits)
    due = len(answered.waits) + answered.overdue
    return rates.share("sla", in_time, due, provenance=Provenance(Source.MEASURED, now))


def received(reviews: Sequence[Review], *, now: datetime) -> Figure:
    """Return how many reviews came."""
    return rates.single("reviews", len(reviews), provenance=Provenance(Source.MEASURED, now))


def ratings(reviews: Iterable[Review]) -> dict[int, Rating]:
    """Return what each source says, the most rated first: stars of several have no mean."""
    by_source: dict[int, list[Review]] = {}
    for one in reviews:
        by_source.setdefault(one.source, []).append(one)
    found = {source: rating(rows) for source, rows in by_source.items()}
    return dict(sorted(found.items(), key=lambda pair: (-pair[1].rated, pair[0])))


def impressions(counted: Mapping[int, Totals], *, now: datetime) -> Figure:
    """Return how often posts were displayed, on the channels whose network tells."""
    values = [value_of(totals, Counted.IMPRESSIONS) for totals in counted.values()]
    source = Source.ESTIMATED if is_estimated(counted) else Source.MEASURED
    return rates.total("impr", values, provenance=Provenance(source, now))


def interactions(counted: Mapping[int, Totals], *, now: datetime) -> Figure:
    """Return how often people reacted, commented, shared or saved."""
    values = [gestures(totals) for totals in counted.values()]
    return rates.total("inter", values, provenance=Provenance(Source.MEASURED, now))


def engagement(posts: Iterable[Totals], *, now: datetime) -> Figure:
    """Return the interactions of posts ÷ their impressions, pooled; n is of how many posts."""
    parts = [
        Part(_post_gestures(one), value_of(one, Counted.IMPRESSIONS), Base.IMPRESSIONS)
        for one in posts
    ]
    return rates.pooled("er_impr", parts, provenance=Provenance(Source.MEASURED, now))


def cost(told: Return, *, now: datetime) -> Figure:
    """Return the full cost; None where no time was noted."""
    figure = money.cost(told.spent, provenance=Provenance(Source.DECLARED, now))
    return figure if told.spent.full else rates.single("cost", None, provenance=figure.provenance)


def net_return(told: Return, *, now: datetime) -> Figure | None:
    """Return the net return on margin, in percent; None where margin or cost is unknown."""
    known = margins(told)
    spent = told.spent.full
    if known is None or not spent:
        return None
    sales = sum(one.count for one in told.brought.values())
    provenance = Provenance(Source.DECLARED, now)
    return money.roi(range_of(known), spent=spent, sales=sales, provenance=provenance)


def value_of(totals: Totals, counted: Counted) -> int | None:
    """Return a sum; None where no network told."""
    found: Total | None = totals.get(counted)
    return None if found is None else found.value


def gestures(totals: Totals) -> int | None:
    """Return the interactions of known parts; None where none is known."""
    known = [totals[one].value for one in _GESTURES if one in totals]
    return sum(known) if known else None


def is_estimated(counted: Mapping[int, Totals]) -> bool:
    """Tell whether a part of the impressions is estimated."""
    return any(
        totals[Counted.IMPRESSIONS].is_estimated
        for totals in counted.values()
        if Counted.IMPRESSIONS in totals
    )


def _post_gestures(gained: Totals) -> int | None:
    found = gestures(gained)
    return None if found is None else max(found, 0)
