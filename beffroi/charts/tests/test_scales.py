from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.charts.scales import scale_of
from beffroi.charts.tests.strategies import numbers


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        ((632, 168), (0, 200, 400, 600)),
        ((5.2, 6.1, None, 2.1), (0, 2, 4, 6)),
        ((0.31,), (0, 0.1, 0.2, 0.3)),
        ((-3, 5), (-2, 0, 2, 4)),
        ((-40,), (-40, -30, -20, -10, 0)),
        ((1240,), (0, 500, 1000)),
        ((0, None), (0,)),
        ((), (0,)),
    ],
)
def test_lines_are_round_and_one_is_zero(
    values: tuple[float | None, ...], ticks: tuple[float, ...]
) -> None:
    assert scale_of(values).ticks == ticks


def test_whole_things_have_no_line_between_two_of_them() -> None:
    assert scale_of((2,), is_whole=True).ticks == (0, 1, 2)
    assert scale_of((2,)).ticks == (0, 0.5, 1, 1.5, 2)


@given(st.lists(st.none() | numbers, max_size=30))
def test_a_scale_holds_zero_all_numbers_and_few_lines(values: list[float | None]) -> None:
    scale = scale_of(values)
    known = [value for value in values if value is not None]
    assert scale.low <= min([0.0, *known])
    assert scale.high >= max([0.0, *known])
    assert 0.0 in scale.ticks
    assert len(scale.ticks) <= 5 + 1
    assert all(scale.low <= tick <= scale.high + 1e-6 for tick in scale.ticks)


@given(st.lists(numbers, min_size=1, max_size=9))
def test_places_are_in_proportion(values: list[float]) -> None:
    scale = scale_of(values)
    places = [scale.place(value, base=100, top=0) for value in values]
    zero = scale.place(0.0, base=100, top=0)
    unit = (scale.place(scale.high, base=100, top=0) - scale.place(scale.low, base=100, top=0)) / (
        scale.high - scale.low
    )
    for value, place in zip(values, places, strict=True):
        assert place - zero == pytest.approx(value * unit, abs=1e-6)


@pytest.mark.parametrize("value", [float("inf"), float("nan")])
def test_what_is_no_number_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="finite"):
        scale_of((value, 1.0))
