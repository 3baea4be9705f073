"""Reads a table of orders of any shop: no line that is wrong keeps another back. Pure.

All lines together show how the table writes its sums and its dates; what none of them proves is
refused where it is in doubt. Sums stand for all money that went back, since tables tell no more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from typing import BinaryIO

from beffroi.archives.containers.limits import MemberDamaged
from beffroi.archives.readers.table_files import TableStream
from beffroi.archives.readers.tables import records
from beffroi.sales.orders.amounts import mark_of
from beffroi.sales.orders.headings import Headings, first_titles, headings_of
from beffroi.sales.orders.lines import MONEY, Line, Manner, cell, is_priced, names_of, read_line
from beffroi.sales.orders.moments import order_of
from beffroi.sales.orders.problems import Problem, Refused, shown
from beffroi.sales.orders.shops import Shop
from beffroi.sales.orders.told import Unreadable

FILE_BYTES_MAX = 20 * 1024 * 1024
ROWS_MAX = 100_000
#: Dates of one order differ by the hour of a table that has none, and by a zone.
_SAME_ORDER = timedelta(hours=36)
_CLASHES_MIN = 3

Row = tuple[int, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class LineProblem:
    """Why the line of this number is not taken; `detail` repeats what was written."""

    number: int
    problem: Problem
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableTold:
    """What a table tells, by lines.

    `another_shop` says why this looks like the table of another shop: most lines are in another
    currency, or have ids that other orders of this shop bear.
    """

    rows: int
    lines: tuple[Line, ...]
    problems: tuple[LineProblem, ...]
    another_shop: Problem | None = None


def read_table(file: BinaryIO, *, shop: Shop, now: datetime) -> TableTold | Unreadable:
    """Read a table; Unreadable where it is none, or none of orders."""
    if file.seek(0, 2) > FILE_BYTES_MAX:
        return Unreadable(problem=Problem.TOO_LARGE)
    stream = TableStream(file)
    first = stream.first_rows()
    if not any(sum(bool(one.strip()) for one in row) > 1 for row in first):
        return Unreadable(problem=Problem.NO_TABLE)
    headings = headings_of(first)
    if headings is None:
        detail = shown(first_titles(first))
        return Unreadable(problem=Problem.OTHER_HEADINGS, detail=detail)
    rows, problems = _rows(stream, first, headings)
    return _told(rows, problems, shop, now)


def held_against(told: TableTold, known: Mapping[str, datetime]) -> TableTold:
    """Put aside orders whose id another one bears; `known` is when the shop's own were made."""
    clashing = [one for one in told.lines if _clashes(one, known)]
    met = sum(one.order.order_id in known for one in told.lines)
    is_another = len(clashing) >= _CLASHES_MIN and len(clashing) * 2 > met
    put_aside = (LineProblem(one.number, Problem.CLASH, one.order.number) for one in clashing)
    problems = sorted((*told.problems, *put_aside), key=lambda one: one.number)
    return replace(
        told,
        lines=tuple(one for one in told.lines if not _clashes(one, known)),
        problems=tuple(problems),
        another_shop=told.another_shop or (Problem.CLASH if is_another else None),
    )


def _clashes(line: Line, known: Mapping[str, datetime]) -> bool:
    made_at = known.get(line.order.order_id)
    return made_at is not None and abs(made_at - line.order.moment) > _SAME_ORDER


def _rows(
    stream: TableStream, first: Sequence[Sequence[str]], headings: Headings
) -> tuple[list[Row], list[LineProblem]]:
    """Return the rows of a table, up to where it is damaged or goes on without end."""
    rows: list[Row] = []
    found = records(stream, first, headings.columns, header=headings.row)
    try:
        rows.extend(islice(found, ROWS_MAX))
        beyond = next(found, None)
    except MemberDamaged as damaged:
        number = rows[-1][0] + 1 if rows else headings.row + 2
        return rows, [LineProblem(number, Problem.DAMAGED, damaged.reason.value)]
    return rows, [LineProblem(beyond[0], Problem.TOO_MANY_LINES)] if beyond else []


def _told(rows: Sequence[Row], problems: list[LineProblem], shop: Shop, now: datetime) -> TableTold:
    manner = Manner(
        shop=shop,
        now=now,
        mark=mark_of(cell(row, key) for _number, row in rows for key in MONEY),
        order=order_of(cell(row, "date") for _number, row in rows),
    )
    lines: dict[str, Line] = {}
    for number, row in _ordered(rows):
        try:
            line = read_line(number, row, manner)
            _add(lines, line)
        except Refused as refused:
            problems.append(LineProblem(number, refused.problem, refused.detail))
    foreign = sum(one.problem is Problem.OTHER_CURRENCY for one in problems)
    return TableTold(
        rows=len(rows),
        lines=tuple(lines.values()),
        problems=tuple(sorted(problems, key=lambda one: one.number)),
        another_shop=Problem.OTHER_CURRENCY if foreign > len(lines) else None,
    )


def _ordered(rows: Sequence[Row]) -> Iterator[Row]:
    """Give the rows that tell an order: neither empty ones, nor further goods of the one above."""
    above: set[str] = set()
    for number, row in rows:
        names = names_of(row)
        goes_on = bool(names & above) and not is_priced(row)
        if not goes_on and any(text.strip() for text in row.values()):
            yield number, row
        above = above | names if goes_on else names


def _add(lines: dict[str, Line], line: Line) -> None:
    """Keep an order once. Raises Refused where another line tells it otherwise."""
    known = lines.setdefault(line.order.order_id, line)
    if known.order != line.order:
        raise Refused(Problem.TWICE, line.order.number)
