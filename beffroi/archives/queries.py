"""What the pages of archives read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from beffroi.archives.models import ArchiveImport, HistoryFeedback
from beffroi.archives.sentences import (
    KIND_NAMES,
    MARKED,
    explain,
    network_name,
    reason_words,
    row_words,
)
from beffroi.workspaces.models import Workspace

_SHOWN_MAX = 50
_BAR_WIDTH, _CHART_HEIGHT, _LABEL_HEIGHT = 48, 96, 18


@dataclass(frozen=True)
class Row:
    """One import as it is listed."""

    archive: ArchiveImport
    network_name: str
    mark: str
    percent: int
    explanation: str


@dataclass(frozen=True)
class Line:
    """One kind of thing, counted year by year."""

    name: str
    cells: list[int]
    total: int


@dataclass(frozen=True)
class Bar:
    """One year of the picture."""

    label: str
    total: int
    x: int
    y: int
    width: int
    height: int
    middle: int


@dataclass(frozen=True)
class Result:
    """What was read, by kind and year, as a table and as a picture."""

    years: list[str]
    lines: list[Line]
    bars: list[Bar]
    width: int
    height: int


@dataclass(frozen=True)
class ListedFile:
    """A file that was not read, or not to its end."""

    name: str
    reason: str


@dataclass(frozen=True)
class LeftOutRows:
    """Rows of a table that were not kept; `numbers` are the first ones."""

    name: str
    reason: str
    count: int
    numbers: str


def imports(workspace: Workspace) -> list[Row]:
    """Return the workspace's imports, newest first."""
    rows = ArchiveImport.objects.filter(workspace=workspace, removed_at__isnull=True)
    return [as_row(row) for row in rows.order_by("-created_at", "-id")[:_SHOWN_MAX]]


def received_reviews(workspace: Workspace) -> int:
    """Return how many reviews the archives hold. One query."""
    rows = HistoryFeedback.objects.filter(workspace=workspace, kind="review")
    return rows.filter(archive_import__removed_at=None).count()


def as_row(row: ArchiveImport) -> Row:
    """Return an import as it is shown."""
    whole = max(row.size_bytes, 1)
    return Row(
        archive=row,
        network_name=network_name(row.network),
        mark=row.network if row.network in MARKED else "",
        percent=min(100, row.done_bytes * 100 // whole),
        explanation=explain(row.problem) if row.problem else "",
    )


def result(row: ArchiveImport) -> Result:
    """Return what an import holds by kind and year, the unknown year last."""
    named = {year for counts in row.summary.values() for year in counts}
    years = sorted(named - {""}) + ([""] if "" in named else [])
    lines = [
        Line(str(name), [counts.get(year, 0) for year in years], sum(counts.values()))
        for key, name in KIND_NAMES.items()
        if (counts := row.summary.get(key))
    ]
    totals = [sum(line.cells[place] for line in lines) for place in range(len(years))]
    labels = [year or _("undated") for year in years]
    bars = _bars([year or "—" for year in years], totals)
    height = _CHART_HEIGHT + 2 * _LABEL_HEIGHT
    return Result(labels, lines, bars, len(bars) * _BAR_WIDTH, height)


def _bars(labels: Sequence[str], totals: Sequence[int]) -> list[Bar]:
    most = max(totals, default=0) or 1
    bars = []
    for place, (label, total) in enumerate(zip(labels, totals, strict=True)):
        height = max(2, total * _CHART_HEIGHT // most) if total else 0
        left = place * _BAR_WIDTH
        y = _LABEL_HEIGHT + _CHART_HEIGHT - height
        middle = left + _BAR_WIDTH // 2
        bars.append(Bar(label, total, left + 6, y, _BAR_WIDTH - 12, height, middle))
    return bars


def listed(row: ArchiveImport) -> list[ListedFile]:
    """Return the files that were not read, each with its reason in words."""
    return [ListedFile(name, reason_words(reason)) for name, reason in row.listed]


def left_out(row: ArchiveImport) -> list[LeftOutRows]:
    """Return the rows of tables that were not kept, file by file, with the reason in words."""
    return [
        LeftOutRows(
            name=name,
            reason=row_words(problem),
            count=count,
            numbers=", ".join(map(str, first)) + ("…" if count > len(first) else ""),
        )
        for name, problem, count, first in row.left_out
    ]
