"""Steps, heat maps, sparklines and level bars."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beffroi.charts.bars import Part, Row, goal_bar, level_bars, range_bar
from beffroi.charts.drawings import HALF, NARROW, Dots, Fill, Size, Stroke
from beffroi.charts.heat import Cell, heat_map, level
from beffroi.charts.looks import FEW, HEATS, LINES, OK, PROOFS
from beffroi.charts.scales import scale_of
from beffroi.charts.spark import sparkline
from beffroi.charts.steps import Step, steps
from beffroi.charts.tests.strategies import amounts, collisions, cut_off, numbers, outside

DAYS = ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim.")
SPANS = ("6–9 h", "9–12 h", "12–15 h", "15–18 h", "18–21 h")
CELLS = st.lists(st.lists(st.none() | amounts, min_size=7, max_size=7), min_size=5, max_size=5)

# Steps


@given(st.lists(st.none() | amounts, min_size=1, max_size=30))
def test_steps_are_inside_level_and_broken_where_unknown(values: list[float | None]) -> None:
    held = [Step(at, value, str(value), f"jour {at}") for at, value in enumerate(values)]
    drawing = steps(held, until=len(held))
    assert outside(drawing) == []
    assert collisions(drawing) == []
    drawn = [
        line
        for mark in drawing.marks
        if isinstance(mark, Stroke) and mark.look is LINES[0]
        for line in mark.lines
    ]
    assert sum(len(line) for line in drawn) == 2 * sum(value is not None for value in values)
    for line in drawn:
        assert all(a.y == b.y for a, b in zip(line[::2], line[1::2], strict=True))


def test_steps_are_as_long_as_they_held_and_as_high_as_they_are() -> None:
    drawing = steps((Step(0, 25), Step(30, 20)), until=40)
    ground, line = (mark for mark in drawing.marks if isinstance(mark, Stroke))
    (run,) = line.lines
    assert (run[1].x - run[0].x) / (run[3].x - run[2].x) == pytest.approx(3)
    zero = ground.lines[0][0].y
    assert (zero - run[2].y) / (zero - run[0].y) == pytest.approx(20 / 25)


# Heat maps


@settings(max_examples=30)
@given(CELLS, st.sampled_from((NARROW, HALF)))
def test_cells_are_inside_and_their_words_apart(
    values: list[list[float | None]], size: Size
) -> None:
    cells = [
        [Cell(one, "12,4" if one is not None else "—", "± 2,1") for one in row] for row in values
    ]
    drawing = heat_map(cells, rows=SPANS, columns=DAYS, size=size)
    assert outside(drawing) == []
    assert collisions(drawing) == []
    assert cut_off(drawing) == []
    known = sum(one is not None for row in values for one in row)
    rects = [rect for mark in drawing.marks if isinstance(mark, Fill) for rect in mark.rects]
    few = [line for mark in drawing.marks if mark.look is FEW for line in _lines(mark)]
    assert (len(rects), len(few)) == (known, 35 - known)


def _lines(mark: object) -> tuple[object, ...]:
    return mark.lines if isinstance(mark, Stroke) else ()


@given(amounts, amounts)
def test_what_holds_more_is_not_paler(one: float, other: float) -> None:
    scale = scale_of((one, other))
    low, high = sorted((one, other))
    assert 0 <= level(low, scale) <= level(high, scale) < len(HEATS)


def test_a_narrow_heat_map_has_its_days_as_rows() -> None:
    cells = [[Cell(1.0, "1")] * 7] * 5
    wide = heat_map(cells, rows=SPANS, columns=DAYS, size=HALF)
    narrow = heat_map(cells, rows=SPANS, columns=DAYS, size=NARROW)
    assert narrow.height > wide.height
    assert {"12–15 h", "dim."} <= {text.words for text in narrow.texts}


def test_the_hours_of_a_narrow_heat_map_are_whole() -> None:
    hours = [f"{hour}\N{NO-BREAK SPACE}h" for hour in range(24)]
    drawing = heat_map([[Cell(1.0, "1")] * 24] * 7, rows=DAYS, columns=hours, size=NARROW)
    assert set(hours) <= {text.words for text in drawing.texts}


# Sparklines


@given(st.lists(st.none() | numbers, max_size=60))
def test_a_sparkline_is_inside_and_ends_with_a_point(values: list[float | None]) -> None:
    drawing = sparkline(values).drawing
    assert outside(drawing) == []
    dots = [point for mark in drawing.marks if isinstance(mark, Dots) for point in mark.points]
    assert (values[-1:] not in ([], [None])) == any(
        point.x == pytest.approx(5 + 110 * (len(values) - 1) / max(len(values) - 1, 1))
        for point in dots
        if len(values) > 1 or values
    )


# Level bars


@given(st.lists(amounts, min_size=3, max_size=3), amounts)
def test_what_came_back_and_what_was_spent_are_on_one_scale(
    values: list[float], spent: float
) -> None:
    parts = [Part("x", value, str(value)) for value in values]
    drawn = range_bar(parts, spent=spent, brought_words=("a", "1"), spent_words=("b", "2"))
    brought, cost = drawn.bands
    pieces = [*brought.pieces, *cost.pieces]
    assert all(-1e-6 <= piece.left <= piece.left + piece.width <= 100 + 1e-6 for piece in pieces)
    most = max(sum(values), spent)
    if most > 0:
        assert max(sum(p.width for p in brought.pieces), cost.pieces[0].width) == pytest.approx(100)
        assert cost.pieces[0].width == pytest.approx(spent / most * 100, abs=1e-6)
    at = 0.0
    for piece in brought.pieces:
        assert piece.left == pytest.approx(at)
        at += piece.width


def test_a_proof_that_is_unknown_is_no_part_of_the_bar() -> None:
    parts = (Part("a", 10, "10"), Part("b", None, "—"), Part("c", 10, "10"))
    drawn = range_bar(parts, spent=None, brought_words=("a", "20"), spent_words=("b", "—"))
    assert [piece.look for piece in drawn.bands[0].pieces] == [PROOFS[0], PROOFS[2]]
    assert drawn.bands[1].pieces == ()
    assert len(drawn.keys) == 3


@given(st.lists(st.none() | numbers, min_size=1, max_size=20))
def test_rows_are_in_proportion_on_both_sides_of_zero(values: list[float | None]) -> None:
    drawn = level_bars([Row("x", value, str(value)) for value in values]).rows
    known = [value for value in values if value is not None]
    length = max([0.0, *known]) - min([0.0, *known])
    for row in drawn:
        assert (row.piece is None) == (row.row.value is None)
        if row.piece and length > 0 and row.row.value is not None:
            expected = abs(row.row.value) / length * 100
            assert row.piece.width == pytest.approx(expected, abs=1e-6)


def test_a_goal_is_full_when_it_is_passed_and_empty_when_unknown() -> None:
    passed = goal_bar(120, most=100, expected=90, state="kept")
    assert passed.done is not None
    assert (passed.done.wide, passed.done.look, passed.expected_at) == ("100.00%", OK, "90.00%")
    assert goal_bar(None, most=10).done is None
    assert goal_bar(3, most=10).expected_at == ""
    with pytest.raises(ValueError, match="above zero"):
        goal_bar(1, most=0)
