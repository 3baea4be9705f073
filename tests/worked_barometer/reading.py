"""Reads the tables of a page, in their order."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

DOCS = Path(__file__).resolve().parents[2] / "docs"
#: Facts, said, points, scores, result.
OF_A_COMPANY = 5
Cells = tuple[str, ...]


def tables(page: str, language: str) -> list[list[Cells]]:
    """Return the rows of each table, without its heads; each has as many cells as these."""
    found: list[list[Cells]] = []
    was_row = False
    for line in (DOCS / language / page).read_text().splitlines():
        is_row = line.startswith("|")
        if is_row and not was_row:
            found.append([])
        if is_row:
            found[-1].append(_cells(line))
        was_row = is_row
    assert all(len(row) == len(rows[0]) for rows in found for row in rows)
    return [rows[2:] for rows in found]


def companies(language: str) -> Iterator[list[list[Cells]]]:
    """Return the tables of each company."""
    several = tables("barometer-worked.md", language)
    for first in range(0, len(several), OF_A_COMPANY):
        yield several[first : first + OF_A_COMPANY]


def _cells(line: str) -> Cells:
    return tuple(cell.strip().strip("`") for cell in line.strip("|").split("|"))
