"""A table of cells that are the darker the more they hold, each with its number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from beffroi.charts.axes import LETTERS
from beffroi.charts.drawings import HALF, Drawing, Mark, Point, Rect, Size, Stroke, Text, fills
from beffroi.charts.looks import FEW, HEATS, LABEL, ON_HEAT, ON_HOT, Look
from beffroi.charts.scales import Scale, scale_of
from beffroi.charts.texts import shortened, text_width

_GAP = 3.0
_ABOVE, _BESIDE = 22.0, 8.0
_CELL = 34.0
_NAMES_MAX = 0.3
_SMALL = 10.0
_HOT_FROM = 3


@dataclass(frozen=True, slots=True)
class Cell:
    """A number as `said`, and how sure it is as `spread`; None: too little is known to tell.

    Of a cell without a number `said` is written all the same: it says so.
    """

    value: float | None
    said: str
    spread: str = ""


def heat_map(
    cells: Sequence[Sequence[Cell]],
    *,
    rows: Sequence[str],
    columns: Sequence[str],
    size: Size = HALF,
) -> Drawing:
    """Draw rows of cells, each as long as `columns`. A narrow drawing lets both change places."""
    if size.width < HALF.width and len(columns) > len(rows):
        turned = [list(column) for column in zip(*cells, strict=True)]
        return _draw(turned, rows=columns, columns=rows, size=size)
    return _draw(cells, rows=rows, columns=columns, size=size)


def _draw(
    cells: Sequence[Sequence[Cell]], *, rows: Sequence[str], columns: Sequence[str], size: Size
) -> Drawing:
    widest = max(map(text_width, rows), default=0.0)
    left = min(widest, size.width * _NAMES_MAX) + _BESIDE
    step = (size.width - left) / max(len(columns), 1)
    placed = [
        (cell, Rect(left + step * x + _GAP / 2, _ABOVE + _CELL * y, step - _GAP, _CELL - _GAP))
        for y, row in enumerate(cells)
        for x, cell in enumerate(row)
    ]
    scale = scale_of(cell.value for cell, _ in placed)
    height = _ABOVE + _CELL * len(rows)
    texts = [
        *_names(rows, columns, left=left, step=step, size=size),
        *(text for cell, rect in placed for text in _words(cell, rect, scale)),
    ]
    return Drawing(size.name, size.width, height, tuple(_marks(placed, scale)), tuple(texts))


def level(value: float, scale: Scale) -> int:
    """Return which of the looks a number has, from 0."""
    share = (value - scale.low) / (scale.high - scale.low)
    return min(int(share * len(HEATS)), len(HEATS) - 1)


def _marks(placed: Sequence[tuple[Cell, Rect]], scale: Scale) -> list[Mark]:
    rects: list[list[Rect]] = [[] for _ in HEATS]
    few = []
    for cell, rect in placed:
        if cell.value is None:
            few.append(_outline(rect))
        else:
            rects[level(cell.value, scale)].append(rect)
    outlines: list[Mark] = [Stroke(FEW, tuple(few))] if few else []
    return [*fills(zip(HEATS, rects, strict=True)), *outlines]


def _outline(rect: Rect) -> tuple[Point, ...]:
    x, y, right, below = rect.x + 0.5, rect.y + 0.5, rect.x + rect.width, rect.y + rect.height
    return (
        Point(x, y),
        Point(right - 0.5, y),
        Point(right - 0.5, below - 0.5),
        Point(x, below - 0.5),
        Point(x, y),
    )


def _words(cell: Cell, rect: Rect, scale: Scale) -> Iterator[Text]:
    middle = rect.x + rect.width / 2
    look = _look(cell, scale)
    has_room = bool(cell.spread) and text_width(cell.spread, _SMALL) <= rect.width
    y = rect.y + rect.height / 2 + (-1.5 if has_room else 4)
    yield Text(look, shortened(cell.said, width=rect.width), middle, y)
    if has_room:
        yield Text(look, cell.spread, middle, rect.y + rect.height - 4.5, size=_SMALL)


def _look(cell: Cell, scale: Scale) -> Look:
    if cell.value is None:
        return LABEL
    return ON_HOT if level(cell.value, scale) >= _HOT_FROM else ON_HEAT


def _names(
    rows: Sequence[str], columns: Sequence[str], *, left: float, step: float, size: Size
) -> Iterator[Text]:
    letters = LETTERS if max(map(text_width, columns), default=0.0) <= step else _SMALL
    for place, name in enumerate(columns):
        words = shortened(name, width=step, size=letters)
        yield Text(LABEL, words, left + step * (place + 0.5), _ABOVE - 8, size=letters)
    for place, name in enumerate(rows):
        y = _ABOVE + _CELL * place + (_CELL - _GAP) / 2 + 4
        yield Text(LABEL, shortened(name, width=left - _BESIDE), left - _BESIDE, y, "end")
