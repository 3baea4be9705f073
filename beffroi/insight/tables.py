"""Tables of figures per day, as networks and people export them. Pure.

What is not sure is refused: a figure on a wrong day is worse than none.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from itertools import pairwise

from beffroi.archives.readers.tables import folded, text_of
from beffroi.insight import headings
from beffroi.insight.figures import Figure
from beffroi.insight.rules import Counted
from beffroi.listening.files.dates import read_date

BYTES_MAX = 5_000_000
ROWS_MAX = 20_000
_VALUE_MAX = 2**53
_HEAD_ROWS = 12
_SEPARATORS = ";\t,|"

_SHORT_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](?:\d{4}|\d\d)(?!\d).*")
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d(?=$|[T ])")
_ENGLISH_DAY = re.compile(r"([A-Za-z]{3,9})\.? (\d{1,2}),? (\d{4})")
_AMOUNT = re.compile(r"-?\d{1,3}(?:[ .,]\d{3})+|-?\d+(?:[.,]\d+)?")
#: Longer is no figure: of thousands of digits Python makes no number.
_LENGTH_MAX = 40
_BLANKS = re.compile(r"[\s\u00a0\u202f\u2009']+")
_NOTHING = frozenset({"", "-", "–", "—", "n/a", "na", "nd", "n/d"})
_TOTALS = frozenset({"total", "totals", "totaux"})


class TableProblem(Enum):
    """Why nothing of a table is kept."""

    TOO_LARGE = "too_large"
    NO_TABLE = "no_table"
    NO_DATE = "no_date"
    NO_FIGURES = "no_figures"
    DATES_UNCLEAR = "dates_unclear"  # which number is the month
    FOLLOWERS_UNCLEAR = "followers_unclear"  # how many there are, or how many came
    DAMAGED = "damaged"


#: What is wrong when no sign makes a table of it: the last of these that any of them showed.
_BEST_REASON = (TableProblem.NO_TABLE, TableProblem.NO_DATE, TableProblem.NO_FIGURES)


class RowProblem(Enum):
    """Why a row or one of its cells is not kept."""

    DATE = "date"
    AMOUNT = "amount"
    TWICE = "twice"  # another value for the same day


class CannotRead(Exception):
    """Nothing of a table is kept, for one reason."""

    def __init__(self, problem: TableProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row of which something is not kept, by its number as spreadsheets show it."""

    number: int
    problem: RowProblem


