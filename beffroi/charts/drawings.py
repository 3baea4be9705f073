"""What a drawing is made of: marks and texts with their places. Templates only write it down."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from beffroi.charts.looks import Look
from beffroi.charts.texts import Box, text_box


class Rect(NamedTuple):
    """A bar or a cell, from its upper left corner, in the units of its drawing."""

    x: float
    y: float
    width: float
    height: float


class Point(NamedTuple):
    """A place, in the units of its drawing; y grows downwards."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Size:
    """How large a drawing is; `name` is by which the stylesheet shows the one that fits."""

    name: str
    width: float
    height: float


#: For phones, for half a page or a sheet of paper, for a whole page: one unit is about one pixel.
NARROW = Size("s", 272, 200)
HALF = Size("m", 480, 208)
FULL = Size("l", 960, 240)


@dataclass(frozen=True, slots=True)
class Fill:
    """Rectangles of one look, as one path."""

    look: Look
    rects: tuple[Rect, ...]

    @property
    def d(self) -> str:
        """Write the path."""
        return "".join([f"M{x:.2f} {y:.2f}h{w:.2f}v{h:.2f}h-{w:.2f}z" for x, y, w, h in self.rects])


@dataclass(frozen=True, slots=True)
class Stroke:
    """Lines of one look, as one path; each runs through its points."""

    look: Look
    lines: tuple[tuple[Point, ...], ...]

    @property
    def d(self) -> str:
        """Write the path."""
        return "".join(["M" + _through(line) for line in self.lines])


@dataclass(frozen=True, slots=True)
class Dots:
    """What stands on single points, as one path: lines without length, with caps."""

    look: Look
    points: tuple[Point, ...]

    @property
    def d(self) -> str:
        """Write the path."""
        return "".join([f"M{x:.2f} {y:.2f}h0" for x, y in self.points])


@dataclass(frozen=True, slots=True)
class Shape:
    """A closed figure of any form."""

    look: Look
    points: tuple[Point, ...]

    @property
    def d(self) -> str:
        """Write the path."""
        return "M" + _through(self.points) + "z"


Mark = Fill | Stroke | Dots | Shape


@dataclass(frozen=True, slots=True)
class Text:
    """Words on a drawing; `anchor` is start, middle or end, `size` in its units."""

    look: Look
    words: str
    x: float
    y: float
    anchor: str = "middle"
    size: float = 12

    @property
    def box(self) -> Box:
        """Return the space that the words take, generously."""
        return text_box(self.words, x=self.x, y=self.y, anchor=self.anchor, size=self.size)


@dataclass(frozen=True, slots=True)
class Drawing:
    """Marks from the back to the front, and the texts before all of them."""

    size: str
    width: float
    height: float
    marks: tuple[Mark, ...]
    texts: tuple[Text, ...]

    @property
    def has_patterns(self) -> bool:
        """Whether a mark is filled with a pattern."""
        return any(mark.look.pattern for mark in self.marks)


def fills(by_look: Iterable[tuple[Look, Sequence[Rect]]]) -> list[Mark]:
    """Make one mark of the rectangles of each look; looks without any make none."""
    return [Fill(look, tuple(rects)) for look, rects in by_look if rects]


def _through(points: Sequence[Point]) -> str:
    return "L".join([f"{x:.2f} {y:.2f}" for x, y in points])
