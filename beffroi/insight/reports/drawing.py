"""The two charts of a report: what came back beside what it cost, and week by week."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from beffroi.charts.bars import Key, Part, range_bar
from beffroi.charts.drawings import NARROW, Size
from beffroi.charts.figures import Drawn, Figure, Line, Table
from beffroi.charts.looks import COST, PROOFS
from beffroi.charts.stacked import Stack, stacked
from beffroi.company.wording import day_and_month
from beffroi.core.periods import Period
from beffroi.core.sums import round_sum
from beffroi.insight.notes.rules import Noted as DayNote
from beffroi.insight.notes.showing import Shown, shown, with_notes
from beffroi.insight.reports.facts import Facts, Money, Week
from beffroi.metrics.proofs import Proof
from beffroi.sales import wording

_USUAL_DAYS = 7
#: As many notes as a sheet has room for below its chart.
_NOTES_MAX = 5
#: As wide as a sheet of paper within its margins.
_SHEET = Size("m", 640, 270)


def charts(facts: Facts) -> tuple[Figure, ...]:
    """Return the charts; none where there is nothing to draw, which words say."""
    return tuple(_charts(facts))


def _charts(facts: Facts) -> Iterator[Figure]:
    if facts.money.margins is None or not facts.money.sold:
        return
    yield _brought(facts.money)
    if facts.weeks:
        yield _weeks(facts)


def _brought(money: Money) -> Figure:
    """Draw what came back by its proofs beside what it cost; a loss is told in words alone."""
    margins = money.margins or (0, 0, 0)
    parts = [
        Part(_name(proof), max(cents, 0) / 100, round_sum(cents, money.currency))
        for proof, cents in zip(Proof, margins, strict=True)
    ]
    brought = (_("Margin brought"), round_sum(sum(margins), money.currency))
    spent = (_("Full cost"), round_sum(money.cost, money.currency) if money.cost else "—")
    drawn = range_bar(
        parts,
        spent=money.cost / 100 if money.cost else None,
        brought_words=brought,
        spent_words=spent,
    )
    lines = [
        Line(part.name, (part.said, str(many)))
        for part, many in zip(parts, money.sales, strict=True)
    ]
    words = _("%(brought)s came back for %(spent)s spent.")
    return Figure(
        id="brought",
        title=_("Brought and spent"),
        said=words % {"brought": brought[1], "spent": spent[1]},
        shown=drawn,
        table=Table(_("Margin by proof"), (_("Proof"), _("Margin"), _("Sales")), tuple(lines)),
    )


def _weeks(facts: Facts) -> Figure:
    stacks = [_stack(week) for week in facts.weeks]
    notes = _notes(facts)
    drawings = tuple(
        stacked(stacks, say=_tick, size=size, marked=notes.numbered) for size in (NARROW, _SHEET)
    )
    heads = (_("Days"), *(_name(proof) for proof in Proof), pgettext("money", "Cost"))
    lines = [_line(week, facts.money.currency) for week in facts.weeks]
    keys = [Key(look, _name(proof)) for look, proof in zip(PROOFS, Proof, strict=True)]
    figure = Figure(
        id="weeks",
        title=_("Margin by week"),
        said=_said(facts),
        shown=Drawn(drawings),
        table=Table(_("Margin and cost by week"), heads, tuple(lines)),
        meta=_meta(facts),
        keys=(*keys, Key(COST, pgettext("money", "Cost"))),
    )
    return with_notes(figure, notes)


def _notes(facts: Facts) -> Shown:
    """Number what was noted in the weeks of the month."""
    notes = [
        DayNote(one.day, one.words, id=None if one.is_ready else place, key=str(place))
        for place, one in enumerate(facts.notes)
    ]
    return shown(notes, [Period(week.first, week.last) for week in facts.weeks], most=_NOTES_MAX)


def _said(facts: Facts) -> str:
    told = [
        f"{day_and_month(week.first)}, {round_sum(week.total or 0, facts.money.currency)}"
        for week in facts.weeks
    ]
    return _("Margin by week: %(weeks)s.") % {"weeks": " · ".join(told)}


def _meta(facts: Facts) -> str:
    """Say how long the weeks at the ends are, where they are no weeks."""
    currency = facts.money.currency
    unit = _("in euros") if currency == "EUR" else _("in %(currency)s") % {"currency": currency}
    first, last = facts.weeks[0], facts.weeks[-1]
    said = [unit]
    if _days(first) != _USUAL_DAYS:
        words = ngettext(
            "the first counts %(days)s day", "the first counts %(days)s days", _days(first)
        )
        said.append(words % {"days": _days(first)})
    if _days(last) != _USUAL_DAYS:
        words = ngettext(
            "the last counts %(days)s day", "the last counts %(days)s days", _days(last)
        )
        said.append(words % {"days": _days(last)})
    return " · ".join(said)


def _days(week: Week) -> int:
    return (week.last - week.first).days + 1


def _stack(week: Week) -> Stack:
    name = day_and_month(week.first)
    cost = week.cost / 100
    if week.margins is None:
        return Stack(name, None, "—", cost)
    parts = tuple(cents / 100 for cents in week.margins)
    return Stack(name, parts, _tick(round(sum(parts))), cost)


def _line(week: Week, currency: str) -> Line:
    span = f"{day_and_month(week.first)} – {day_and_month(week.last)}"
    cells = [round_sum(cents, currency) for cents in week.margins or ()]
    return Line(span, (*cells, round_sum(week.cost, currency)))


def _tick(value: float) -> str:
    number = number_format(abs(round(value)), force_grouping=True)
    return f"\u2212{number}" if value < 0 else number


def _name(proof: Proof) -> str:
    return str(wording.PROOFS[proof.value])
