"""Tables that leave: read back by another program than the one that wrote them."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from beffroi.core.exporting import workbooks
from beffroi.core.exporting.separated import as_csv
from beffroi.core.exporting.sheet_names import sheet_names
from beffroi.core.exporting.tables import Column, Kind, Table

PARIS = ZoneInfo("Europe/Paris")
MADE_AT = datetime(2026, 6, 2, 6, 0, tzinfo=UTC)
COLUMNS = (
    Column("post", "Publication", meaning="Ce qui a été publié."),
    Column("clicks", "Clics", Kind.INTEGER),
    Column("margin", "Marge", Kind.CENTS, "Ce qui reste de la vente."),
    Column("answered", "Répondus", Kind.PERCENT),
    Column("day", "Jour", Kind.DATE),
    Column("at", "À", Kind.INSTANT),
    Column("spent", "Temps", Kind.MINUTES),
)
ROWS: list[tuple[object, ...]] = [
    (
        "Le coffret ; « fête »",
        1234,
        -33150,
        94.5,
        date(2026, 5, 31),
        datetime(2026, 5, 31, 22, 30, tzinfo=UTC),
        340,
    ),
    ('=HYPERLINK("http://x.example")', 0, 5, 0, date(2026, 1, 1), MADE_AT, 1575),
    (None, None, None, None, None, None, None),
]


def _table(rows: Sequence[Sequence[object]] = ROWS, name: str = "Publications") -> Table:
    return Table(name, COLUMNS, rows)


def _csv(*, is_french: bool) -> list[list[str]]:
    text = "".join(as_csv(_table(), is_french=is_french, zone=PARIS))
    assert text.startswith("\ufeff")
    mark = ";" if is_french else ","
    return list(csv.reader(io.StringIO(text[1:], newline=""), delimiter=mark))


def test_a_french_spreadsheet_reads_numbers_days_and_times() -> None:
    heads, first, second, empty = _csv(is_french=True)
    assert heads == [column.heading for column in COLUMNS]
    assert first[1:] == ["1234", "-331,50", "94,5", "2026-05-31", "2026-06-01 00:30", "5:40"]
    assert first[0] == "Le coffret ; « fête »"
    assert second[2:4] == ["0,05", "0"]
    assert second[-1] == "26:15"
    assert empty == [""] * 7


def test_an_english_spreadsheet_reads_points_and_commas() -> None:
    assert _csv(is_french=False)[1][2:4] == ["-331.50", "94.5"]


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_text_is_computed(start: str) -> None:
    table = Table("x", [Column("a", start)], [[start]])
    (cells,) = ("".join(as_csv(table, is_french=True, zone=UTC)).removeprefix("\ufeff"),)
    rows = list(csv.reader(io.StringIO(cells, newline=""), delimiter=";"))
    assert rows == [[f"'{start}"], [f"'{start}"]]


def _book(tables: Sequence[Table], **named: Any) -> Any:
    with translation.override("fr"):
        asked = {"is_french": True, "zone": PARIS, "made_at": MADE_AT, **named}
        with workbooks.as_workbook(tables, **asked) as file:
            return openpyxl.load_workbook(io.BytesIO(file.read()))


def test_a_workbook_holds_real_numbers_days_and_times() -> None:
    sheet = _book([_table()])["Publications"]
    heads, first, second = sheet.iter_rows()
    assert [cell.value for cell in heads] == [column.heading for column in COLUMNS]
    assert [cell.value for cell in first] == [
        "Le coffret ; « fête »",
        1234,
        -331.5,
        0.945,
        datetime(2026, 5, 31),  # noqa: DTZ001 - spreadsheets know no zone
        datetime(2026, 6, 1, 0, 30),  # noqa: DTZ001
        timedelta(hours=5, minutes=40),
    ]
    formats = [cell.number_format for cell in first][1:]
    assert formats == [
        "#,##0",
        '#,##0.00\u00a0"€"',
        '0.0"\u00a0"%',
        "dd/mm/yyyy",
        "dd/mm/yyyy hh:mm",
        "[h]:mm",
    ]
    assert (second[0].value, second[0].data_type) == ('=HYPERLINK("http://x.example")', "s")


def test_headings_stay_in_sight_and_columns_are_as_wide_as_what_they_hold() -> None:
    sheet = _book([_table([("x" * 40, *ROWS[0][1:]), ("x" * 400, *ROWS[1][1:])])])["Publications"]
    widths = {name: round(sheet.column_dimensions[name].width) for name in "ABF"}
    assert sheet.freeze_panes == "A2"
    assert sheet["A1"].font.bold
    assert sheet.auto_filter.ref == "A1:G3"
    assert widths["A"] in {60, 61}
    assert widths["B"] < widths["F"] < widths["A"]


def test_a_sheet_says_what_the_columns_mean() -> None:
    book = _book([_table(), _table(name="Publications"), _table(name="Mai/Juin")])
    rows = list(book["Définitions"].iter_rows(values_only=True))
    assert book.sheetnames == ["Publications", "Publications 2", "Mai Juin", "Définitions"]
    assert rows[0] == ("Feuille", "Colonne", "Nature", "Ce que cela veut dire")
    assert rows[1] == ("Publications", "Publication", "Texte", "Ce qui a été publié.")
    assert rows[3] == ("Publications", "Marge", "Montant", "Ce qui reste de la vente.")
    assert len(rows) == 1 + 3 * len(COLUMNS)


def test_another_currency_is_named() -> None:
    table = Table("x", [Column("a", "a", Kind.CENTS, currency="CHF")], [[100]])
    assert _book([table])["x"]["A2"].number_format == '#,##0.00\u00a0"CHF"'


def test_the_same_rows_give_the_same_bytes() -> None:
    made = []
    for _ in range(2):
        with workbooks.as_workbook(
            [_table(), _table()], is_french=True, zone=PARIS, made_at=MADE_AT
        ) as file:
            made.append(file.read())
    assert made[0] == made[1]
    assert openpyxl.load_workbook(io.BytesIO(made[0])).properties.created == datetime(2026, 6, 2, 6)  # noqa: DTZ001


def test_more_rows_than_a_sheet_holds_are_refused_and_leave_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(workbooks, "ROWS_MAX", 2)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with pytest.raises(workbooks.TooManyRows):
        _book([_table()])
    assert list(tmp_path.iterdir()) == []


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_survives(text: str) -> None:
    table = Table("x", [Column("a", "a")], [[text], ["end"]])
    found = _book([table])["x"]["A2"].value or ""
    plain = openpyxl.utils.escape.unescape(found) if found else ""
    assert plain.replace("\r\n", "\n").replace("\r", "\n") == text.replace("\r\n", "\n").replace(
        "\r", "\n"
    )


@given(st.lists(st.text()))
def test_names_of_sheets_are_such_that_every_program_takes_them(names: list[str]) -> None:
    found = sheet_names(names)
    assert len(found) == len(names) == len({name.casefold() for name in found})
    for name in found:
        assert 0 < len(name) <= 31
        assert not set(name) & set("[]:*?/\\")
        assert not name.startswith("'")
        assert not name.endswith("'")


def test_a_hundred_thousand_rows_take_little_memory() -> None:
    code = (
        "import resource\n"
        "from datetime import UTC, datetime\n"
        "from beffroi.core.exporting.tables import Column, Kind, Table\n"
        "from beffroi.core.exporting.workbooks import as_workbook\n"
        "import django.conf; django.conf.settings.configure(USE_I18N=False)\n"
        "def write(count):\n"
        "    columns = [Column('a', 'a'), Column('b', 'b', Kind.CENTS)]\n"
        "    rows = ((f'Une publication du mois, {n}', n) for n in range(count))\n"
        "    now = datetime(2026, 6, 2, tzinfo=UTC)\n"
        "    tables = [Table('x', columns, rows)]\n"
        "    with as_workbook(tables, is_french=True, zone=UTC, made_at=now):\n"
        "        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "few = write(10)\n"
        "print((write(100_000) - few) // 1000)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 60
