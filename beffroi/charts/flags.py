"""What happened when: words above a chart, each on a staff that stands on its day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from beffroi.charts.axes import LETTERS, Plot
from beffroi.charts.drawings import Mark, Point, Shape, Size, Stroke, Text
from beffroi.charts.looks import FLAG, LABEL, PENNANT
from beffroi.charts.texts import shortened, text_width, wrapped

_LINE = 16.0
_BESIDE = 10.0
_APART = 8.0
_STAFF = 3.0


@dataclass(frozen=True, slots=True)
class Note:
    """What happened at the place of a name below."""

    at: int
    words: str


@dataclass(frozen=True, slots=True)
class Flag:
    """The lines of a note, on rows from `row`; its words are beside its staff, at one side."""

    x: float
    lines: tuple[str, ...]
    row: int
    is_left: bool

    @property
    def end(self) -> int:
        """Return the row below its words."""
        return self.row + len(self.lines)

    @property
    def span(self) -> tuple[float, float]:
        """Return from where to where its words go, with room around."""
        width = max(map(text_width, self.lines)) + _BESIDE + _APART
        if self.is_left:
            return self.x - width, self.x + _STAFF
        return self.x - _STAFF, self.x + width


@dataclass(frozen=True, slots=True)
class Flags:
    """All notes with their rows, and how much room the rows take above the chart."""

    flags: tuple[Flag, ...]
    height: float


def raise_(notes: Sequence[Note], *, x: Callable[[int], float], size: Size) -> Flags:
    """Give each note rows of its own above the chart; no staff passes through words if it can.

    Words go to the right in the left half and to the left in the right half: those nearest to a
    side come first, so that the staffs of the others pass beside them.
    """
    width = size.width / 2 - _BESIDE - _APART
    middle = size.width / 2
    outer = sorted(notes, key=lambda note: (x(note.at) > middle, abs(x(note.at) - middle) * -1))
    placed: list[Flag] = []
    for note in outer:
        lines = tuple(shortened(line, width=width) for line in wrapped(note.words, width=width))
        placed.append(_placed(x(note.at), lines, is_left=x(note.at) > middle, among=placed))
    rows = max((flag.end for flag in placed), default=0)
    return Flags(tuple(placed), rows * _LINE)


def _placed(x: float, lines: tuple[str, ...], *, is_left: bool, among: Sequence[Flag]) -> Flag:
    most = max((flag.end for flag in among), default=0)
    rows = [Flag(x, lines, row, is_left) for row in range(most + 1)]
    apart = [flag for flag in rows if not any(_overlap(flag, other) for other in among)]
    clear = (
        flag
        for flag in apart
        if not any(_passes(flag, other) or _passes(other, flag) for other in among)
    )
    return next(clear, apart[0])


def _overlap(one: Flag, other: Flag) -> bool:
    shares_rows = one.row < other.end and other.row < one.end
    return shares_rows and one.span[0] < other.span[1] and other.span[0] < one.span[1]


def _passes(one: Flag, other: Flag) -> bool:
    """Return whether the staff of one goes down through the words of the other."""
    return one.row < other.end and other.span[0] < one.x < other.span[1]


def draw(raised: Flags, where: Plot) -> tuple[list[Mark], list[Text]]:
    """Draw staffs from the words down to the ground, pennants, and the words."""
    marks: list[Mark] = [Stroke(FLAG, staffs(raised, where))] if raised.flags else []
    texts: list[Text] = []
    for flag in raised.flags:
        x, top, side = flag.x, flag.row * _LINE + 2, -1 if flag.is_left else 1
        pennant = (Point(x, top), Point(x + side * 7, top + 4), Point(x, top + 8))
        marks.append(Shape(PENNANT, pennant))
        for number, line in enumerate(flag.lines):
            y = top + LETTERS - 2 + number * _LINE
            anchor = "end" if flag.is_left else "start"
            texts.append(Text(LABEL, line, x + side * _BESIDE, y, anchor))
    return marks, texts


def staffs(raised: Flags, where: Plot) -> tuple[tuple[Point, ...], ...]:
    """Return the staffs, from the words down to the ground."""
    return tuple(
        (Point(flag.x, flag.row * _LINE + 2), Point(flag.x, where.base)) for flag in raised.flags
    )
