"""Writes tables that spreadsheets open: separated as the reader's language wants, and harmless."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

#: What a spreadsheet would compute in place of showing it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def lines_of(table: Iterable[Iterable[object]], *, is_french: bool) -> Iterator[str]:
    """Write a table a line at a time; a French spreadsheet wants semicolons."""
    line = io.StringIO()
    writer = csv.writer(line, delimiter=";" if is_french else ",", lineterminator="\r\n")
    yield "\ufeff"  # or accents are lost
    for cells in table:
        writer.writerow(_harmless(cell) for cell in cells)
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def _harmless(cell: object) -> str:
    text = str(cell)
    return f"'{text}" if text.startswith(_FORMULA) else text
