"""Which lines of a CSV table make a row, also where a quotation mark was never closed. Pure."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterable, Iterator, Sequence

from beffroi.archives.containers.limits import MemberDamaged, Reason

#: With fewer columns, any line of a text with a comma in it would look like a row.
_WIDTH_TO_TELL = 3
#: After so many rows that marks had swallowed, each line is read alone: none is looked at again.
_GIVEN_BACK_MAX = 100


def rows_of(lines: Iterable[str], *, separator: str, width: int) -> Iterator[list[str]]:
    """Give the rows of a table whose header has so many cells.

    A mark that opens a text and never closes it makes the following rows part of that text: where
    lines look like rows, each is one again. Where none does and the mark is open to the end, all of
    it is given as one text, then MemberDamaged is raised. Raises csv.Error.
    """
    taken = _Taken(lines)
    reader = csv.reader(taken, delimiter=separator)
    while True:
        taken.since.clear()
        row, error = _read(reader)
        if _holds_rows(taken.since, separator=separator, width=width):
            taken.give_back()
            row, error = _alone(taken.since[0], separator=separator, width=width), None
        elif taken.since and (taken.one_by_one or (taken.is_over and len(taken.since) == 1)):
            row = _alone(taken.since[0], separator=separator, width=width)
        if error is not None:
            raise error
        if row is None:
            return
        yield row
        # Python's reader looks beyond the last line only where a text is open.
        if taken.is_over and not (len(taken.since) == 1 and len(row) == width):
            raise MemberDamaged(Reason.UNCLOSED)


def _read(reader: Iterator[list[str]]) -> tuple[list[str] | None, csv.Error | None]:
    """Return the next row, None after the last; or a text beyond measure, as open marks make it."""
    try:
        return next(reader, None), None
    except csv.Error as error:
        return None, error


class _Taken(Iterator[str]):
    """Lines, with what was taken of them since the last row, which can be given back."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._waiting: deque[str] = deque()
        self.since: list[str] = []
        #: Whether more was asked for than there is.
        self.is_over = False
        self._given_back = 0

    @property
    def one_by_one(self) -> bool:
        """Whether a row is a line by now."""
        return self._given_back >= _GIVEN_BACK_MAX

    def __next__(self) -> str:
        if self.one_by_one and self.since:
            raise StopIteration
        line = self._waiting.popleft() if self._waiting else next(self._lines, None)
        if line is None:
            self.is_over = True
            raise StopIteration
        self.since.append(line)
        return line

    def give_back(self) -> None:
        """Have all but the first line come again."""
        self._waiting.extendleft(reversed(self.since[1:]))
        del self.since[1:]
        self.is_over = False
        self._given_back += 1


def _holds_rows(lines: Sequence[str], *, separator: str, width: int) -> bool:
    """Tell whether a row of several lines is badly quoted, and one of them looks like a row."""
    if len(lines) < 2 or width < _WIDTH_TO_TELL or _is_sound(lines, separator=separator):
        return False
    return any(len(_cells(line, separator=separator)) == width for line in lines[1:])


def _is_sound(lines: Sequence[str], *, separator: str) -> bool:
    try:
        deque(csv.reader(lines, delimiter=separator, strict=True), maxlen=0)
    except csv.Error:
        return False
    return True


def _alone(line: str, *, separator: str, width: int) -> list[str]:
    """Return the cells of the line that opened the mark, as many as there are columns if it can."""
    cells = _cells(line, separator=separator)
    if len(cells) == width:
        return cells
    split = [cell.strip().removeprefix('"') for cell in line.split(separator)]
    return split if len(split) == width else cells


def _cells(line: str, *, separator: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=separator), [])
    except csv.Error:
        return []
