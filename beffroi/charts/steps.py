"""What held from when until when, as steps: a price and its changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from beffroi.charts.drawings import Drawing, Point, Size, Stroke, Text
from beffroi.charts.looks import LABEL, LINES, STRONG, ZERO
from beffroi.charts.scales import Scale, scale_of
from beffroi.charts.texts import Box, free, inside

_ABOVE, _BELOW = 24.0, 26.0
_LIFT, _DROP, _UNDER = 7.0, 17.0, 8.0
#: Low: it stands in a column beside what it proves.
SMALL = Size("t", 280, 128)


@dataclass(frozen=True, slots=True)
class Step:
    """What held from `at` (a number of days, seconds, anything that grows); None: not known.

    `said` is written on the step, `named` below its beginning.
    """

    at: float
    value: float | None
    said: str = ""
    named: str = ""


def steps(held: Sequence[Step], *, until: float, size: Size = SMALL) -> Drawing:
    """Draw steps, in the order of their beginnings, up to `until`; the ground is zero."""
    scale = scale_of(step.value for step in held)
    base, top = size.height - _BELOW, _ABOVE
    edges = [*[step.at for step in held], until]
    xs = [_x(at, edges, size) for at in edges]
    ys = [_y(step.value, scale, base=base, top=top) for step in held]
    ground = _y(0.0, scale, base=base, top=top) or base
    marks = (
        Stroke(ZERO, ((Point(0, ground), Point(size.width, ground)),)),
        Stroke(LINES[0], tuple(_runs(xs, ys))),
    )
    names = _names(held, xs, size)
    texts = (*_values(held, xs, ys, size=size, taken=[text.box for text in names]), *names)
    return Drawing(size.name, size.width, size.height, marks, texts)


def _x(at: float, edges: Sequence[float], size: Size) -> float:
    length = edges[-1] - edges[0]
    return (at - edges[0]) / length * size.width if length > 0 else 0.0


def _y(value: float | None, scale: Scale, *, base: float, top: float) -> float | None:
    return None if value is None else scale.place(value, base=base, top=top)


def _runs(xs: Sequence[float], ys: Sequence[float | None]) -> Iterator[tuple[Point, ...]]:
    run: list[Point] = []
    for place, y in enumerate(ys):
        if y is not None:
            run += [Point(xs[place], y), Point(xs[place + 1], y)]
        elif run:
            yield tuple(run)
            run = []
    if run:
        yield tuple(run)


def _values(
    held: Sequence[Step],
    xs: Sequence[float],
    ys: Sequence[float | None],
    *,
    size: Size,
    taken: list[Box],
) -> Iterator[Text]:
    """Write each value above its step, below where the step before is higher."""
    for place, (step, y) in enumerate(zip(held, ys, strict=True)):
        if y is None or not step.said:
            continue
        before = ys[place - 1] if place else None
        shifts = (_DROP, -_LIFT) if before is not None and before < y else (-_LIFT, _DROP)
        x = inside((xs[place] + xs[place + 1]) / 2, step.said, left=0, right=size.width)
        options = [Text(STRONG, step.said, x, y + shift) for shift in shifts]
        text = next((one for one in options if free(one.box, taken)), None)
        if text:
            taken.append(text.box)
            yield text


def _names(held: Sequence[Step], xs: Sequence[float], size: Size) -> list[Text]:
    """Write the names of the beginnings: the first and the last first, others where room is."""
    texts: list[Text] = []
    taken: list[Box] = []
    places = range(len(held))
    for place in dict.fromkeys((*places[:1], *places[-1:], *places)):
        if held[place].named:
            x = inside(xs[place], held[place].named, left=0, right=size.width)
            text = Text(LABEL, held[place].named, x, size.height - _UNDER)
            if free(text.box, taken):
                taken.append(text.box)
                texts.append(text)
    return sorted(texts, key=lambda text: text.x)
