"""Which numbers are written on a curve, and where: above it or below, never over one another."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter
from typing import TypeVar

from beffroi.charts.axes import Plot
from beffroi.charts.drawings import Point, Text
from beffroi.charts.looks import STRONG
from beffroi.charts.texts import Box, free, inside, text_width

T = TypeVar("T", bound=Hashable)

#: Beyond so many numbers only the highest, the lowest and the last are written.
_ALL_MAX = 12
#: Less room than this for each, and not all are written.
_ROOM = 26.0
_LIFT, _DROP = 9.0, 19.0
_ASIDE, _MORE = 4.0, 5.0
_GOAL_LIFT, _GOAL_DROP = 6.0, 16.0


@dataclass(frozen=True, slots=True)
class Spot:
    """A point with its number in words; `is_low` when the curve is higher beside it."""

    x: float
    y: float
    words: str
    is_low: bool


def told(numbers: Sequence[tuple[float, T]], *, room: float, ends: Sequence[T]) -> list[T]:
    """Choose whose numbers are written: all, or the highest, the ends and the lowest."""
    if len(numbers) <= _ALL_MAX and room >= _ROOM:
        return [whose for _, whose in numbers]
    if not numbers:
        return []
    by_number = itemgetter(0)
    highest, lowest = max(numbers, key=by_number), min(numbers, key=by_number)
    return list(dict.fromkeys((highest[1], *ends, lowest[1])))


def place(
    spots: Sequence[Spot],
    *,
    curves: Sequence[Sequence[Point]],
    taken: Sequence[Text],
    where: Plot,
) -> list[Text]:
    """Write the numbers that have room, beside the curves rather than on them."""
    boxes = [text.box for text in taken]
    texts: list[Text] = []
    for spot in spots:
        options = [text for text in _options(spot, where) if free(text.box, boxes)]
        found = next((text for text in options if not _is_crossed(text.box, curves)), None)
        text = found or next(iter(options), None)
        if text is not None:
            texts.append(text)
            boxes.append(text.box)
    return texts


def goal_words(
    words: str, *, y: float, where: Plot, curves: Sequence[Sequence[Point]], taken: Sequence[Box]
) -> Text:
    """Write what a goal is at an end of its line, where no curve passes if possible."""
    ends = ((where.right, "end"), (where.left + 4, "start"))
    options = [
        Text(STRONG, words, x, y + shift, anchor)
        for x, anchor in ends
        for shift in (-_GOAL_LIFT, _GOAL_DROP)
        if y + shift < where.base
    ]
    unhidden = [text for text in options if free(text.box, taken)] or options
    clear = (text for text in unhidden if not _is_crossed(text.box, curves))
    return next(clear, unhidden[0])


def _options(spot: Spot, where: Plot) -> Iterator[Text]:
    """Offer above and below, first at the middle, then at both sides; never among the names."""
    half = text_width(spot.words) / 2 + _ASIDE
    # On the side to which the curve goes, further away.
    shifts = (_DROP, -_LIFT - _MORE) if spot.is_low else (-_LIFT, _DROP + _MORE)
    for aside in (0.0, half, -half):
        x = inside(spot.x + aside, spot.words, left=where.left, right=where.right)
        for shift in shifts:
            if spot.y + shift <= where.base + 4:
                yield Text(STRONG, spot.words, x, spot.y + shift)


def _is_crossed(box: Box, curves: Sequence[Sequence[Point]]) -> bool:
    return any(_crosses(box, *pair) for curve in curves for pair in pairwise(_near(box, curve)))


def _near(box: Box, curve: Sequence[Point]) -> Sequence[Point]:
    """Return the part of a curve, which runs from left to right, that reaches over a box."""
    first = bisect_left(curve, (box.left,))
    last = bisect_right(curve, (box.right, math.inf))
    return curve[max(first - 1, 0) : last + 1]


def _crosses(box: Box, before: Point, after: Point) -> bool:
    """Return whether a line, which runs from left to right or upright, passes through a box."""
    left, right = max(box.left, before.x), min(box.right, after.x)
    if left > right:
        return False
    ys = [before.y, after.y]
    if before.x < after.x:
        slope = (after.y - before.y) / (after.x - before.x)
        ys = [before.y + slope * (x - before.x) for x in (left, right)]
    return min(ys) < box.bottom and max(ys) > box.top
