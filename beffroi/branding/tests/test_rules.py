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


@pytest.mark.parametrize(
    ("colour", "light_stays", "dark_stays"),
    [
        ("#000000", True, False),
        ("#717171", True, False),
        ("#727272", False, False),
        ("#767676", False, False),
        ("#858585", False, True),
        ("#ffffff", False, True),
        ("#1d6547", True, False),
        ("#ffcc00", False, True),
    ],
)
def test_a_colour_stays_where_it_can_be_read(
    colour: str, light_stays: bool, dark_stays: bool
) -> None:
    shades = rules.shades_of(colour)
    assert (shades.light == colour, shades.dark == colour) == (light_stays, dark_stays)


@given(COLOURS)
def test_every_shade_can_be_read(colour: str) -> None:
    shades = rules.shades_of(colour)
    assert rules.contrast(shades.light, rules.LIGHT) >= rules.CONTRAST_MIN
    assert rules.contrast(shades.light, "#ffffff") >= rules.CONTRAST_MIN
    assert rules.contrast(shades.dark, rules.DARK) >= rules.CONTRAST_MIN


@pytest.mark.parametrize("sign", ["\r", "\n", "\0", "\v", "\x85", "\u2028", "\u2029", "\u202e"])
def test_what_ends_or_turns_a_line_is_no_line(sign: str) -> None:
    assert not rules.is_one_line(f"Nova{sign}Bcc: a@example.org")


def test_words_with_french_spaces_are_a_line() -> None:
    assert rules.is_one_line("Nova\u00a0& fils, «\u202fl’agence\u202f» ❤️\u200d🔥")
