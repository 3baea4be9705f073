"""What a table can be of: apps above register who reads its lines, keeps them and undoes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, BinaryIO, Protocol

from beffroi.archives.tables.models import TableChange, TableImport


@dataclass(frozen=True, slots=True)
class Line:
    """One line to keep, by its number in the table; numbers go up."""

    number: int
    told: Any


@dataclass(frozen=True, slots=True)
class Refused:
    """A line that is not taken: a key of its taker, and what was written, shortened."""

    number: int
    problem: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class TableRead:
    """What a table says. `problem` says why nothing of it is taken, "" where lines are."""

    lines: Sequence[Line] = ()
    refused: Sequence[Refused] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """What a line changed, see `TableChange`."""

    key: str
    before: Any
    after: Any


@dataclass(slots=True)
class Kept:
    """What became of some lines."""

    added: int = 0
    known: int = 0
    changes: list[Change] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Subject:
    """Of what a table is: its name, and the page about it."""

    name: str
    url: str


class Taker(Protocol):
    """Who takes one kind of table. Reading twice gives the same lines, whatever was kept."""

    @property
    def kind(self) -> str:
        """The kind, as `TableImport` has it."""
        ...

    @property
    def bytes_max(self) -> int:
        """How large a table may be."""
        ...

    def read(self, row: TableImport, file: BinaryIO) -> TableRead:
        """Read a whole table; what its import says is all that it depends on."""
        ...

    def check(self, row: TableImport, read: TableRead) -> TableRead:
        """Hold what was read against what is kept, once, before anything is."""
        ...

    def keep(self, row: TableImport, lines: Sequence[Line], *, now: datetime) -> Kept:
        """Keep some lines; inside a transaction."""
        ...

    def undo(self, row: TableImport, changes: Sequence[TableChange], *, now: datetime) -> None:
        """Put back how it was, but for what was told anew since; inside a transaction."""
        ...

    def reason(self, problem: str) -> str:
        """Return in words why a table or a line is not taken."""
        ...

    def subject(self, row: TableImport) -> Subject | None:
        """Return of what a table is, None where that is gone."""
        ...


_takers: dict[str, Taker] = {}


def register(taker: Taker) -> None:
    """Have tables of a kind taken. Called once, when the app is ready."""
    _takers[taker.kind] = taker


def taker_of(kind: str) -> Taker | None:
    """Return who takes tables of this kind, None where no app does."""
    return _takers.get(kind)
