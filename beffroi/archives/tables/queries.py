"""What the pages of tables read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from beffroi.archives.tables.models import TableImport
from beffroi.archives.tables.sentences import reason
from beffroi.archives.tables.takers import Subject, taker_of
from beffroi.core.exporting.tables import Column, Kind, Table
from beffroi.workspaces.models import Workspace

_SHOWN_MAX, NAMED_MAX = 50, 50
_CHUNK = 2_000


@dataclass(frozen=True, slots=True)
class Row:
    """One table as it is shown."""

    table: TableImport
    subject: Subject | None
    percent: int
    explanation: str


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line that was not taken."""

    number: int
    reason: str
    detail: str


def tables_of(workspace: Workspace) -> list[Row]:
    """Return the tables that were given, newest first."""
    rows = TableImport.objects.filter(workspace=workspace).order_by("-created_at", "-id")
    return [as_row(row) for row in rows[:_SHOWN_MAX]]


def as_row(row: TableImport) -> Row:
    """Return a table as it is shown."""
    taker = taker_of(row.kind)
    return Row(
        table=row,
        subject=taker.subject(row) if taker else None,
        percent=_percent(row),
        explanation=reason(row, row.problem),
    )


def refused_lines(row: TableImport) -> Sequence[LineRow]:
    """Return the first lines that were not taken, with the reason in words. One query."""
    return [
        LineRow(one.number, reason(row, one.problem), one.detail)
        for one in row.lines.order_by("number", "id")[:NAMED_MAX]
    ]


def refused_table(row: TableImport) -> Table:
    """Return all lines that were not taken, for a download."""
    columns = [
        Column("line", _("Line"), Kind.INTEGER),
        Column("why", _("Why it was not taken")),
        Column("detail", _("What it says")),
    ]
    # Asked now: once lines are on their way, the reader's language is no longer known.
    problems = row.lines.order_by().values_list("problem", flat=True).distinct()
    return Table("lines", columns, _refused(row, {one: reason(row, one) for one in problems}))


def _refused(row: TableImport, words: Mapping[str, str]) -> Iterator[Sequence[object]]:
    for one in row.lines.order_by("number", "id").iterator(_CHUNK):
        # A line that came meanwhile: its table is still being read.
        yield one.number, words.get(one.problem, one.problem), one.detail


def _percent(row: TableImport) -> int:
    if row.status == TableImport.Status.UNDOING:
        return min(100, row.undone * 100 // max(row.added, 1))
    return min(100, row.lines_done * 100 // max(row.lines_total or 0, 1))
