"""Where the bars of the chart of days stand, in the units of its drawing. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from beffroi.listening.figures.cells import Volume

WIDTH, HEIGHT = 880, 210
_LEFT, _TOP, _BASE = 36, 24, 178
_GAP = 1.0
_BAR = 0.64
#: The highest line of a scale is one of these, or ten times as much, and so on.
_STEPS = (1, 2, 5, 10)
_LINES = 3


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
    """The day below a column; the last one ends with it."""

    x: float
    day: date
    anchor: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Columns of days on one scale; `usual_y` is where the usual stands, None where unknown."""

    bars: tuple[Bar, ...]
    lines: tuple[Line, ...]
    labels: tuple[Label, ...]
    usual_y: float | None
    left: int = _LEFT
    width: int = WIDTH
    height: int = HEIGHT


def draw(volume: Volume) -> Chart:
    """Draw each day as a column of its parts, in their order; parts of 0 are not drawn."""
    step = scale_step(max((day.total for day in volume.days), default=0))
    most = step * _LINES
    unit, slot = (_BASE - _TOP) / most, (WIDTH - _LEFT) / max(len(volume.days), 1)
    bars = []
    for place, day in enumerate(volume.days):
        x, y = _LEFT + slot * (place + (1 - _BAR) / 2), float(_BASE)
        for series, count in day.parts:
            height = count * unit
            if count:
                shown = max(_GAP, height - _GAP)
                bars.append(
                    Bar(
                        series,
                        _rounded(x),
                        _rounded(y - height),
                        _rounded(slot * _BAR),
                        _rounded(shown),
                    )
                )
            y -= height
    last = len(volume.days) - 1
    labelled = [place for place in range(last, -1, -7) if place == last or place < last - 1]
    return Chart(
        bars=tuple(bars),
        lines=tuple(Line(_rounded(_BASE - step * n * unit), step * n) for n in range(_LINES + 1)),
        labels=tuple(
            Label(
                _rounded(_LEFT + slot * (place + 1 / 2)),
                volume.days[place].day,
                _anchor(place, last),
            )
            for place in sorted(labelled)
        ),
        usual_y=None if volume.usual is None else _rounded(_BASE - min(volume.usual, most) * unit),
    )


def scale_step(most: int) -> int:
    """Return how far apart the lines of a scale are that holds `most` in three steps."""
    needed = max(1, -(-most // _LINES))
    power = 1
    while True:
        for step in _STEPS:
            if step * power >= needed:
                return step * power
        power *= 10


def _anchor(place: int, last: int) -> str:
    return "end" if place == last else "middle"


def _rounded(number: float) -> float:
    return round(number, 2)
