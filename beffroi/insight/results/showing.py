"""Results as a page shows them: figures with their definitions, and the rows of its tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beffroi.channels.models import Channel
from beffroi.channels.queries import network_name
from beffroi.core.lengths import length
from beffroi.core.sums import round_sum
from beffroi.insight.results import figures, words
from beffroi.insight.results.gathering import ChannelRow, Customers, PostRow, Results
from beffroi.insight.rules import Counted
from beffroi.metrics.figures import Figure, rounded, whole
from beffroi.metrics.proofs import Proof
from beffroi.metrics.sharing import table_units, whole_units
from beffroi.reviews.figures import Rating
from beffroi.sales.showing import margin_figure

#: As many posts as the page names; exports have them all.
POSTS_MAX = 10
_SOURCES_MAX = 3


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure with the id of its definition; `value` is “—” where it is unknown."""

    metric: str
    name: str
    value: str
    note: str
    change: str = ""


@dataclass(frozen=True, slots=True)
class PostShown:
    """A post of the table, its margin by proof in words."""

    row: PostRow
    time: timedelta | None
    sums: Sequence[str]
    total: str


@dataclass(frozen=True, slots=True)
class ChannelShown:
    """A channel of the table, in words."""

    channel: Channel
    margin: str
    visits: str
    impressions: str
    interactions: str
    rate: str
    rate_n: int
    is_few: bool


def tiles(results: Results, *, now: datetime) -> list[Tile]:
    """Return the figures beside the margin: what customers wrote, then what was seen."""
    seen = _impressions(results, now=now)
    if results.customers is None:
        return [_posts(results), seen, _interactions(results, now=now)]
    customers = results.customers
    return [
        _first_answer(customers, now=now),
        _on_time(customers, now=now),
        _reviews(results, customers, now=now),
        seen,
    ]


def comparisons(results: Results, *, now: datetime) -> list[tuple[str, str, str]]:
    """Return margin, cost, net return beside the time before: id, name, words."""
    currency = results.economics.currency
    found = []
    told, before = margin_figure(results.told, now=now), margin_figure(results.before, now=now)
    if told is not None and before is not None:
        found.append(_beside("margin", _("Certain margin"), told, before, currency))
    costs = figures.cost(results.told, now=now), figures.cost(results.before, now=now)
    found.append(_beside("cost", _("Full cost"), *costs, currency))
    roi = figures.net_return(results.told, now=now)
    roi_before = figures.net_return(results.before, now=now)
    if roi is not None and roi_before is not None:
        said = words.compared(roi, roi_before, said_before=words.percent(roi_before.value))
        found.append(("roi", _("Net return, at the most prudent"), said))
    return [one for one in found if one[2]]


def post_rows(results: Results) -> list[PostShown]:
    """Return the best posts, their margin in words."""
    currency = results.economics.currency
    shown = results.posts[:POSTS_MAX]
    return [
        PostShown(
            row,
            timedelta(minutes=row.minutes) if row.minutes else None,
            [_sum(cents, currency) for cents in units],
            round_sum(sum(units), currency),
        )
        for row, units in zip(shown, _units(results), strict=False)
    ]


def channel_rows(results: Results, *, now: datetime) -> list[ChannelShown]:
    """Return the channels of the table, in words."""
    currency, units = results.economics.currency, _channel_units(results)
    return [
        _channel(row, None if row.margin_cents is None else cents, currency, now=now)
        for row, cents in zip(results.channels, units, strict=False)
    ]


def rest(results: Results) -> str:
    """Return the margin that stands in no line of the posts that are shown; "" for none."""
    shown = sum(row.total_cents for row in results.posts[:POSTS_MAX])
    every = results.other_margin_cents + sum(row.total_cents for row in results.posts)
    return round_sum(sum(_units(results)[-1]), results.economics.currency) if every != shown else ""


def elsewhere(results: Results) -> str:
    """Return the margin that leads to no channel; "" for none."""
    cents = results.elsewhere_margin_cents
    return round_sum(_channel_units(results)[-1], results.economics.currency) if cents else ""


def _units(results: Results) -> list[tuple[int, ...]]:
    """Return the margins of the posts that are shown by proof, and of all else, in whole units.

    They add up to what the page says on top.
    """
    rows = [
        tuple(row.by_proof.get(proof, 0) for proof in Proof) for row in results.posts[:POSTS_MAX]
    ]
    every = [results.told.with_proof(proof).margin_cents or 0 for proof in Proof]
    others = [cents - sum(row[place] for row in rows) for place, cents in enumerate(every)]
    return table_units([*rows, others])


def _channel_units(results: Results) -> list[int]:
    """Return the margins of the channels, and of what leads to none, in whole units."""
    owed = [row.margin_cents or 0 for row in results.channels]
    return whole_units([*owed, results.elsewhere_margin_cents])


