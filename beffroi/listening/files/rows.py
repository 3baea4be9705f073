"""Rows of a table as posts: what cannot be kept is named. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import Enum
from typing import BinaryIO

from beffroi.archives.readers.tables import first_rows, records
from beffroi.archives.readers.texts import address, clean, made_id, name
from beffroi.listening.files.columns import Layout
from beffroi.listening.files.dates import read_date
from beffroi.networks.contracts import Author
from beffroi.networks.html_text import clean as without_controls
from beffroi.networks.listening import PublicPost

#: What mentions of tables stand under: no network is ever asked for them.
NETWORK = "file"
_HEAD_BYTES = 256 * 1024
#: A table may hold a stray sign that nobody can read; more of them make a picture, an archive…
_ODD_SHARE = 0.01
_BREAKS = "\t\r\n"
_MARK = "'"
_FORMULA = ("=", "+", "-", "@")


class RowProblem(Enum):
    """Why a row is not kept."""

    DATE = "date"
    EMPTY = "empty"
    OLD = "old"  # older than what the workspace keeps


@dataclass(frozen=True, slots=True)
class Told:
    """A row by its number, as spreadsheets show it: a post, or why it is none."""

    number: int
    post: PublicPost | None
    problem: RowProblem | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """How the rows of one table are read; nothing before `oldest` is kept."""

    layout: Layout
    zone: tzinfo
    month_first: bool
    oldest: datetime
    now: datetime


class TableStream:
    """An open file as the reader of tables wants it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        file.seek(0)
        self.head = file.read(_HEAD_BYTES)
        self.is_whole = len(self.head) < _HEAD_BYTES
        file.seek(0)

    def read(self, size_bytes: int = -1, /) -> bytes:
        """Return the next bytes."""
        return self._file.read(size_bytes)

    def value_ended(self) -> None:
        """Do nothing: the file is bounded as a whole."""

    def first_rows(self) -> list[list[str]]:
        """Return the first rows, or nothing when this is no table."""
        rows = first_rows(self.head, is_whole=self.is_whole)
        return rows if _is_text("".join(cell for row in rows for cell in row)) else []


def _is_text(words: str) -> bool:
    odd = sum(unicodedata.category(sign) == "Cc" and sign not in _BREAKS for sign in words)
    return odd <= len(words) * _ODD_SHARE


def read_rows(
    stream: TableStream, first: Sequence[Sequence[str]], reading: Reading
) -> Iterator[Told]:
    """Give each row below the header. Raises MemberDamaged where the table ends too soon."""
    layout = reading.layout
    for number, row in records(stream, first, layout.columns, header=layout.header):
        yield _told(number, row, reading)


def _told(number: int, row: Mapping[str, str], reading: Reading) -> Told:
    title, body = _unmarked(row.get("title", "")), _unmarked(row.get("text", ""))
    text = body if not title or body.startswith(title) else f"{title}\n\n{body}".strip()
    if not text:
        return Told(number, None, RowProblem.EMPTY)
    written_at = read_date(
        row.get("date", ""),
        zone=reading.zone,
        now=reading.now,
        month_first=reading.month_first,
    )
    if written_at is None:
        return Told(number, None, RowProblem.DATE)
    if written_at < reading.oldest:
        return Told(number, None, RowProblem.OLD)
    return Told(number, _post(row, text, written_at))


def _post(row: Mapping[str, str], text: str, written_at: datetime) -> PublicPost:
    url, author = address(row.get("url", "")), name(_unmarked(row.get("author", "")))
    return PublicPost(
        network=NETWORK,
        remote_id=f"file:{made_id(url, written_at.isoformat(), text, author)}",
        author=Author(account_id="", handle="", display_name=author),
        text=text,
        url=url,
        written_at=written_at,
        language=clean(row.get("language", ""))[:2].lower(),
    )


def _unmarked(cell: str) -> str:
    """Return a cell without the mark that keeps spreadsheets from reading it as a formula."""
    text = without_controls(clean(cell))
    return text[1:] if text[:1] == _MARK and text[1:2] in _FORMULA else text
