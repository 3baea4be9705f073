from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.charts.drawings import HALF, NARROW, Dots, Drawing, Size, Stroke
from beffroi.charts.lines import Series, lines
from beffroi.charts.looks import FLAG, NUMBER, NUMBER_HOLE, ON_HOT, ON_PAPER
from beffroi.charts.numbered import ROOM, Numbered
from beffroi.charts.stacked import Stack, stacked
from beffroi.charts.tests.strategies import collisions, cut_off, outside, say, sizes

#: Places in their order, each with one number more than the one before.
PLACES = st.lists(st.integers(0, 39), min_size=1, max_size=25).map(sorted)


def marked(places: Sequence[int], *, is_ready: bool = False) -> list[Numbered]:
    return [Numbered(at, n, n, is_ready) for n, at in enumerate(places, start=1)]


def bars(count: int, notes: Sequence[Numbered], size: Size = HALF) -> Drawing:
    stacks = [Stack(f"{n} mai", (n + 1, 2, 1), str(n)) for n in range(count)]
    return stacked(stacks, say=say, size=size, marked=notes)


def curve(count: int, notes: Sequence[Numbered], size: Size = HALF) -> Drawing:
    values = tuple(float(n % 7) for n in range(count))
    names = [f"{n} mai" for n in range(count)]
    series = [Series(values, tuple(map(str, values)))]
    return lines(names, series, say=say, size=size, marked=notes)


def numbers(drawing: Drawing) -> list[str]:
    return [text.words for text in drawing.texts if text.look in {ON_HOT, ON_PAPER}]


@given(PLACES, sizes)
def test_numbers_are_inside_and_stand_on_no_other_words(places: list[int], size: Size) -> None:
    for drawing in (bars(40, marked(places), size), curve(40, marked(places), size)):
        assert outside(drawing) == []
        assert collisions(drawing) == []
        assert cut_off(drawing) == []


@given(PLACES, sizes)
def test_no_number_is_lost(places: list[int], size: Size) -> None:
    shown: list[int] = []
    for words in numbers(bars(40, marked(places), size)):
        first, _, last = words.partition("–")
        shown += range(int(first), int(last or first) + 1)
    assert shown == list(range(1, len(places) + 1))


def test_a_number_stands_above_its_own_bar() -> None:
    drawing = bars(5, marked([2]))
    (disc,) = [mark for mark in drawing.marks if mark.look is NUMBER]
    assert isinstance(disc, Dots)
    (name,) = [text for text in drawing.texts if text.words == "2 mai"]
    assert disc.points[0].x == pytest.approx(name.x)


def test_two_on_one_day_share_a_frame() -> None:
    assert numbers(bars(5, [Numbered(1, 1, 2), Numbered(3, 3, 3)])) == ["1–2", "3"]


def test_those_that_would_touch_say_from_which_to_which() -> None:
    assert numbers(bars(40, marked([3, 4, 5, 30]), NARROW)) == ["1–3", "4"]


def test_what_no_person_wrote_is_a_ring() -> None:
    drawing = bars(9, [Numbered(1, 1, 1), Numbered(7, 2, 2, is_ready=True)])
    holes = [mark for mark in drawing.marks if mark.look is NUMBER_HOLE]
    assert len(holes) == 1
    assert {text.words: text.look for text in drawing.texts if text.words in "12"} == {
        "1": ON_HOT,
        "2": ON_PAPER,
    }


def test_staffs_of_lines_reach_the_ground() -> None:
    drawing = curve(5, marked([2]))
    (staff,) = [mark for mark in drawing.marks if mark.look is FLAG and isinstance(mark, Stroke)]
    assert staff.lines[0][1].y - staff.lines[0][0].y > HALF.height / 2


def test_without_numbers_nothing_changes_its_height() -> None:
    assert bars(5, []).height == HALF.height
    assert bars(5, marked([1])).height == HALF.height + ROOM
    assert curve(5, []).height == HALF.height
