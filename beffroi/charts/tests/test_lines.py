from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.charts.drawings import HALF, NARROW, Dots, Drawing, Shape, Size, Stroke
from beffroi.charts.flags import Note
from beffroi.charts.lines import Goal, Series, lines
from beffroi.charts.looks import FLAG, GOAL, LINES, POINTS, ZERO
from beffroi.charts.tests.strategies import collisions, cut_off, numbers, outside, say, sizes

WEEKS = ("11 mai", "18 mai", "25 mai", "1 juin", "8 juin")
DELAYS = Series((5.2, 4.6, 6.1, 2.4, 2.1), ("5,2", "4,6", "6,1", "2,4", "2,1"))
VALUES = st.lists(st.none() | numbers, min_size=1, max_size=60)
GOALS = st.none() | st.builds(Goal, numbers, st.just("but : 4 h"))
NOTES = st.lists(
    st.builds(Note, st.integers(0, 59), st.sampled_from(("fête", "Karim répond aussi depuis"))),
    max_size=4,
)


def _series(values: list[float | None]) -> Series:
    return Series(tuple(values), tuple(str(value) for value in values))


def _strokes(drawing: Drawing, look: object) -> list[Stroke]:
    return [mark for mark in drawing.marks if isinstance(mark, Stroke) and mark.look is look]


@given(VALUES, GOALS, NOTES, sizes)
def test_everything_is_inside_and_no_words_touch(
    values: list[float | None], goal: Goal | None, notes: list[Note], size: Size
) -> None:
    names = [f"S{place}" for place in range(len(values))]
    held = [note for note in notes if note.at < len(values)]
    drawing = lines(names, [_series(values)], say=say, size=size, goal=goal, notes=held)
    assert outside(drawing) == []
    assert collisions(drawing) == []


@given(VALUES)
def test_lines_are_broken_where_nothing_is_known(values: list[float | None]) -> None:
    drawing = lines([""] * len(values), [_series(values)], say=say)
    drawn = [line for mark in _strokes(drawing, LINES[0]) for line in mark.lines]
    pairs = sum(a is not None and b is not None for a, b in pairwise(values))
    assert sum(len(line) - 1 for line in drawn) == pairs


def test_a_number_between_unknown_ones_is_a_point() -> None:
    values = [None, 3.0, None, *[1.0] * 60]
    drawing = lines([""] * len(values), [_series(values)], say=say)
    (dots,) = [mark for mark in drawing.marks if isinstance(mark, Dots)]
    assert dots.look is POINTS[0]
    assert len(dots.points) == 1


def test_what_is_unknown_does_not_count_as_zero() -> None:
    drawing = lines(WEEKS, [Series((None,) * 5)], say=say)
    assert _strokes(drawing, LINES[0]) == []
    assert not any(isinstance(mark, Dots) for mark in drawing.marks)


def test_every_number_is_written_where_there_is_room_and_none_on_the_goal() -> None:
    for size in (NARROW, HALF):
        drawing = lines(WEEKS, [DELAYS], say=say, size=size, goal=Goal(4, "but : 4 h"))
        written = {text.words: text for text in drawing.texts}
        assert set(DELAYS.said) <= set(written)
        (goal,) = _strokes(drawing, GOAL)
        y = goal.lines[0][0].y
        assert [w for w in DELAYS.said if written[w].box.top < y < written[w].box.bottom] == []
        assert "but : 4 h" in written
        assert cut_off(drawing) == []


def test_a_number_is_written_below_a_low_point_and_above_a_high_one() -> None:
    drawing = lines(("a", "b", "c"), [Series((9, 4, 9), ("9", "un", "neuf"))], say=lambda _: "")
    (points,) = [mark for mark in drawing.marks if isinstance(mark, Dots)]
    texts = {text.words: text for text in drawing.texts}
    assert texts["9"].y < points.points[0].y
    assert texts["un"].y > points.points[1].y


def test_no_number_is_written_on_the_line_of_zero() -> None:
    drawing = lines(("a", "b", "c"), [Series((-3, -2, -1), ("-3", "-2", "-1"))], say=lambda _: "")
    zero = next(mark for mark in drawing.marks if mark.look is ZERO)
    assert isinstance(zero, Stroke)
    y = zero.lines[0][0].y
    assert [
        text for text in drawing.texts if text.words and text.box.top < y < text.box.bottom
    ] == []


def test_the_goal_is_where_its_number_is() -> None:
    drawing = lines(WEEKS, [Series((8, 0, 4, None, None))], say=say, goal=Goal(4, "but"))
    (goal,) = _strokes(drawing, GOAL)
    (line,) = _strokes(drawing, LINES[0])
    assert goal.lines[0][0].y == pytest.approx(line.lines[0][2].y)


def test_what_happened_has_its_words_and_a_staff_on_its_day() -> None:
    notes = (Note(2, "25 mai, fête des mères"), Note(3, "1 juin, Karim répond aussi"))
    drawing = lines(WEEKS, [DELAYS], say=say, notes=notes)
    words = [text.words for text in drawing.texts]
    assert {note.words for note in notes} <= set(words)
    (staffs,) = _strokes(drawing, FLAG)
    (line,) = _strokes(drawing, LINES[0])
    xs = {point.x for one in staffs.lines for point in one}
    assert sorted(xs) == pytest.approx([line.lines[0][2].x, line.lines[0][3].x])
    assert sum(isinstance(mark, Shape) for mark in drawing.marks) == 2


def test_no_staff_passes_through_the_words_of_another_note() -> None:
    notes = tuple(Note(at, f"note {at}, avec des mots") for at in (1, 2, 3, 7, 8))
    values = tuple(float(at) for at in range(10))
    drawing = lines([str(at) for at in range(10)], [Series(values)], say=say, notes=notes)
    (staffs,) = _strokes(drawing, FLAG)
    told = [text for text in drawing.texts if text.words.startswith("note")]
    assert len(told) == len(notes)
    crossed = [
        text.words
        for text in told
        for top, _ in staffs.lines
        if text.box.left < top.x < text.box.right and top.y < text.box.bottom
    ]
    assert crossed == []


def test_lines_are_told_apart_by_their_strokes_and_points() -> None:
    dashes = {look.dash for look in LINES}
    assert len(dashes) == len(LINES)


def test_of_many_numbers_the_highest_the_lowest_and_the_last_are_written() -> None:
    values: list[float | None] = [float(day * 37 % 101) for day in range(400)]
    drawing = lines([""] * 400, [_series(values)], say=lambda _: "")
    assert {text.words for text in drawing.texts if text.words} <= {"100.0", "0.0", str(values[-1])}
    assert "100.0" in {text.words for text in drawing.texts}
