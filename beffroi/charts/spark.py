"""A line as small as a word, beside the number that it ends with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from beffroi.charts.drawings import Dots, Drawing, Mark, Point, Size, Stroke
from beffroi.charts.looks import LINES, POINTS, ZERO
from beffroi.charts.scales import scale_of
from beffroi.charts.writing import Markup, drawing_markup

SIZE = Size("spark", 120, 32)
_AROUND = 5.0


@dataclass(frozen=True, slots=True)
class Sparkline:
    """A drawing, and how it is written."""

    drawing: Drawing

    @property
    def markup(self) -> Markup:
        """Write what is inside its SVG."""
        return drawing_markup(self.drawing, patterns="")


def sparkline(values: Sequence[float | None], *, size: Size = SIZE) -> Sparkline:
    """Draw numbers on a ground of zero, with gaps where unknown; the last one has a point."""
    scale = scale_of(values)
    step = (size.width - 2 * _AROUND) / max(len(values) - 1, 1)
    base, top = size.height - _AROUND, _AROUND
    places = [
        None
        if value is None
        else Point(_AROUND + step * number, scale.place(value, base=base, top=top))
        for number, value in enumerate(values)
    ]
    ground = scale.place(0.0, base=base, top=top)
    marks: list[Mark] = [Stroke(ZERO, ((Point(0, ground), Point(size.width, ground)),))]
    runs = _runs(places)
    if drawn := tuple(run for run in runs if len(run) > 1):
        marks.append(Stroke(LINES[0], drawn))
    shown = [run[0] for run in runs if len(run) == 1]
    if places and places[-1] and places[-1] not in shown:
        shown.append(places[-1])
    if shown:
        marks.append(Dots(POINTS[0], tuple(shown)))
    return Sparkline(Drawing(size.name, size.width, size.height, tuple(marks), ()))


def _runs(places: Sequence[Point | None]) -> list[tuple[Point, ...]]:
    runs: list[list[Point]] = [[]]
    for place in places:
        if place is not None:
            runs[-1].append(place)
        elif runs[-1]:
            runs.append([])
    return [tuple(run) for run in runs if run]
