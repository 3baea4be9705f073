"""Writes tables as one workbook (XLSX): a sheet each, and one that says what the columns mean.

Numbers, days and instants are real ones, with a format; headings stay in sight. Rows go to a file
as they come, so that a long table takes no more memory than a short one, and the same rows at the
same instant give the same bytes. Texts are texts: none is ever taken for a formula or a link.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import IO, Any

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from beffroi.core.exporting.sheet_names import sheet_names
from beffroi.core.exporting.tables import Column, Kind, Table

#: Limits of the format (Excel specifications and limits, Microsoft, 2026-11-28).
ROWS_MAX = 1_048_575  # and one of headings
_TEXT_LENGTH_MAX = 32_767
#: Widths in signs of the usual typeface; wider columns hide what stands beside them.
_WIDTH_MIN, _WIDTH_MAX = 9, 60
_MEMORY_BYTES = 1_000_000  # beyond, the finished file lies on disk


class TooManyRows(Exception):
    """A table has more rows than a sheet can hold."""


@dataclass(frozen=True, slots=True)
class _Style:
    """How cells of one workbook look, by what they hold, and in which zone instants are told."""

    formats: dict[tuple[Kind, str], Format]
    heading: Format
    zone: tzinfo


def as_workbook(
    tables: Sequence[Table], *, is_french: bool, zone: tzinfo, made_at: datetime
) -> IO[bytes]:
    """Return the workbook as a file to read from its beginning; closing it deletes it.

    `made_at` is noted in it. Names and headings of sheets are in the language in force. Raises
    TooManyRows.
    """
    target = tempfile.SpooledTemporaryFile(max_size=_MEMORY_BYTES)  # noqa: SIM115 - the caller's
    try:
        _write(target, tables, is_french=is_french, zone=zone, made_at=made_at)
    except BaseException:
        target.close()
        raise
    target.seek(0)
    return target


def _write(
    target: IO[bytes],
    tables: Sequence[Table],
    *,
    is_french: bool,
    zone: tzinfo,
    made_at: datetime,
) -> None:
    definitions = _definitions(tables)
    sheets = [*tables, definitions]
    with tempfile.TemporaryDirectory(prefix="beffroi-exporting-") as folder:
        options = {"constant_memory": True, "tmpdir": folder}
        book = xlsxwriter.Workbook(target, options)
        book.set_properties({"created": made_at.astimezone(UTC).replace(tzinfo=None)})
        style = _style(book, sheets, is_french=is_french, zone=zone)
        try:
            for name, table in zip(
                sheet_names(sheet.name for sheet in sheets), sheets, strict=True
            ):
                _write_sheet(book.add_worksheet(name), table, style)
        finally:
            book.close()


def _style(
    book: xlsxwriter.Workbook, tables: Sequence[Table], *, is_french: bool, zone: tzinfo
) -> _Style:
    heading = book.add_format({"bold": True, "bottom": 1, "bg_color": "#f6f3ed", "valign": "top"})
    kinds = dict.fromkeys(
        (column.kind, column.currency) for table in tables for column in table.columns
    )
    formats = {
        key: book.add_format({"num_format": _number_format(*key, is_french=is_french)})
        for key in kinds
    }
    return _Style(formats, heading, zone)


def _number_format(kind: Kind, currency: str, *, is_french: bool) -> str:
    """Return how a kind of cell is shown; the reader's program puts its own separators."""
    day = "dd/mm/yyyy" if is_french else "yyyy-mm-dd"
    sign = "€" if currency == "EUR" else currency
    return {
        Kind.TEXT: "@",
        Kind.INTEGER: "#,##0",
        Kind.CENTS: f'#,##0.00\u00a0"{sign}"',
        Kind.PERCENT: '0.0"\u00a0"%' if is_french else "0.0%",
        Kind.DATE: day,
        Kind.INSTANT: f"{day} hh:mm",
        Kind.MINUTES: "[h]:mm",
    }[kind]


def _write_sheet(sheet: Worksheet, table: Table, style: _Style) -> None:
    columns = table.columns
    widths = [len(column.heading) for column in columns]
    formats = [style.formats[column.kind, column.currency] for column in columns]
    for place, column in enumerate(columns):
        sheet.write_string(0, place, column.heading, style.heading)
    last = 0
    for last, row in enumerate(table.rows, start=1):
        if last > ROWS_MAX:
            raise TooManyRows(table.name)
        for place, (column, value) in enumerate(zip(columns, row, strict=True)):
            if value is not None:
                width = _write_cell(sheet, (last, place), column.kind, value, formats[place], style)
                widths[place] = max(widths[place], width)
    sheet.freeze_panes(1, 0)
    if columns:
        sheet.autofilter(0, 0, last, len(columns) - 1)
    for place, width in enumerate(widths):
        sheet.set_column(place, place, min(max(width + 2, _WIDTH_MIN), _WIDTH_MAX))


def _write_cell(
    sheet: Worksheet,
    place: tuple[int, int],
    kind: Kind,
    value: Any,
    shown: Format,
    style: _Style,
) -> int:
    """Write one cell; return about how many signs it shows."""
    match kind:
        case Kind.TEXT:
            text = str(value)[:_TEXT_LENGTH_MAX]
            sheet.write_string(*place, text, shown)
            return len(text)
        case Kind.DATE:
            sheet.write_datetime(*place, value, shown)
            return 10
        case Kind.INSTANT:
            local = value.astimezone(style.zone).replace(tzinfo=None, microsecond=0)
            sheet.write_datetime(*place, local, shown)
            return 16
        case _:
            sheet.write_number(*place, _number(kind, value), shown)
            return len(str(value)) + 4


def _number(kind: Kind, value: Any) -> float:
    """Return a number as spreadsheets count it: a share of one, a part of a day."""
    return float(value) / {Kind.CENTS: 100, Kind.PERCENT: 100, Kind.MINUTES: 1440}.get(kind, 1)


def _definitions(tables: Sequence[Table]) -> Table:
    """Return the sheet that says what each column means, and in what it is counted."""
    words = {
        Kind.TEXT: _("Text"),
        Kind.INTEGER: _("Number"),
        Kind.CENTS: _("Amount"),
        Kind.PERCENT: _("Percentage"),
        Kind.DATE: _("Day"),
        Kind.INSTANT: _("Day and time"),
        Kind.MINUTES: _("Hours and minutes"),
    }
    headings = (_("Sheet"), _("Column"), _("Kind"), _("What it means"))
    columns = [Column(f"column_{place}", text) for place, text in enumerate(headings)]
    rows = [
        (table.name, column.heading, words[column.kind], column.meaning)
        for table in tables
        for column in table.columns
    ]
    return Table(_("Definitions"), columns, rows)
