"""Writes tables that spreadsheets open: separated as the reader's language wants, and harmless."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

#: What a spreadsheet would compute in place of showing it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def lines_of(table: Iterable[Iterable[object]], *, is_french: bool) -> Iterator[str]:
    """Write a table a line at a time; a French spreadsheet wants semicolons."""
    return plain_lines_of(
        ([harmless(cell) for cell in cells] for cells in table), is_french=is_french
    )


def plain_lines_of(table: Iterable[Iterable[str]], *, is_french: bool) -> Iterator[str]:
    """Write a table whose cells are harmless as they are."""
    line = io.StringIO()
    writer = csv.writer(line, delimiter=";" if is_french else ",", lineterminator="\r\n")
    yield "\ufeff"  # or accents are lost
    for cells in table:
        writer.writerow(cells)
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def harmless(cell: object) -> str:
    """Return a cell's text so that no spreadsheet computes it."""
    text = str(cell)
    return f"'{text}" if text.startswith(_FORMULA) else text
