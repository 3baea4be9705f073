"""CSV tables as people and networks write them: separators, encodings, lines before the header.

Which lines make a row, where a quotation mark is not closed, is in `table_rows`.
"""

from __future__ import annotations

import codecs
import csv
import io
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, cast

from beffroi.archives.containers.limits import MemberDamaged, Reason
from beffroi.archives.readers.table_rows import rows_of

_HEAD_ROWS = 12
_LINE_LENGTH_MAX = 1 << 20
_CELLS_MAX = 2000
#: A table may hold a stray NUL; what holds one in fewer signs than this is no text.
_NUL_RARE = 100
_SEPARATORS = ",;\t|"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class Stream(Protocol):
    """What a table is read from."""

    head: bytes

    def read(self, size_bytes: int = -1, /) -> bytes:
        """Return the next bytes."""

    def value_ended(self) -> None:
        """Note that a whole row was found."""


@dataclass(frozen=True)
class Column:
    """One column, by all the names that exports give it."""

    key: str
    names: tuple[str, ...]


def column(key: str, *names: str) -> Column:
    """Return a column that is called by any of these names, however they are spelt."""
    return Column(key, tuple(folded(name) for name in names))


def folded(title: str) -> str:
    """Return a header as it is compared: no case, accents, underscores or double spaces."""
    plain = unicodedata.normalize("NFKD", title.replace("_", " ").replace("’", "'"))
    kept = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return " ".join(kept.casefold().split())


def text_of(content: bytes) -> str:
    """Return the words of a whole table, however it is written."""
    return content.decode(_encoding(content), "replace").replace("\0", "")


def first_rows(head: bytes, *, is_whole: bool) -> list[list[str]]:
    """Return the first rows of a table, or nothing when this is none."""
    encoding = _encoding(head)
    text = head.decode(encoding, "replace")
    nuls = text.count("\0")
    if nuls * _NUL_RARE > len(text) or text.lstrip()[:1] in {"", "[", "{", "<"}:
        return []
    text = text.replace("\0", "")
    lines = text.splitlines(keepends=True)[: _HEAD_ROWS * 20]
    if not is_whole and len(lines) > 1:
        lines.pop()
    rows: list[list[str]] = []
    try:
        for row in csv.reader(lines, delimiter=_separator(lines)):
            rows.append(row[:_CELLS_MAX])
            if len(rows) == _HEAD_ROWS:
                break
    except csv.Error:
        pass  # what follows the header is the reader's affair
    return rows


def header_at(rows: Sequence[Sequence[str]], needed: Sequence[Column]) -> int | None:
    """Return which row names all these columns; None when no row does."""
    for place, row in enumerate(rows):
        titles = {folded(cell) for cell in row}
        if all(titles.intersection(wanted.names) for wanted in needed):
            return place
    return None


def records(
    stream: Stream, rows: Sequence[Sequence[str]], columns: Sequence[Column], *, header: int
) -> Iterator[tuple[int, dict[str, str]]]:
    """Give each row below the header by its columns' keys; those that are absent are empty.

    Each comes with its number as spreadsheets show it: the first row is 1.
    """
    titles = [folded(cell) for cell in rows[header]]
    places = {
        wanted.key: place
        for wanted in columns
        for place in [next((titles.index(n) for n in wanted.names if n in titles), None)]
        if place is not None
    }
    keys = [wanted.key for wanted in columns]
    for number, row in enumerate(_rows(stream, width=len(titles)), start=1):
        if number > header + 1 and any(row):
            yield (
                number,
                {
                    key: row[places[key]] if key in places and places[key] < len(row) else ""
                    for key in keys
                },
            )


def _rows(stream: Stream, *, width: int) -> Iterator[list[str]]:
    encoding = _encoding(stream.head)
    separator = _separator(stream.head.decode(encoding, "replace").splitlines(keepends=True))
    file = io.TextIOWrapper(
        cast("io.BufferedReader", _Reading(stream)), encoding, errors="replace", newline=""
    )
    try:
        for row in rows_of(_lines(file), separator=separator, width=width):
            stream.value_ended()  # a row of quoted line breaks may have no end
            if len(row) > _CELLS_MAX:
                raise MemberDamaged(Reason.TOO_LONG)
            yield row
    except csv.Error as error:
        raise MemberDamaged(Reason.DAMAGED) from error


def _lines(file: io.TextIOWrapper) -> Iterator[str]:
    while line := file.readline(_LINE_LENGTH_MAX):
        if len(line) >= _LINE_LENGTH_MAX and not line.endswith("\n"):
            raise MemberDamaged(Reason.TOO_LONG)
        yield line.replace("\0", "")


class _Reading(io.BufferedIOBase):
    """Bytes for Python's text files."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def read1(self, size_bytes: int = -1, /) -> bytes:
        return self._stream.read(size_bytes if size_bytes > 0 else _LINE_LENGTH_MAX)

    def read(self, size_bytes: int | None = -1, /) -> bytes:
        return self.read1(size_bytes or -1)


def _encoding(head: bytes) -> str:
    """Return how a table is written: as its mark says, else UTF-8, else as Windows does."""
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        decoder.decode(head)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _separator(lines: Sequence[str]) -> str:
    """Return what stands most often between the cells of the fullest of the first lines."""
    first = lines[:_HEAD_ROWS]
    return max(_SEPARATORS, key=lambda sign: max((line.count(sign) for line in first), default=0))
