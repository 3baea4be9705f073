"""What a reader is: the parts of one network's export that it knows, and how each is read. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from beffroi.archives.readers import shapes, tables
from beffroi.archives.readers.items import Item, RowLeftOut
from beffroi.archives.readers.source import Source
from beffroi.archives.readers.tables import Column


@dataclass(frozen=True)
class Layout:
    """Which form of an export a reader knows, since when, and where that was learnt."""

    name: str
    seen_on: date
    source: str


@dataclass(frozen=True)
class Part:
    """One kind of file: how it is told from others, and what is in it."""

    recognises: Callable[[Source], bool]
    read: Callable[[Source], Iterator[Item | RowLeftOut]]


@dataclass(frozen=True)
class Reader:
    """All that is known of one network's export."""

    network: str
    layouts: tuple[Layout, ...]
    parts: tuple[Part, ...]


def tree(
    *at: str,
    needs: Sequence[str],
    make: Callable[[Any], Iterator[Item]],
    when: Callable[[Source], bool] = bool,
) -> Part:
    """Return a part that is JSON with any of the paths `needs`; `make` gets each value at `at`."""

    def recognises(source: Source) -> bool:
        return not source.shape.isdisjoint(needs) and when(source)

    def read(source: Source) -> Iterator[Item]:
        for value in shapes.values(source.open_json(), *at):
            if isinstance(value, dict):
                yield from make(value)

    return Part(recognises, read)


def table(
    columns: Sequence[Column],
    *,
    needs: Sequence[str],
    make: Callable[[dict[str, str]], Iterator[Item | RowLeftOut]],
) -> Part:
    """Return a part that is a table with all of the columns whose keys are in `needs`."""
    needed = [wanted for wanted in columns if wanted.key in needs]

    def recognises(source: Source) -> bool:
        return tables.header_at(source.rows, needed) is not None

    def read(source: Source) -> Iterator[Item | RowLeftOut]:
        header = tables.header_at(source.rows, needed)
        if header is not None:
            for number, row in tables.records(source, source.rows, columns, header=header):
                for made in make(row):
                    yield replace(made, number=number) if isinstance(made, RowLeftOut) else made

    return Part(recognises, read)
