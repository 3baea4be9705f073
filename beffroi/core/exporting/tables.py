"""What a table that leaves is: its columns, what each of them holds, and its rows. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What the cells of a column hold, besides None, which is an empty cell."""

    TEXT = "text"  # str
    INTEGER = "integer"  # int
    CENTS = "cents"  # int, hundredths of the column's currency
    PERCENT = "percent"  # a number: 94.5 is 94.5 %
    DATE = "date"  # datetime.date
    INSTANT = "instant"  # an aware datetime, written in the zone that is asked for
    MINUTES = "minutes"  # int


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `id` names it for programs, `meaning` defines it in a sentence for people."""

    id: str
    heading: str
    kind: Kind = Kind.TEXT
    meaning: str = ""
    currency: str = "EUR"  # of cents: an ISO 4217 code


@dataclass(frozen=True, slots=True)
class Table:
    """A named table. `rows` may be a generator: they are read once, one after the other."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[object]]