@dataclass(frozen=True, slots=True)
class FiguresTable:
    """What a table says. `unknown` are the titles of columns that count nothing we know."""

    figures: tuple[Figure, ...]
    left_out: tuple[LeftOut, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answers:
    """What a person says of a table that does not say it: columns by title, the order of dates."""

    columns: Mapping[str, Counted]
    month_first: bool | None = None


NO_ANSWERS = Answers({})


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where a table begins, and where what it counts stands in a row."""

    header: int
    day: int
    places: Mapping[Counted, int]
    titles: Mapping[Counted, str]
    unknown: tuple[str, ...]


def read_table(content: bytes, *, now: datetime, answers: Answers = NO_ANSWERS) -> FiguresTable:
    """Read a table of figures per day. Blank cells are unknown, and not 0. Raises CannotRead."""
    if len(content) > BYTES_MAX:
        raise CannotRead(TableProblem.TOO_LARGE)
    rows, layout = _laid_out(text_of(content), answers)
    body = [
        (number, row)
        for number, row in enumerate(rows, start=1)
        if number > layout.header + 1 and _is_a_day(row, layout)
    ]
    if len(body) > ROWS_MAX:
        raise CannotRead(TableProblem.TOO_LARGE)
    month_first = _month_first((row[layout.day] for _, row in body), answers)
    figures: dict[tuple[date, Counted], Figure] = {}
    left_out: list[LeftOut] = []
    for number, row in body:
        day = _day(row[layout.day], month_first=month_first, now=now)
        if day is None:
            left_out.append(LeftOut(number, RowProblem.DATE))
        else:
            left_out += _take(figures, number, row, day, layout)
    _check_followers(figures.values(), layout, answers)
    if not figures and not left_out:
        raise CannotRead(TableProblem.NO_FIGURES)
    return FiguresTable(tuple(figures.values()), tuple(left_out), layout.unknown)


def _laid_out(text: str, answers: Answers) -> tuple[list[list[str]], _Layout]:
    """Return the rows, cut by the sign that makes sense of them. Raises CannotRead.

    In a French table a comma stands in amounts: that there are many of them proves nothing.
    """
    problem = TableProblem.NO_TABLE
    for sign in _SEPARATORS:
        try:
            rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=sign))
        except csv.Error as error:
            raise CannotRead(TableProblem.DAMAGED) from error
        if len([row for row in rows if any(row)]) < 2:
            continue
        try:
            layout = _layout(rows, answers)
        except CannotRead as error:
            problem = max(problem, error.problem, key=_BEST_REASON.index)
            continue
        if any("\n" in cell for row in rows for cell in row):  # a mark that nothing closes
            raise CannotRead(TableProblem.DAMAGED)
        return rows, layout
    raise CannotRead(problem)


def _layout(rows: Sequence[Sequence[str]], answers: Answers) -> _Layout:
    """Find the row that names the columns. Raises CannotRead."""
    for header, row in enumerate(rows[:_HEAD_ROWS]):
        folded_row = [folded(cell) for cell in row]
        day = next((n for n, cell in enumerate(folded_row) if cell in headings.DATE), None)
        if day is not None and len(row) > 1:
            titles, unknown = _titles(row, rows[:header], answers)
            if not titles:
                raise CannotRead(TableProblem.NO_FIGURES)
            places = {counted: row.index(title) for counted, title in titles.items()}
            rest = tuple(one for one in unknown if one != row[day])
            return _Layout(header, day, places, titles, rest)
    raise CannotRead(TableProblem.NO_DATE)


def _titles(
    row: Sequence[str], above: Sequence[Sequence[str]], answers: Answers
) -> tuple[dict[Counted, str], list[str]]:
    told = {folded(title): counted for title, counted in answers.columns.items()}
    titles: dict[Counted, str] = {}
    ranks: dict[Counted, int] = {}
    for cell in row:
        counted = told.get(folded(cell)) or headings.counted_of(cell)
        if counted is None and folded(cell) in headings.LONE_VALUE:
            counted = _named_above(above)
        if counted is None:
            continue
        rank = headings.rank_of(cell) if headings.counted_of(cell) is counted else 0
        if folded(cell) in told:
            rank = -1
        if counted not in titles or rank < ranks[counted]:
            titles[counted], ranks[counted] = cell, rank
    used = set(titles.values())
    return titles, [cell for cell in row if cell.strip() and cell not in used]


def _named_above(above: Sequence[Sequence[str]]) -> Counted | None:
    """Return what the nearest line above names, where it names one thing alone."""
    for row in reversed(above):
        cells = [cell for cell in row if cell.strip()]
        if len(cells) == 1:
            return headings.counted_of(cells[0])
    return None


def _is_a_day(row: Sequence[str], layout: _Layout) -> bool:
    """Tell a row of figures from a blank one, and from the sum of all."""
    return any(row) and len(row) > layout.day and folded(row[layout.day]) not in _TOTALS


def _month_first(days: Iterable[str], answers: Answers) -> bool:
    """Tell whether the month stands before the day. Raises CannotRead where nothing proves it."""
    if answers.month_first is not None:
        return answers.month_first
    found = [read for text in days if (read := _SHORT_DATE.fullmatch(text.strip()))]
    day_first = any(int(read[1]) > 12 for read in found)
    month_first = any(int(read[2]) > 12 for read in found)
    if found and day_first == month_first:
        raise CannotRead(TableProblem.DATES_UNCLEAR)
    return month_first


def _day(text: str, *, month_first: bool, now: datetime) -> date | None:
    """Return the day that is written: its zone, if there is one, is that of who counted."""
    written = _ISO_DAY.match(text.strip())
    if written:
        text = written[0]
    english = _ENGLISH_DAY.fullmatch(text.strip())
    if english:
        text = f"{english[2]} {english[1]} {english[3]}"
    found = read_date(text, zone=UTC, now=now, month_first=month_first)
    return found.date() if found else None


def _take(
    figures: dict[tuple[date, Counted], Figure],
    number: int,
    row: Sequence[str],
    day: date,
    layout: _Layout,
) -> Iterator[LeftOut]:
    for counted, place in layout.places.items():
        cell = row[place] if place < len(row) else ""
        if folded(cell) in _NOTHING:
            continue
        value = _amount(cell, counted)
        if value is None:
            yield LeftOut(number, RowProblem.AMOUNT)
            continue
        figure = Figure(day, counted, value)
        known = figures.setdefault((day, counted), figure)
        if known != figure:
            yield LeftOut(number, RowProblem.TWICE)


def _amount(cell: str, counted: Counted) -> int | None:
    """Return a whole number out of “1 234”, “1,234” or “12.0”; None for what is none.

    Three digits after a sign are thousands: nobody counts in thousandths. Hours become seconds.
    """
    text = _BLANKS.sub(" ", cell.strip())
    if len(text) > _LENGTH_MAX or not _AMOUNT.fullmatch(text):
        return None
    if counted is headings.HOURS:
        value = Decimal(text.replace(" ", "").replace(",", ".")) * 3600
        found = round(value)
    else:
        parts = re.split(r"[ .,]", text)
        is_grouped = len(parts) > 1 and all(len(part) == 3 for part in parts[1:])
        if len(parts) > 1 and not is_grouped and int(parts[-1]):
            return None
        found = int("".join(parts) if is_grouped else parts[0])
    least = -_VALUE_MAX if counted is Counted.FOLLOWERS_GAINED else 0
    return found if least <= found <= _VALUE_MAX else None


def _check_followers(figures: Iterable[Figure], layout: _Layout, answers: Answers) -> None:
    """Refuse a column called “followers” whose values come and go, as no audience does.

    Some exports call so how many there are, others how many came on the day. Raises CannotRead.
    """
    title = layout.titles.get(Counted.FOLLOWERS, "")
    is_told = folded(title) in {folded(one) for one in answers.columns}
    if folded(title) not in headings.UNCLEAR or is_told:
        return
    ordered = sorted(
        (one for one in figures if one.counted is Counted.FOLLOWERS), key=lambda one: one.day
    )
    values = [one.value for one in ordered]
    if 0 in values or any(2 * min(pair) < max(pair) for pair in pairwise(values)):
        raise CannotRead(TableProblem.FOLLOWERS_UNCLEAR)


def as_imported(table: FiguresTable, *, before: date) -> tuple[Figure, ...]:
    """Return the figures of days that are over; a day that is not is estimated."""
    return tuple(replace(one, is_estimated=one.day >= before) for one in table.figures)
