"""Rows of a table as posts: what cannot be kept is named. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import Enum

from beffroi.archives.readers.table_files import TableStream
from beffroi.archives.readers.tables import records
from beffroi.archives.readers.texts import address, clean, made_id, name
from beffroi.listening.files.columns import Layout
from beffroi.listening.files.dates import read_date
from beffroi.networks.contracts import Author
from beffroi.networks.html_text import clean as without_controls
from beffroi.networks.listening import PublicPost

#: What mentions of tables stand under: no network is ever asked for them.
NETWORK = "file"
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
