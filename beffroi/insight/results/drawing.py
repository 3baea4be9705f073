"""The two charts of results: what came back by its proofs, and how long people waited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from beffroi.charts.bars import Key
from beffroi.charts.drawings import FULL, HALF, NARROW
from beffroi.charts.figures import Drawn, Figure, Line, Table
from beffroi.charts.lines import Goal, Series, lines
from beffroi.charts.looks import COST, PROOFS
from beffroi.charts.stacked import Stack, stacked
from beffroi.company.rules import Delay, Measure
from beffroi.company.wording import delay_in_words
from beffroi.core.lengths import length
from beffroi.core.sums import round_sum
from beffroi.inbox.promptness import Delays, Wait, delays
from beffroi.insight.notes.showing import NOTHING, Shown, with_notes
from beffroi.insight.results import words
from beffroi.insight.results.gathering import Customers, Results
from beffroi.insight.results.periods import Chosen, place_of
from beffroi.metrics.figures import percent
from beffroi.metrics.proofs import Proof
from beffroi.metrics.sharing import table_units, whole_units
from beffroi.sales.wording import PROOFS as PROOF_WORDS

_SIZES = (NARROW, HALF)
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class _Known:
    """What a stretch brought by proof and what it cost, in cents: exact, and in whole units."""

    first: date
    margins: tuple[int, ...]
    units: tuple[int, ...]
    cost_cents: int
    cost_units: int


def margins(results: Results, *, notes: Shown = NOTHING) -> Figure | None:
    """Draw the margin of each stretch by its proofs, with what it cost; None where it is unknown.

    Where nothing came back and nothing was spent there is nothing to draw either.
    """
    step, currency = results.chosen.step, results.economics.currency
    known = _known(results)
    if not any(one.cost_cents or any(one.margins) for one in known):
        return None
    stacks = [
        Stack(
            words.short_name(one.first, step),
            tuple(cents / 100 for cents in one.margins),
            words.count(Fraction(sum(one.units), 100)) if any(one.margins) else "",
            cost=one.cost_cents / 100 if one.cost_cents else None,
        )
        for one in known
    ]
    sizes = _SIZES if results.customers else (*_SIZES, FULL)  # alone, it has the whole width
    drawn = tuple(
        stacked(stacks, say=words.axis, size=size, is_whole=True, marked=notes.numbered)
        for size in sizes
    )
    title = words.by_step(
        step, day=_("Margin by day"), week=_("Margin by week"), month=_("Margin by month")
    )
    figure = Figure(
        id="margins",
        title=title,
        said=_best(known, results),
        shown=Drawn(drawn),
        table=_margin_table(known, results),
        meta=_in_currency(currency),
        keys=(*_proof_keys(), Key(COST, _("Full cost"))),
    )
    return with_notes(figure, notes)


def answers(
    customers: Customers, chosen: Chosen, *, zone: ZoneInfo, notes: Shown = NOTHING
) -> Figure | None:
    """Draw the median time to a first answer beside what is promised; None without answers."""
    by_stretch = answered_by_stretch(customers.answered.waits, chosen, zone=zone)
    if not any(one.number for one in by_stretch):
        return None
    hours = [None if one.middle is None else one.middle / _HOUR for one in by_stretch]
    said = ["" if value is None else number_format(round(value, 1)) for value in hours]
    names = [words.short_name(one.first, chosen.step) for one in chosen.stretches]
    drawn = tuple(
        lines(
            names,
            [Series(tuple(hours), tuple(said))],
            say=_hours,
            size=size,
            goal=_goal(customers.promise),
            marked=notes.numbered,
        )
        for size in _SIZES
    )
    figure = Figure(
        id="answers",
        title=_("Time to first answer"),
        said=_slowest(by_stretch, chosen),
        shown=Drawn(drawn),
        table=_answer_table(by_stretch, chosen),
        meta=_promised(customers.promise),
    )
    return with_notes(figure, notes)


def _promised(promise: Delay) -> str:
    """Say what the median counts, and what was promised."""
    sentence = (
        _("median, by the clock; promised: %(promise)s")
        if promise.is_by_clock
        else _("median, in opening hours; promised: %(promise)s")
    )
    return sentence % {"promise": delay_in_words(promise)}


def answered_by_stretch(waits: Sequence[Wait], chosen: Chosen, *, zone: ZoneInfo) -> list[Delays]:
    """Sum up first answers by the day on which they were given."""
    found: list[list[Wait]] = [[] for _ in chosen.stretches]
    for one in waits:
        place = place_of(one.answered_at.astimezone(zone).date(), chosen.stretches)
        if place is not None:
            found[place].append(one)
    return [delays(None, several) for several in found]


def _in_currency(currency: str) -> str:
    return _("in euros") if currency == "EUR" else _("in %(currency)s") % {"currency": currency}


def _proof_keys() -> list[Key]:
    return [
        Key(look, str(PROOF_WORDS[proof.value])) for look, proof in zip(PROOFS, Proof, strict=True)
    ]


def _known(results: Results) -> list[_Known]:
    """Return the stretches whose margin is known, rounded so that all of them add up."""
    parts = [(one, one.margins) for one in results.stretches if one.margins is not None]
    exact = [tuple(by_proof[proof] for proof in Proof) for _one, by_proof in parts]
    costs = whole_units([one.cost_cents for one, _by_proof in parts])
    return [
        _Known(one.days.first, margins, units, one.cost_cents, cost_units)
        for (one, _by_proof), margins, units, cost_units in zip(
            parts, exact, table_units(exact), costs, strict=True
        )
    ]


def _best(known: Sequence[_Known], results: Results) -> str:
    """Say which stretch brought most."""
    most = max(known, key=lambda one: sum(one.margins))
    return _("Most came back %(when)s: %(sum)s.") % {
        "when": words.when(most.first, results.chosen.step),
        "sum": round_sum(sum(most.units), results.economics.currency),
    }


def _margin_table(known: Sequence[_Known], results: Results) -> Table:
    currency, step = results.economics.currency, results.chosen.step
    rows = []
    for one in known:
        cells = [round_sum(cents, currency) for cents in (*one.units, sum(one.units))]
        cells.append(round_sum(one.cost_units, currency) if one.cost_cents else "—")
        rows.append(Line(words.long_name(one.first, step), tuple(cells)))
    heads = (
        words.head_of(step),
        *(str(PROOF_WORDS[proof.value]) for proof in Proof),
        _("Together"),
        _("Full cost"),
    )
    return Table(_("Margin by proof, and full cost"), heads, tuple(rows))


def _slowest(by_stretch: Sequence[Delays], chosen: Chosen) -> str:
    """Say when people waited longest."""
    told = [
        (one.middle, stretch.first)
        for one, stretch in zip(by_stretch, chosen.stretches, strict=True)
        if one.middle is not None
    ]
    middle, first = max(told)
    return _("The longest median was %(time)s, %(when)s.") % {
        "time": words.span(middle),
        "when": words.when(first, chosen.step),
    }


def _answer_table(by_stretch: Sequence[Delays], chosen: Chosen) -> Table:
    rows = [
        Line(
            words.long_name(stretch.first, chosen.step),
            (
                "—" if one.middle is None else words.span(one.middle),
                words.count(one.number),
                words.percent(percent(one.in_time, one.number)),
            ),
        )
        for one, stretch in zip(by_stretch, chosen.stretches, strict=True)
    ]
    heads = (words.head_of(chosen.step), _("Median"), _("Answers"), pgettext("answers", "On time"))
    return Table(_("Median time to first answer"), heads, tuple(rows))


def _goal(promise: Delay) -> Goal | None:
    """Return the promise as a line; one in open days has no number of hours."""
    if promise.measure is Measure.OPEN_DAYS:
        return None
    said = _("goal: %(time)s") % {"time": length(promise.length)}
    return Goal(promise.length / _HOUR, said)


def _hours(value: float) -> str:
    return _("%(count)s h") % {"count": words.axis(value)}
