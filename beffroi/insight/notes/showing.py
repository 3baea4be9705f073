"""Notes as charts and tables show them: numbers above, words beside, a column."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from beffroi.charts.figures import Figure, Line, Remark
from beffroi.charts.numbered import Numbered
from beffroi.company.wording import day_and_month
from beffroi.core.periods import Period
from beffroi.insight.notes.rules import SHOWN_MAX, Noted, Placed, placed


@dataclass(frozen=True, slots=True)
class Shown:
    """What a chart has of notes: numbers, their words, and a cell for each stretch."""

    numbered: tuple[Numbered, ...] = ()
    remarks: tuple[Remark, ...] = ()
    cells: tuple[str, ...] = ()


NOTHING = Shown()


def shown(notes: Iterable[Noted], stretches: Sequence[Period], *, most: int = SHOWN_MAX) -> Shown:
    """Return what a chart of these stretches has of notes."""
    found = placed(notes, stretches, most=most)
    by_place: defaultdict[int, list[Placed]] = defaultdict(list)
    for one in found:
        by_place[one.place].append(one)
    numbered = tuple(
        Numbered(
            place,
            several[0].number,
            several[-1].number,
            is_ready=all(one.note.is_ready for one in several),
        )
        for place, several in sorted(by_place.items())
    )
    remarks = tuple(
        Remark(one.number, day_and_month(one.note.day), one.note.words, one.note.is_ready)
        for one in found
    )
    cells = tuple(_cell(by_place[place]) for place in range(len(stretches)))
    return Shown(numbered, remarks, cells)


def with_notes(figure: Figure, notes: Shown) -> Figure:
    """Return a figure whose words and table have notes, too; its table is a line a stretch."""
    if not notes.remarks:
        return figure
    table = figure.table
    lines = tuple(
        Line(line.name, (*line.cells, cell))
        for line, cell in zip(table.lines, notes.cells, strict=True)
    )
    told = replace(table, heads=(*table.heads, _("Notes")), lines=lines)
    return replace(figure, table=told, remarks=notes.remarks)


def column(notes: Iterable[Noted], stretches: Sequence[Period]) -> list[str]:
    """Return the notes of each stretch as tables that leave have them: all that are not hidden."""
    kept = [one for one in notes if not one.is_hidden]
    return [
        " · ".join(f"{day_and_month(one.day)} — {one.words}" for one in kept if one.day in stretch)
        for stretch in stretches
    ]


def _cell(several: Sequence[Placed]) -> str:
    return " · ".join(f"{one.number}. {one.note.words}" for one in several)
