"""Which notes stand on a chart, in which order, and at which of its stretches. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from beffroi.core.periods import Period

WORDS_MAX = 120
KEY_MAX = 80
#: Notes are of days that were, or are near: a fair of next summer may be noted.
EARLIEST = date(2000, 1, 1)
#: More than so many on one chart cannot be told apart; those that no person wrote go first.
SHOWN_MAX = 20


@dataclass(frozen=True, slots=True)
class Noted:
    """A note on a day: of a person, with its id, or a ready one, with its key."""

    day: date
    words: str
    id: int | None = None
    key: str = ""
    by: str = ""
    is_hidden: bool = False

    @property
    def is_ready(self) -> bool:
        """Whether no person wrote it."""
        return self.id is None


@dataclass(frozen=True, slots=True)
class Placed:
    """A note with its number, from 1, and the stretch in which its day lies, from 0."""

    number: int
    place: int
    note: Noted


def in_order(notes: Iterable[Noted]) -> list[Noted]:
    """Return notes by day; those of a day as people wrote them, then the ready ones."""
    return sorted(notes, key=lambda one: (one.day, one.is_ready, one.id or 0, one.key))


def placed(
    notes: Iterable[Noted], stretches: Sequence[Period], *, most: int = SHOWN_MAX
) -> tuple[Placed, ...]:
    """Number the notes that stand on a chart of these stretches, which are in their order.

    What is hidden or lies in none has no number. Beyond `most` the oldest ready ones are left
    out first, then the oldest of all.
    """
    found = [
        (place, note)
        for note in in_order(notes)
        if not note.is_hidden
        for place, stretch in enumerate(stretches)
        if note.day in stretch
    ]
    chosen = sorted(found, key=lambda one: (one[1].is_ready, -one[1].day.toordinal()))[:most]
    kept = [one for one in found if one in chosen]
    return tuple(Placed(number, place, note) for number, (place, note) in enumerate(kept, start=1))
