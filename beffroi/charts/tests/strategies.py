"""Numbers, names and sizes of which charts are drawn in tests, and what holds for every drawing."""

from __future__ import annotations

from itertools import combinations

from hypothesis import strategies as st

from beffroi.charts.drawings import FULL, HALF, NARROW, Dots, Drawing, Fill, Mark, Point

sizes = st.sampled_from((NARROW, HALF, FULL))
amounts = st.floats(0, 1e7, allow_nan=False).map(lambda value: round(value, 2))
numbers = st.floats(-1e6, 1e6, allow_nan=False).map(lambda value: round(value, 2))
words = st.text("abcdeéMW 0123456789,–€", min_size=1, max_size=12)
#: A mark may reach so far beyond its drawing, where it is shown all the same.
ROUNDING = 0.01


def say(value: float) -> str:
    """Write a number of a scale."""
    return f"{value:g}"


def points(mark: Mark) -> list[Point]:
    """Return every corner of a mark."""
    if isinstance(mark, Fill):
        return [
            Point(x, y)
            for rect in mark.rects
            for x in (rect.x, rect.x + rect.width)
            for y in (rect.y, rect.y + rect.height)
        ]
    if isinstance(mark, Dots) or hasattr(mark, "points"):
        return list(mark.points)
    return [point for line in mark.lines for point in line]


def outside(drawing: Drawing) -> list[Point]:
    """Return the corners of marks that are not inside the drawing."""
    return [
        point
        for mark in drawing.marks
        for point in points(mark)
        if not (
            -ROUNDING <= point.x <= drawing.width + ROUNDING
            and -ROUNDING <= point.y <= drawing.height + ROUNDING
        )
    ]


def collisions(drawing: Drawing) -> list[tuple[str, str]]:
    """Return the texts that stand on one another."""
    return [
        (one.words, other.words)
        for one, other in combinations(drawing.texts, 2)
        if one.box.meets(other.box)
    ]


def cut_off(drawing: Drawing) -> list[str]:
    """Return the texts that go beyond the drawing."""
    return [
        text.words
        for text in drawing.texts
        if not (
            text.box.left >= -1
            and text.box.right <= drawing.width + 1
            and text.box.top >= -1
            and text.box.bottom <= drawing.height + 1
        )
    ]
