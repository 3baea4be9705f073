"""Reads a table of those who take part: no line that is wrong keeps another back. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from itertools import islice
from typing import BinaryIO, Final
from zoneinfo import ZoneInfo

from beffroi.archives.containers.limits import MemberDamaged
from beffroi.archives.readers.table_files import TableStream
from beffroi.archives.readers.tables import column, header_at, records
from beffroi.sales.contests.rules import ENTRIES_MAX, Typed, is_too_long, key_of
from beffroi.sales.orders.moments import Order, order_of, read_moment
from beffroi.sales.orders.problems import Refused, shown

FILE_BYTES_MAX = 2_000_000
_NAME = column(
    *("name", "nom", "name", "full name", "nom complet", "prenom et nom", "participant"),
    *("pseudo", "handle", "username", "utilisateur", "user", "nom d'utilisateur", "compte"),
)
_CONTACT = column(
    *("contact", "contact", "email", "e-mail", "mail", "adresse e-mail", "courriel"),
    *("telephone", "phone", "tel"),
)
_DATE = column("date", "date", "date et heure", "horodatage", "timestamp", "time", "entered at")
#: A table without headings may have these: who, how to reach them, when.
_BARE: Final = ["name", "contact", "date"]
_FORMULA = ("=", "+", "-")
_MARK = "'"
_LOST = "\ufffd"


class TableProblem(Enum):
    """Why nothing of a table is read."""

    TOO_LARGE = "too_large"
    NO_TABLE = "no_table"
    OTHER_HEADINGS = "other_headings"


class LineProblem(Enum):
    """Why a line is not understood."""

    NO_NAME = "no_name"
    TOO_LONG = "too_long"
    FORMULA = "formula"
    LETTERS = "letters"
    DATE = "date"
    DAMAGED = "damaged"
    TOO_MANY = "too_many"


class CannotRead(Exception):
    """Nothing of a table is read, for one reason."""

    def __init__(self, problem: TableProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class EntryLine:
    """Somebody who takes part, by the number of their line as spreadsheets show it."""

    number: int
    who: Typed
    at: datetime


@dataclass(frozen=True, slots=True)
class Misread:
    """A line that is not understood; `detail` repeats what was written, shortened."""

    number: int
    problem: LineProblem
    detail: str = ""


@dataclass(frozen=True, slots=True)
class EntriesTable:
    """What a table says, by lines."""

    lines: tuple[EntryLine, ...]
    misread: tuple[Misread, ...]


def read_entries(file: BinaryIO, *, at: datetime, zone: ZoneInfo, now: datetime) -> EntriesTable:
    """Read a table; `at` is when those took part of whom it says no date. Raises CannotRead."""
    if file.seek(0, 2) > FILE_BYTES_MAX:
        raise CannotRead(TableProblem.TOO_LARGE)
    stream = TableStream(file)
    first = stream.first_rows()
    if not any(any(cell.strip() for cell in row) for row in first):
        raise CannotRead(TableProblem.NO_TABLE)
    misread: list[Misread] = []
    rows = list(_rows(stream, first, misread))
    order = order_of(_cell(row, "date") for _number, row in rows)
    lines = []
    for number, row in rows:
        found = _line(number, row, at=at, zone=zone, now=now, order=order)
        if isinstance(found, EntryLine):
            lines.append(found)
        else:
            misread.append(found)
    return EntriesTable(tuple(lines), tuple(sorted(misread, key=lambda one: one.number)))


def _rows(
    stream: TableStream, first: Sequence[Sequence[str]], misread: list[Misread]
) -> Iterator[tuple[int, Mapping[str, str]]]:
    header = header_at(first, [_NAME])
    rows = [list(row) for row in first]
    if header is None:
        width = max(len(row) for row in first)
        if width > len(_BARE):
            raise CannotRead(TableProblem.OTHER_HEADINGS)
        rows, header = [_BARE[:width]], -1
    found = records(stream, rows, [_NAME, _CONTACT, _DATE], header=header)
    last = header + 1
    try:
        for number, row in islice(found, ENTRIES_MAX):
            last = number
            yield number, row
        beyond = next(found, None)
    except MemberDamaged as damaged:
        misread.append(Misread(last + 1, LineProblem.DAMAGED, damaged.reason.value))
        return
    if beyond:
        misread.append(Misread(beyond[0], LineProblem.TOO_MANY))


def _line(
    number: int,
    row: Mapping[str, str],
    *,
    at: datetime,
    zone: ZoneInfo,
    now: datetime,
    order: Order | None,
) -> EntryLine | Misread:
    name, contact = (" ".join(_cell(row, key).split()) for key in ("name", "contact"))
    problem = _problem_of(name, contact)
    if problem is not None:
        return Misread(number, problem, shown(name))
    written = _cell(row, "date")
    if written:
        try:
            at = read_moment(written, zone=zone, now=now, order=order).at
        except Refused:
            at = datetime.max.replace(tzinfo=UTC)
        if at > now:
            return Misread(number, LineProblem.DATE, shown(written))
    return EntryLine(number, Typed(name, contact), at)


def _problem_of(name: str, contact: str) -> LineProblem | None:
    if not key_of(name):
        return LineProblem.NO_NAME
    if name.startswith(_FORMULA):
        return LineProblem.FORMULA
    if _LOST in name or not name.isprintable():
        return LineProblem.LETTERS
    return LineProblem.TOO_LONG if is_too_long(Typed(name, contact)) else None


def _cell(row: Mapping[str, str], key: str) -> str:
    """Return a cell without the mark that keeps spreadsheets from reading it as a formula."""
    found = row.get(key, "").strip()
    return found[1:] if found[:1] == _MARK and found[1:2] in {"=", "+", "-", "@"} else found
