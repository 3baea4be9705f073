"""Where the bars of a chart stand, in the units of its drawing. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

_GAP = 1


@dataclass(frozen=True, slots=True)
class Scale:
    """How large a drawing is: where its columns begin, how far apart, how wide; top and ground."""

    left: int
    step: int
    width: int
    height: int
    top: int
    base: int


LARGE = Scale(left=30, step=56, width=32, height=160, top=26, base=136)
SMALL = Scale(left=4, step=20, width=14, height=84, top=6, base=62)


@dataclass(frozen=True, slots=True)
class Bar:
    """One part of a column; `series` says how it is filled."""

    series: str
    x: int
    y: float
    width: int
    height: float


@dataclass(frozen=True, slots=True)
class Column:
    """What stands over one month: its bars from the bottom up, and its number."""

    first: date
    total: int
    middle: int
    label_y: float
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing of columns on one scale, whose highest line is `most`."""

    width: int
    columns: tuple[Column, ...]
    most: int
    height: int
    base: int

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return self.most == 0


def columns(
    months: Sequence[tuple[date, Sequence[tuple[str, int]]]],
    *,
    scale: Scale = LARGE,
    most: int | None = None,
) -> Chart:
    """Stack the parts of each month, in their order; parts of 0 are not drawn.

    `most` is the number that fills the height, for charts that are read beside each other.
    """
    highest = max((sum(number for _, number in parts) for _, parts in months), default=0)
    most = highest if most is None else most
    unit = (scale.base - scale.top) / most if most else 0
    drawn = tuple(
        _column(first, parts, x=scale.left + place * scale.step, unit=unit, scale=scale)
        for place, (first, parts) in enumerate(months)
    )
    width = scale.left + scale.step * len(months)
    return Chart(width=width, columns=drawn, most=most, height=scale.height, base=scale.base)


def _column(
    first: date, parts: Sequence[tuple[str, int]], *, x: int, unit: float, scale: Scale
) -> Column:
    y, bars = float(scale.base), []
    for series, number in parts:
        height = round(number * unit, 2)
        if number:
            drawn = max(1.0, round(height - _GAP, 2))
            bars.append(Bar(series, x, round(y - height, 2), scale.width, drawn))
        y -= height
    total = sum(number for _, number in parts)
    return Column(first, total, x + scale.width // 2, round(y - 4, 2), tuple(bars))
