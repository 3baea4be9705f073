from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.charts.drawings import HALF, Drawing, Fill, Rect, Size, Stroke
from beffroi.charts.looks import COST, PROOFS, STRONG
from beffroi.charts.stacked import Stack, stacked
from beffroi.charts.tests.strategies import (
    amounts,
    collisions,
    cut_off,
    numbers,
    outside,
    say,
    sizes,
    words,
)

PARTS = st.none() | st.tuples(numbers, numbers, numbers)
STACKS = st.lists(
    st.builds(Stack, words, PARTS, words, st.none() | amounts), min_size=1, max_size=60
)


def _rects(drawing: Drawing) -> list[Rect]:
    return [rect for mark in drawing.marks if isinstance(mark, Fill) for rect in mark.rects]


@given(STACKS, sizes)
def test_everything_is_inside_and_no_words_touch(stacks: list[Stack], size: Size) -> None:
    drawing = stacked(stacks, say=say, size=size)
    assert outside(drawing) == []
    assert collisions(drawing) == []


def test_no_words_are_cut_off() -> None:
    stacks = [Stack(f"{day} mai", (day, 2, 1), f"{day + 3} 000 €", cost=3) for day in range(1, 32)]
    assert cut_off(stacked(stacks, say=say)) == []


@given(st.lists(st.tuples(amounts, amounts, amounts), min_size=1, max_size=40))
def test_heights_are_in_proportion_and_parts_add_up(parts: list[tuple[float, ...]]) -> None:
    drawing = stacked([Stack("x", its) for its in parts], say=say)
    rects = sorted(_rects(drawing), key=lambda rect: (rect.x, -rect.y))
    drawn = [part for its in parts for part in its if part > 0]
    assert len(rects) == len(drawn)
    highest = max(sum(its) for its in parts)
    if highest > 0:
        total = sum(rect.height for rect in rects)
        for rect, part in zip(rects, drawn, strict=True):
            assert rect.height * sum(drawn) == pytest.approx(part * total, rel=1e-6, abs=1e-3)
    for its in parts:
        stack = [rect for rect in rects if rect.x == _x(parts, its, rects)]
        assert not stack or sum(rect.height for rect in stack) == pytest.approx(
            stack[0].y + stack[0].height - min(rect.y for rect in stack)
        )


def _x(parts: list[tuple[float, ...]], its: tuple[float, ...], rects: list[Rect]) -> float:
    before = sum(part > 0 for other in parts[: parts.index(its)] for part in other)
    return rects[before].x if before < len(rects) else -1.0


def test_losses_go_down_from_zero() -> None:
    drawing = stacked([Stack("a", (3, 0, -2), "1")], say=say)
    up, down = _rects(drawing)
    assert up.y + up.height == pytest.approx(down.y)
    assert up.height / down.height == pytest.approx(3 / 2)


def test_what_is_unknown_is_no_bar_of_zero() -> None:
    drawing = stacked([Stack("a", None, "—"), Stack("b", (1.0,), "1")], say=say)
    assert len(_rects(drawing)) == 1
    assert "—" in [text.words for text in drawing.texts]
    assert "—" not in [text.words for text in drawing.texts if text.look is STRONG]


def test_each_part_has_its_look_from_the_ground_up() -> None:
    drawing = stacked([Stack("a", (1, 2, 3), "6")], say=say)
    fills = [mark for mark in drawing.marks if isinstance(mark, Fill)]
    assert [mark.look for mark in fills] == list(PROOFS)
    tops = [mark.rects[0].y for mark in fills]
    assert tops == sorted(tops, reverse=True)


def test_the_line_of_the_cost_is_on_the_scale_and_wider_than_its_bar() -> None:
    drawing = stacked([Stack("a", (100,), "100", cost=50)], say=say)
    (rect,) = _rects(drawing)
    (cost,) = [mark for mark in drawing.marks if isinstance(mark, Stroke) and mark.look is COST]
    (line,) = cost.lines
    assert line[0].y == pytest.approx(rect.y + rect.height / 2)
    assert line[0].x < rect.x
    assert line[1].x > rect.x + rect.width


@pytest.mark.parametrize(("cost", "is_above_the_cost"), [(90, False), (14, True), (5, False)])
def test_a_number_stands_on_its_bar_unless_the_cost_would_strike_it(
    cost: int, is_above_the_cost: bool
) -> None:
    drawing = stacked([Stack("a", (10,), "10", cost=cost), Stack("b", (80,), "80")], say=say)
    (text,) = [text for text in drawing.texts if text.words == "10"]
    (line,) = [mark for mark in drawing.marks if isinstance(mark, Stroke) and mark.look is COST]
    y, bar = line.lines[0][0].y, _rects(drawing)[0].y
    assert not text.box.top < y < text.box.bottom
    assert (text.box.bottom < y < bar) is is_above_the_cost


def test_of_many_numbers_the_highest_and_the_last_are_written() -> None:
    stacks = [Stack(str(day), (day % 50 + 1,), f"{day % 50 + 1} €") for day in range(400)]
    written = [text.words for text in stacked(stacks, say=say, size=HALF).texts]
    assert "50 €" in written
    assert len([one for one in written if one.endswith("€")]) <= 3
