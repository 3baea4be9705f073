"""Colours that can be read: an agency's own, or the nearest shade of it. Pure.

Contrast is that of WCAG 2.2 (1.4.3): 4.5 to 1 for text.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

CONTRAST_MIN = 4.5
#: What text stands on, that of less contrast: the canvas of the light theme, which is less bright
#: than paper, and the cards of the dark one, which are brighter than its canvas. web/beffroi.css.
LIGHT, DARK = "#f8f6f2", "#141e31"
_HEX = re.compile(r"#?([0-9a-fA-F]{6}|[0-9a-fA-F]{3})")
_BLACK, _WHITE = (0, 0, 0), (255, 255, 255)
_STEPS = 100
_LINEAR_BELOW = 0.04045
#: Unicode: controls (with ends of lines) and separators of lines.
_NO_LINE = {"Cc", "Zl", "Zp"}
#: What turns the direction of text. Other signs without a width join letters and emoji.
_TURNING = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

Rgb = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Shades:
    """A colour as it is shown on light and on dark, each as #rrggbb."""

    light: str
    dark: str


def clean_colour(typed: str) -> str:
    """Return a colour as #rrggbb, "" for what is none; `abc` and `#ABC` are `#aabbcc`."""
    found = _HEX.fullmatch(typed.strip())
    if found is None:
        return ""
    digits = found.group(1).lower()
    return "#" + ("".join(sign * 2 for sign in digits) if len(digits) == 3 else digits)


def shades_of(colour: str) -> Shades:
    """Return the colour where it can be read, else the nearest shade: darker, or lighter."""
    return Shades(
        _readable(colour, on=LIGHT, towards=_BLACK), _readable(colour, on=DARK, towards=_WHITE)
    )


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21."""
    lighter, darker = sorted((_luminance(_rgb(one)), _luminance(_rgb(other))), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def is_readable(colour: str, *, on: str) -> bool:
    """Tell whether text of a colour can be read on another."""
    return contrast(colour, on) >= CONTRAST_MIN


def is_one_line(text: str) -> bool:
    """Tell whether text may stand in the head of a mail."""
    return not any(sign in _TURNING or unicodedata.category(sign) in _NO_LINE for sign in text)


def _readable(colour: str, *, on: str, towards: Rgb) -> str:
    start = _rgb(colour)
    for step in range(_STEPS + 1):
        shade = _hex(_mixed(start, towards, step / _STEPS))
        if is_readable(shade, on=on):
            return shade
    return _hex(towards)


def _mixed(one: Rgb, other: Rgb, share: float) -> Rgb:
    red, green, blue = (
        round(mine + (theirs - mine) * share) for mine, theirs in zip(one, other, strict=True)
    )
    return red, green, blue


def _luminance(colour: Rgb) -> float:
    red, green, blue = (_linear(part / 255) for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= _LINEAR_BELOW else ((part + 0.055) / 1.055) ** 2.4


def _rgb(colour: str) -> Rgb:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _hex(colour: Rgb) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)
