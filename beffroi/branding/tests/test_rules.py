from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.branding import rules

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("#1d6547", "#1d6547"),
        (" 1D6547 ", "#1d6547"),
        ("#abc", "#aabbcc"),
        ("ABC", "#aabbcc"),
        ("", ""),
        ("#12345", ""),
        ("red", ""),
        ("#1d6547}", ""),
        ("#١٢٣", ""),
        ("rgb(0,0,0)", ""),
        ("#1d6547\n", "#1d6547"),
    ],
)
def test_only_colours_are_taken(typed: str, clean: str) -> None:
    assert rules.clean_colour(typed) == clean


def test_contrast_is_that_of_wcag() -> None:
    assert rules.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert rules.contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
    assert rules.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(("colour", "is_kept"), [("#767676", True), ("#777777", False)])
def test_a_colour_that_can_be_read_is_kept_on_white(colour: str, is_kept: bool) -> None:
    assert (rules.shades_of(colour).light == colour) is is_kept


@given(COLOURS)
def test_every_shade_can_be_read(colour: str) -> None:
    shades = rules.shades_of(colour)
    assert rules.contrast(shades.light, rules.LIGHT) >= rules.CONTRAST_MIN
    assert rules.contrast(shades.dark, rules.DARK) >= rules.CONTRAST_MIN
