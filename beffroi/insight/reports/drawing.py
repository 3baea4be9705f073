"""The two charts of a report: what came back beside what it cost, and week by week."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

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
from beffroi.insight.reports.writing import ends
from beffroi.metrics.proofs import Proof
from beffroi.metrics.sharing import running_units, table_units, whole_units
from beffroi.sales import wording
from beffroi.sales.showing import spent_in_words

_USUAL_DAYS = 7
#: As many notes as a sheet has room for below its chart.
_NOTES_MAX = 5
#: As wide as a sheet of paper within its margins.
_SHEET = Size("m", 640, 270)


@dataclass(frozen=True, slots=True)
class _Rounded:
    """A week with what it brought by proof and what it cost in whole units, in cents."""

    week: Week
    units: tuple[int, ...]
    cost: int

    @property
    def total(self) -> int:
        """All that it brought."""
        return sum(self.units)


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
        Part(_name(proof), max(cents, 0) / 100, round_sum(units, money.currency))
        for proof, cents, units in zip(Proof, margins, running_units(margins), strict=True)
    ]
    brought = (_("Margin brought"), round_sum(sum(margins), money.currency))
    full = money.cost if money.is_costed else None
    spent = (_("Full cost"), spent_in_words(money.cost, full, money.currency))
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
    if not money.cost:
        words = _("%(brought)s came back; what it cost is not noted.")
    return Figure(
        id="brought",
        title=_("Brought and spent"),
        said=words % {"brought": brought[1], "spent": spent[1]},
        shown=drawn,
        table=Table(_("Margin by proof"), (_("Proof"), _("Margin"), _("Sales")), tuple(lines)),
    )


def _weeks(facts: Facts) -> Figure:
    rounded = _rounded(facts)
    stacks = [_stack(week) for week in rounded]
    notes = _notes(facts)
    drawings = tuple(
        stacked(stacks, say=_tick, size=size, marked=notes.numbered) for size in (NARROW, _SHEET)
    )
    heads = (_("Days"), *(_name(proof) for proof in Proof), pgettext("money", "Cost"))
    lines = [_line(one, facts.money.currency) for one in rounded]
    keys = [Key(look, _name(proof)) for look, proof in zip(PROOFS, Proof, strict=True)]
    figure = Figure(
        id="weeks",
        title=_("Margin by week"),
        said=_said(rounded, facts.money.currency),
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


def _rounded(facts: Facts) -> list[_Rounded]:
    """Return the weeks with sums in whole units, which add up to those of the month."""
    units = table_units([week.margins or (0, 0, 0) for week in facts.weeks])
    costs = whole_units([week.cost for week in facts.weeks])
    return [_Rounded(*one) for one in zip(facts.weeks, units, costs, strict=True)]


def _said(weeks: Sequence[_Rounded], currency: str) -> str:
    told = [f"{day_and_month(one.week.first)}, {round_sum(one.total, currency)}" for one in weeks]
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


def _stack(one: _Rounded) -> Stack:
    name = day_and_month(one.week.first)
    cost = one.week.cost / 100 if one.week.cost else None
    if one.week.margins is None:
        return Stack(name, None, "—", cost)
    parts = tuple(cents / 100 for cents in one.week.margins)
    return Stack(name, parts, _tick(one.total / 100), cost)


def _line(one: _Rounded, currency: str) -> Line:
    span = " – ".join(ends(one.week.first, one.week.last))
    cells = [round_sum(cents, currency) for cents in one.units] if one.week.margins else []
    return Line(span, (*cells, round_sum(one.cost, currency) if one.week.cost else "—"))


def _tick(value: float) -> str:
    number = number_format(abs(round(value)), force_grouping=True)
    return f"\u2212{number}" if value < 0 else number


def _name(proof: Proof) -> str:
    return str(wording.PROOFS[proof.value])
