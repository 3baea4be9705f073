"""Where the columns of a chart and the line of a sparkline stand, in their own units. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 720, 200
_LEFT, _TOP, _BASE = 36, 16, 168
_BAR, _BAR_MAX = 0.64, 28.0
_LEAST = 1.0
#: The highest line of a scale is three times one of these, or of ten times as much, and so on.
_STEPS = (1, 2, 5, 10)
_LINES = 3
_LABELS_MAX = 7
SPARK_WIDTH, SPARK_HEIGHT = 120, 28
_EDGE = 2.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One part of a column; `series` says how it is filled."""

    series: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the scale, and its number."""

    y: float
    number: int


@dataclass(frozen=True, slots=True)
class Label:
    """Below which column a word stands, and where; `anchor` keeps the last one inside."""

    place: int
    x: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Columns on one scale."""

    bars: tuple[Bar, ...]
    lines: tuple[Line, ...]
    labels: tuple[Label, ...]
    left: int = _LEFT
    width: int = WIDTH
    height: int = HEIGHT


def draw(columns: Sequence[Sequence[tuple[str, int]]]) -> Chart:
    """Draw each column of its parts, from the bottom up; parts of 0 are not drawn."""
    step = scale_step(max((sum(count for _, count in column) for column in columns), default=0))
    unit = (_BASE - _TOP) / (step * _LINES)
    slot = (WIDTH - _LEFT) / max(len(columns), 1)
    bars: list[Bar] = []
    for place, column in enumerate(columns):
        bars += _column(column, middle=_LEFT + slot * (place + 0.5), slot=slot, unit=unit)
    return Chart(
        bars=tuple(bars),
        lines=tuple(Line(round(_BASE - step * n * unit, 2), step * n) for n in range(_LINES + 1)),
        labels=_labels(len(columns), slot=slot),
    )


def scale_step(most: int) -> int:
    """Return how far apart the lines of a scale are that holds `most` in three steps."""
    needed, power = max(1, -(-most // _LINES)), 1
    while True:
        for step in _STEPS:
            if step * power >= needed:
                return step * power
        power *= 10


def sparkline(numbers: Sequence[int]) -> str:
    """Return the path of a line through the numbers, the highest at the top; "" for fewer than two.

    All alike, be they nought, lie on the ground.
    """
    if len(numbers) < 2:
        return ""
    most = max(numbers)
    step = (SPARK_WIDTH - 2 * _EDGE) / (len(numbers) - 1)
    unit = (SPARK_HEIGHT - 2 * _EDGE) / most if most else 0.0
    points = [
        f"{_EDGE + place * step:.1f} {SPARK_HEIGHT - _EDGE - number * unit:.1f}"
        for place, number in enumerate(numbers)
    ]
    return "M" + "L".join(points)


def _column(
    parts: Sequence[tuple[str, int]], *, middle: float, slot: float, unit: float
) -> list[Bar]:
    width, y, bars = min(slot * _BAR, _BAR_MAX), float(_BASE), []
    for series, count in parts:
        height = count * unit
        if count:
            left, top = round(middle - width / 2, 2), round(y - height, 2)
            bars.append(Bar(series, left, top, round(width, 2), max(_LEAST, round(height - 1, 2))))
        y -= height
    return bars


def _labels(count: int, *, slot: float) -> tuple[Label, ...]:
    """Name the last column, and others at equal distances before it."""
    every = -(-count // _LABELS_MAX) or 1
    last = count - 1
    places = range(last, -1, -every)
    return tuple(
        Label(
            place,
            WIDTH if place == last else round(_LEFT + slot * (place + 0.5), 2),
            "end" if place == last else "middle",
        )
        for place in sorted(places)
    )
