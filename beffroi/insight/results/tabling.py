"""Results as tables that leave: stretches, posts, channels, and what their figures mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from beffroi.channels.queries import network_name
from beffroi.core.exporting.tables import Column, Kind, Table
from beffroi.insight.notes.rules import Noted
from beffroi.insight.notes.showing import column as notes_column
from beffroi.insight.results import definitions, figures, words
from beffroi.insight.results.drawing import answered_by_stretch
from beffroi.insight.results.gathering import Results
from beffroi.insight.rules import Counted
from beffroi.metrics.figures import rounded, whole
from beffroi.metrics.proofs import Proof
from beffroi.metrics.registry import metric
from beffroi.sales.wording import PROOFS

#: What the tables are made of.
_USED = ("margin", "cost", "hours", "frt_med", "sla", "clicks", "impr", "inter", "er_impr")


def stretches(results: Results, *, zone: ZoneInfo, notes: Sequence[Noted] = ()) -> Table:
    """Return margin by proof, cost and answers of each stretch, and what was noted in it."""
    currency, chosen = results.economics.currency, results.chosen
    customers = results.customers
    waits = customers.answered.waits if customers else ()
    answered = answered_by_stretch(waits, chosen, zone=zone)
    columns = [
        Column("first_day", _("First day"), Kind.DATE, _("Where the day, week or month begins.")),
        Column("last_day", _("Last day"), Kind.DATE, _("Where it ends, this day included.")),
        *margin_columns(currency),
        Column("cost", _("Full cost"), Kind.CENTS, _meaning("cost"), currency),
    ]
    if customers is not None:
        columns += [
            Column("answers", _("First answers"), Kind.INTEGER, _("Given in these days.")),
            Column("median", _meaning_name("frt_med"), Kind.MINUTES, _meaning("frt_med")),
        ]
    columns.append(Column("notes", _("Notes"), Kind.TEXT, _("What happened in these days.")))
    noted = notes_column(notes, chosen.stretches)
    rows: list[tuple[object, ...]] = []
    for one, told, said in zip(results.stretches, answered, noted, strict=True):
        margins = [one.margins[proof] if one.margins else None for proof in Proof]
        minutes = (
            None if told.middle is None else whole(Fraction(told.middle / timedelta(minutes=1)))
        )
        cells = (one.days.first, one.days.last, *margins, one.cost_cents or None)
        counted = (told.number, minutes) if customers is not None else ()
        rows.append((*cells, *counted, said))
    name = words.by_step(chosen.step, day=_("Days"), week=_("Weeks"), month=_("Months"))
    return Table(name, columns, rows)


def posts(results: Results, *, zone: ZoneInfo) -> Table:
    """Return the posts to which something is owed."""
    currency = results.economics.currency
    columns = [
        Column("post", _("Post"), Kind.TEXT, _("Its first line.")),
        Column("networks", _("Networks"), Kind.TEXT, _("Where it was published.")),
        Column("published_at", _("Published"), Kind.INSTANT, _("When it first was out.")),
        Column(
            "time", pgettext("spent", "Time"), Kind.MINUTES, _("Noted for this post in these days.")
        ),
        *margin_columns(currency),
    ]
    rows = [
        (
            row.post.title,
            ", ".join(network_name(key) for key in row.networks),
            row.published_at,
            row.minutes,
            *(row.by_proof.get(proof, 0) for proof in Proof),
        )
        for row in results.posts
    ]
    return Table(_("Posts"), columns, rows)


def channels(results: Results, *, now: datetime) -> Table:
    """Return what came of each channel; what is unknown is empty."""
    currency = results.economics.currency
    columns = [
        Column("channel", _("Channel"), Kind.TEXT, _("As you call it.")),
        Column("network", _("Network"), Kind.TEXT, _("Where it is.")),
        Column(
            "margin", _("Margin"), Kind.CENTS, _("By the last touch before each sale."), currency
        ),
        Column("visits", _("Visits"), Kind.INTEGER, _meaning("clicks")),
        Column("impressions", _meaning_name("impr"), Kind.INTEGER, _meaning("impr")),
        Column("interactions", _meaning_name("inter"), Kind.INTEGER, _meaning("inter")),
        Column("rate", _meaning_name("er_impr"), Kind.PERCENT, _meaning("er_impr")),
        Column("rate_posts", _("Posts of the rate"), Kind.INTEGER, _("Those with both counts.")),
    ]
    rows = []
    for row in results.channels:
        rate = figures.engagement(row.posts, now=now)
        rows.append(
            (
                row.channel.called,
                network_name(row.channel.network),
                row.margin_cents,
                row.visits,
                figures.value_of(row.counted, Counted.IMPRESSIONS),
                figures.gestures(row.counted),
                None if rate.value is None else rounded(rate.value, places=2),
                rate.n,
            )
        )
    return Table(_("Channels"), columns, rows)


def metrics() -> Table:
    """Return what the figures of the tables mean."""
    columns = [
        Column("metric", _("Figure")),
        Column("formula", _("Formula")),
        Column("unit", _("Unit")),
        Column("numerator", _("Numerator")),
        Column("denominator", _("Denominator")),
        Column("caveats", _("Caveats")),
        Column("sources", _("Source")),
    ]
    rows = []
    for one in (definitions.defined(metric(key)) for key in _USED):
        caveats, sources = " ".join(one.caveats), "; ".join(one.sources)
        rows.append(
            (one.name, one.formula, one.unit, one.numerator, one.denominator, caveats, sources)
        )
    return Table(_("Figures"), columns, rows)


def by_name(
    results: Results, *, zone: ZoneInfo, now: datetime, notes: Sequence[Noted] = ()
) -> Mapping[str, Callable[[], Table]]:
    """Return what makes each table of the page, by the name that its address has."""
    return {
        "stretches": lambda: stretches(results, zone=zone, notes=notes),
        "posts": lambda: posts(results, zone=zone),
        "channels": lambda: channels(results, now=now),
    }


def margin_columns(currency: str) -> list[Column]:
    """Return a column of margin for each proof."""
    return [
        Column(
            f"margin_{proof.name.lower()}",
            _("Margin: %(proof)s") % {"proof": str(PROOFS[proof.value]).lower()},
            Kind.CENTS,
            _meaning("margin"),
            currency,
        )
        for proof in Proof
    ]


def _meaning(key: str) -> str:
    return _(metric(key).formula)


def _meaning_name(key: str) -> str:
    return _(metric(key).name)