def _channel(
    row: ChannelRow, margin_units: int | None, currency: str, *, now: datetime
) -> ChannelShown:
    rate = figures.engagement(row.posts, now=now)
    margin = "—" if margin_units is None else round_sum(margin_units, currency)
    return ChannelShown(
        channel=row.channel,
        margin=margin,
        visits=words.count(row.visits),
        impressions=words.count(figures.value_of(row.counted, Counted.IMPRESSIONS)),
        interactions=words.count(figures.gestures(row.counted)),
        rate=words.percent(rate.value, places=1),
        rate_n=rate.n,
        is_few=rate.is_few,
    )


def _sum(cents: int, currency: str) -> str:
    return round_sum(cents, currency) if cents else "—"


def _beside(
    metric: str, name: str, told: Figure, before: Figure, currency: str
) -> tuple[str, str, str]:
    said = round_sum(whole(before.value or 0), currency)
    return metric, name, words.compared(told, before, said_before=said)


def _first_answer(customers: Customers, *, now: datetime) -> Tile:
    told = figures.first_answer(customers.answered, now=now)
    before = figures.first_answer(customers.answered_before, now=now)
    return Tile(
        "frt_med",
        _("Median time to first answer"),
        _minutes(told.value),
        _answered(customers, told),
        words.compared(told, before, said_before=_minutes(before.value)),
    )


def _answered(customers: Customers, told: Figure) -> str:
    answered = customers.answered
    number = ngettext("%(count)s answer", "%(count)s answers", told.n) % {"count": told.n}
    parts = [number]
    if answered.waiting:
        waiting = ngettext("%(count)s waits", "%(count)s wait", answered.waiting)
        parts.append(waiting % {"count": answered.waiting})
    if told.is_few:
        parts.append(_("few: read with care"))
    if told.value is not None and not whole(told.value) and not customers.promise.is_by_clock:
        parts.append(_("in opening hours: while you are closed nobody counts as waiting"))
    return ", ".join(parts)


def _on_time(customers: Customers, *, now: datetime) -> Tile:
    told = figures.on_time(customers.answered, now=now)
    before = figures.on_time(customers.answered_before, now=now)
    note = _("no message was due")
    if told.denominator:
        note = _("%(part)s of %(all)s due") % {"part": told.numerator, "all": told.denominator}
    return Tile(
        "sla",
        _("Answers on time"),
        words.percent(told.value),
        note,
        words.compared(told, before, said_before=words.percent(before.value)),
    )


def _reviews(results: Results, customers: Customers, *, now: datetime) -> Tile:
    told = figures.received(customers.reviews, now=now)
    before = figures.received(customers.reviews_before, now=now)
    return Tile(
        "reviews",
        _("New reviews"),
        words.count(told.value),
        _ratings(results, figures.ratings(customers.reviews)),
        words.compared(told, before, said_before=words.count(before.value)),
    )


def _ratings(results: Results, ratings: dict[int, Rating]) -> str:
    """Say the mean of each source by itself, with how many stars it rests on."""
    names = {channel.pk: channel for channel in results.all_channels}
    said = [
        _("%(source)s: %(mean)s of 5, n = %(count)s")
        % {
            "source": network_name(names[source].network),
            "mean": number_format(rounded(Fraction(one.mean), places=1)),
            "count": one.rated,
        }
        for source, one in ratings.items()
        if one.mean is not None and source in names
    ]
    if not results.customers or not results.customers.reviews:
        return ""
    return " · ".join(said[:_SOURCES_MAX]) or _("none with stars")


def _impressions(results: Results, *, now: datetime) -> Tile:
    told = figures.impressions(results.counted, now=now)
    before = figures.impressions(results.counted_before, now=now)
    note = _not_told(results)
    if figures.is_estimated(results.counted):
        note = ", ".join(filter(None, (_("in part estimated"), note)))
    return Tile(
        "impr",
        _("Impressions"),
        words.count(told.value),
        note,
        words.compared(told, before, said_before=words.count(before.value)),
    )


def _not_told(results: Results) -> str:
    """Name the networks that tell no impressions of the posts that were published there."""
    silent = dict.fromkeys(
        network_name(row.channel.network)
        for row in results.channels
        if row.posts and figures.value_of(row.counted, Counted.IMPRESSIONS) is None
    )
    if silent:
        return _("not told by %(networks)s") % {"networks": ", ".join(silent)}
    return "" if results.counted else _("nothing was counted yet")


def _interactions(results: Results, *, now: datetime) -> Tile:
    told = figures.interactions(results.counted, now=now)
    before = figures.interactions(results.counted_before, now=now)
    return Tile(
        "inter",
        _("Interactions"),
        words.count(told.value),
        _("reactions, comments, shares and saves"),
        words.compared(told, before, said_before=words.count(before.value)),
    )


def _posts(results: Results) -> Tile:
    number = sum(len(row.posts) for row in results.channels)
    note = ngettext("on %(count)s channel", "on %(count)s channels", len(results.channels))
    return Tile(
        "posts",
        _("Posts published"),
        words.count(number),
        note % {"count": len(results.channels)},
    )


def _minutes(value: Fraction | None) -> str:
    return "—" if value is None else length(timedelta(minutes=whole(value)))
