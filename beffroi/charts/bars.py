"""Level bars on one scale, in shares of the width that there is: they fit a phone as they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from beffroi.charts.looks import INK, PALE, PLAIN, PROOFS, WARN, Look
from beffroi.charts.looks import OK as KEPT
from beffroi.charts.scales import Scale, scale_of

#: How a goal may be named by its state, and what it looks like then.
GOAL_LOOKS = {"kept": KEPT, "late": WARN, "under_way": PLAIN}


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a bar: from where and how wide, in hundredths of the whole width."""

    look: Look
    left: float
    width: float

    @property
    def x(self) -> str:
        """Write where it begins."""
        return f"{self.left:.2f}%"

    @property
    def wide(self) -> str:
        """Write its width."""
        return f"{self.width:.2f}%"


@dataclass(frozen=True, slots=True)
class Part:
    """What came of one kind of proof: its name, number in words and where it comes from.

    `value` is None where unknown: it is no part of the bar.
    """

    name: str
    value: float | None
    said: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Band:
    """A bar with its words; without pieces nothing of it is known."""

    name: str
    said: str
    pieces: tuple[Piece, ...]
    is_high: bool = True


@dataclass(frozen=True, slots=True)
class Key:
    """What a look stands for, with its number and where it comes from."""

    look: Look
    name: str
    said: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Range:
    """What came back beside what was spent, on one scale."""

    bands: tuple[Band, ...]
    keys: tuple[Key, ...]
    template: str = "charts/_range.html"


def range_bar(
    parts: Sequence[Part],
    *,
    spent: float | None,
    brought_words: tuple[str, str],
    spent_words: tuple[str, str],
    looks: Sequence[Look] = PROOFS,
) -> Range:
    """Draw what came back by its proofs, and below it the cost; words are a name and a number.

    Parts are 0 or more, from the surest on. The longer of both bars takes the whole width.
    """
    scale = scale_of([sum(part.value or 0.0 for part in parts), spent])
    at, pieces = 0.0, []
    for part, look in zip(parts, looks, strict=False):
        if part.value:
            pieces.append(_piece(look, at, at + part.value, scale))
            at += part.value
    cost = () if spent is None else (_piece(INK, 0.0, spent, scale),)
    return Range(
        bands=(Band(*brought_words, tuple(pieces)), Band(*spent_words, cost, is_high=False)),
        keys=tuple(
            Key(look, part.name, part.said, part.note)
            for part, look in zip(parts, looks, strict=False)
        ),
    )


@dataclass(frozen=True, slots=True)
class Row:
    """One of several that are compared: `n` says of how many; None is unknown, `why` says why."""

    name: str
    value: float | None
    said: str
    n: str = ""
    why: str = ""
    is_first: bool = False


@dataclass(frozen=True, slots=True)
class DrawnRow:
    """A row with its bar, None where unknown."""

    row: Row
    piece: Piece | None


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows on one scale."""

    rows: tuple[DrawnRow, ...]
    template: str = "charts/_rows.html"


def level_bars(rows: Sequence[Row]) -> Rows:
    """Draw a bar for each row from zero, to the left where below it; `is_first` ones stand out."""
    scale = scale_of(row.value for row in rows)
    return Rows(
        tuple(
            DrawnRow(
                row,
                None
                if row.value is None
                else _piece(
                    PLAIN if row.is_first else PALE,
                    min(row.value, 0.0),
                    max(row.value, 0.0),
                    scale,
                ),
            )
            for row in rows
        )
    )


@dataclass(frozen=True, slots=True)
class GoalBar:
    """How far one has come, and how far one would be by now; both in hundredths of the width."""

    done: Piece | None
    expected_at: str


def goal_bar(
    done: float | None, *, most: float, expected: float | None = None, state: str = "under_way"
) -> GoalBar:
    """Draw what is done of `most` (above 0); beyond it the bar is full. None is unknown."""
    if most <= 0:
        raise ValueError("a goal is above zero")
    share = None if done is None else _hundredths(done, most)
    mark = "" if expected is None else f"{min(_hundredths(expected, most), 99.5):.2f}%"
    return GoalBar(None if share is None else Piece(GOAL_LOOKS[state], 0.0, share), mark)


def _hundredths(value: float, most: float) -> float:
    return min(max(value / most, 0.0), 1.0) * 100


def _piece(look: Look, start: float, end: float, scale: Scale) -> Piece:
    left = scale.place(start, base=0.0, top=100.0)
    return Piece(look, left, scale.place(end, base=0.0, top=100.0) - left)
