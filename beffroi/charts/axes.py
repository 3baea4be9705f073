"""The ground of a chart: where it is drawn, the lines of its scale, the names below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from beffroi.charts.drawings import Mark, Point, Size, Stroke, Text
from beffroi.charts.looks import GRID, LABEL, ZERO
from beffroi.charts.scales import Scale
from beffroi.charts.texts import text_width, thinned

Say = Callable[[float], str]

LETTERS = 12.0
_BELOW = 28.0
_BESIDE = 8.0
_UNDER = 8.0


@dataclass(frozen=True, slots=True)
class Plot:
    """The part of a drawing where marks stand, cut into one slot for each name."""

    left: float
    right: float
    top: float
    base: float
    scale: Scale
    count: int

    @property
    def slot(self) -> float:
        """Return how wide the room of one name is."""
        return (self.right - self.left) / max(self.count, 1)

    def x(self, place: int) -> float:
        """Return the middle of a slot."""
        return self.left + self.slot * (place + 0.5)

    def y(self, value: float) -> float:
        """Return the height of a number."""
        return self.scale.place(value, base=self.base, top=self.top)

    @property
    def zero(self) -> float:
        """Return the height of zero."""
        return self.y(0.0)


def plot(
    scale: Scale, *, size: Size, say: Say, count: int, above: float, below: float = 0.0
) -> Plot:
    """Leave room for the numbers at the left, the names below, and so much above and below."""
    widest = max(text_width(say(tick)) for tick in scale.ticks)
    return Plot(
        left=widest + _BESIDE,
        right=size.width,
        top=above,
        base=size.height - _BELOW - below,
        scale=scale,
        count=count,
    )


def grid(where: Plot, *, say: Say) -> tuple[list[Mark], list[Text]]:
    """Draw the lines of the scale with their numbers; zero is the strongest."""
    lines = tuple(across(where, tick) for tick in where.scale.ticks if tick)
    marks: list[Mark] = [Stroke(GRID, lines)] if lines else []
    marks.append(Stroke(ZERO, (across(where, 0.0),)))
    texts = [
        Text(LABEL, say(tick), where.left - _BESIDE, where.y(tick) + LETTERS / 3, "end")
        for tick in where.scale.ticks
    ]
    return marks, texts


def across(where: Plot, value: float) -> tuple[Point, ...]:
    """Return the line of a number, from side to side."""
    y = where.y(value)
    return Point(where.left, y), Point(where.right, y)


def names_below(where: Plot, names: Sequence[str], *, height: float) -> list[Text]:
    """Write the names of the slots, as many as fit."""
    chosen = thinned(names, at=where.x, left=where.left, right=where.right)
    return [Text(LABEL, names[place], x, height - _UNDER) for place, x in chosen]
