from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.web.dial import strokes


def test_the_ring_has_a_stroke_for_each_minute() -> None:
    states = [stroke.state for stroke in strokes(done=4, planned=9)]
    assert states == ["on"] * 4 + ["next"] * 9 + [""] * 2


def test_minutes_beyond_the_quarter_of_an_hour_are_not_drawn() -> None:
    assert [stroke.state for stroke in strokes(done=20, planned=5)] == ["on"] * 15


@given(st.integers(0, 60), st.integers(0, 60), st.integers(1, 60))
def test_a_ring_always_has_as_many_strokes_as_minutes(done: int, planned: int, total: int) -> None:
    states = [stroke.state for stroke in strokes(done=done, planned=planned, total=total)]
    assert len(states) == total
    assert states.count("on") == min(done, total)
    assert states == sorted(states, key=["on", "next", ""].index)


@pytest.mark.parametrize("index", [0, 7, 14])
def test_strokes_lie_on_the_circle(index: int) -> None:
    start = strokes(done=0, planned=0)[index].path.removeprefix("M").split("A")[0]
    x, y = map(float, start.split())
    assert math.hypot(x - 60, y - 60) == pytest.approx(52, abs=0.1)
