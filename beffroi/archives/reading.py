"""Going through an archive: which files are read, in which order, and what is listed. Pure."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

from beffroi.archives.containers.limits import ArchiveRefused, Budget, MemberDamaged, Reason
from beffroi.archives.containers.members import Container, Member, shown_name
from beffroi.archives.containers.opening import NESTED_ENDINGS, SingleFile, open_nested
from beffroi.archives.readers import all as readers
from beffroi.archives.readers.items import Item, RowLeftOut, RowProblem
from beffroi.archives.readers.source import Source

logger = logging.getLogger(__name__)

#: Enough numbers of rows to find what is wrong with a table.
_FIRST_ROWS = 10

#: Photos, videos, sounds, pages and papers: counted, never opened.
_MEDIA_ENDINGS = frozenset(
    {"jpg", "jpeg", "png", "gif", "webp", "heic", "heif", "avif", "bmp", "tif", "tiff", "ico"}
    | {"svg", "mp4", "m4v", "mov", "webm", "avi", "mkv", "3gp", "mp3", "m4a", "aac", "ogg"}
    | {"opus", "wav", "srt", "vtt", "pdf", "html", "htm", "css", "woff", "woff2", "ttf", "eot"}
    | {"docx", "xlsx", "pptx"}
)


@dataclass(frozen=True, slots=True)
class Position:
    """Where reading goes on: the file, by its number, and how many of its items are behind."""

    member: int = 0
    item: int = 0


class Fate(Enum):
    """What became of a file."""

    READ = "read"
    MEDIA = "media"
    LISTED = "listed"


@dataclass(frozen=True, slots=True)
class ItemRead:
    """One item; `after` is the position once it is kept."""

    item: Item
    network: str
    layout: str
    after: Position


@dataclass(slots=True)
class RowsLeftOut:
    """The rows of one file that are not kept for one reason: how many, and the first ones."""

    count: int = 0
    first: list[int] = field(default_factory=list)

    def note(self, number: int) -> None:
        """Count one more."""
        self.count += 1
        if len(self.first) < _FIRST_ROWS:
            self.first.append(number)


LeftOut = dict[RowProblem, RowsLeftOut]


@dataclass(frozen=True, slots=True)
class MemberDone:
    """A file is over; `after` is the position behind it."""

    name: str
    fate: Fate
    after: Position
    reason: Reason | None = None
    left_out: LeftOut = field(default_factory=dict)


Event = ItemRead | MemberDone


def read(container: Container, *, start: Position, budget: Budget) -> Iterator[Event]:
    """Go through an archive from a position on. Raises ArchiveRefused."""
    for number, member in enumerate(_flat(container, budget=budget)):
        if number < start.member:
            continue
        behind = start.item if number == start.member else 0
        yield from _read_member(member, number=number, behind=behind)


def _flat(container: Container, *, budget: Budget) -> Iterator[Member]:
    """Give the members; those of a small archive inside stand in its place."""
    for member in container.members():
        is_outermost = isinstance(container, SingleFile) or member.reason is not None
        if is_outermost or not member.name.lower().endswith(NESTED_ENDINGS):
            yield member
            continue
        try:
            nested = open_nested(member, budget=budget)
        except MemberDamaged as error:
            yield Member(member.name, member.open, 0, error.reason)
            continue
        if nested is None:
            yield Member(member.name, member.open, 0, Reason.NESTED)
        elif isinstance(nested, SingleFile):  # no archive after all, whatever it is called
            yield from nested.members()
        else:
            yield from _inner(nested, name=member.name)


def _inner(nested: Container, *, name: str) -> Iterator[Member]:
    for inner in nested.members():
        is_archive = inner.name.lower().endswith(NESTED_ENDINGS)
        reason = Reason.NESTED if is_archive else inner.reason
        yield Member(f"{name}/{inner.name}", inner.open, inner.size_bytes, reason)


def _read_member(member: Member, *, number: int, behind: int) -> Iterator[Event]:
    name, after = shown_name(member.name), Position(number + 1)
    if member.reason is not None:
        yield MemberDone(name, Fate.LISTED, after, member.reason)
        return
    if member.name.lower().rpartition(".")[2] in _MEDIA_ENDINGS:
        yield MemberDone(name, Fate.MEDIA, after)
        return
    left_out: LeftOut = {}
    try:
        yield from _items(member, number=number, behind=behind, left_out=left_out)
    except MemberDamaged as error:
        yield MemberDone(name, Fate.LISTED, after, error.reason, left_out)
    except (ArchiveRefused, OSError):
        raise
    except Exception as error:  # noqa: BLE001 one unforeseen file must not cost the others
        _log(error, number=number)
        yield MemberDone(name, Fate.LISTED, after, Reason.DAMAGED, left_out)
    else:
        yield MemberDone(name, Fate.READ, after, left_out=left_out)


def _log(error: Exception, *, number: int) -> None:
    """Log where a reader failed; the error's own words may hold a text of the archive."""
    wordless = RuntimeError(type(error).__name__)
    place = (RuntimeError, wordless, error.__traceback__)
    logger.error("File %s of an archive could not be read", number, exc_info=place)


def _items(member: Member, *, number: int, behind: int, left_out: LeftOut) -> Iterator[ItemRead]:
    """Give a file's items but those that are behind, and note its rows that are left out.

    Raises MemberDamaged.
    """
    source = Source(member.name, stream=member.open(), again=member.open)
    found = readers.find(source)
    if found is None:
        raise MemberDamaged(Reason.UNKNOWN)
    layout = found.reader.layouts[0].name
    count = 0
    for item in found.part.read(source):
        if isinstance(item, RowLeftOut):
            left_out.setdefault(item.problem, RowsLeftOut()).note(item.number)
            continue
        count += 1
        if count > behind:
            yield ItemRead(item, found.reader.network, layout, Position(number, count))
