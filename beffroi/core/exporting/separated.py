"""Writes a table as CSV that spreadsheets open as it is meant, a line at a time.

UTF-8 with a mark in front; semicolons and decimal commas for French readers. Days are written as
2026-05-31, instants as 2026-05-31 14:05, minutes as 5:40.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import tzinfo
from decimal import Decimal
from typing import Any

from beffroi.core.exporting.tables import Column, Kind, Table
from beffroi.core.spreadsheets import harmless, plain_lines_of


def as_csv(table: Table, *, is_french: bool, zone: tzinfo) -> Iterator[str]:
    """Write a table, its headings first; instants are those of `zone`."""
    return plain_lines_of(_lines(table, is_french=is_french, zone=zone), is_french=is_french)


def _lines(table: Table, *, is_french: bool, zone: tzinfo) -> Iterator[list[str]]:
    yield [harmless(column.heading) for column in table.columns]
    for row in table.rows:
        yield _cells(table.columns, row, is_french=is_french, zone=zone)


def _cells(
    columns: Sequence[Column], row: Sequence[object], *, is_french: bool, zone: tzinfo
) -> list[str]:
    cells = []
    for column, value in zip(columns, row, strict=True):
        text = "" if value is None else _text(column.kind, value, zone=zone)
        is_decimal = is_french and column.kind in {Kind.CENTS, Kind.PERCENT}
        cells.append(text.replace(".", ",") if is_decimal else text)
    return cells


def _text(kind: Kind, value: Any, *, zone: tzinfo) -> str:
    match kind:
        case Kind.CENTS:
            return f"{Decimal(value) / 100:.2f}"
        case Kind.DATE:
            return str(value.isoformat())
        case Kind.INSTANT:
            return str(value.astimezone(zone).strftime("%Y-%m-%d %H:%M"))
        case Kind.MINUTES:
            return f"{value // 60}:{value % 60:02}"
        case Kind.INTEGER | Kind.PERCENT:
            return str(value)  # a number computes nothing, even a negative one
        case Kind.TEXT:
            return harmless(value)
