from __future__ import annotations

import io
import re

import pytest
from PIL import Image

from beffroi.core import qr

_ADDRESS = "https://liens.atelier-martin.example/l/abcdefg"


def _squares(svg: bytes) -> set[tuple[int, int]]:
    """Return the dark squares of a drawing, its quiet zone included in their places."""
    return {(int(x), int(y)) for x, y in re.findall(rb"M(\d+) (\d+)h1v1h-1z", svg)}


def test_the_file_and_the_picture_hold_the_same_code_in_a_white_margin() -> None:
    svg, picture = qr.svg_file(_ADDRESS), Image.open(io.BytesIO(qr.png_file(_ADDRESS)))
    dark = _squares(svg)
    side = int(re.search(rb'viewBox="0 0 (\d+) ', svg)[1])  # type: ignore[index]
    dots = picture.width // side
    seen = {
        (x, y)
        for x in range(side)
        for y in range(side)
        if picture.getpixel((x * dots + dots // 2, y * dots + dots // 2)) == 0
    }
    assert seen == dark
    assert min(min(place) for place in dark) == 4
    assert max(max(place) for place in dark) == side - 5


def test_the_finder_patterns_are_where_readers_look_for_them() -> None:
    dark = _squares(qr.svg_file(_ADDRESS))
    ring = {(4 + n, 4) for n in range(7)} | {(4, 4 + n) for n in range(7)}
    assert ring <= dark
    assert not {(5 + n, 5) for n in range(5)} & dark


def test_the_picture_prints_as_wide_as_it_says() -> None:
    picture = Image.open(io.BytesIO(qr.png_file(_ADDRESS, width_mm=100)))
    dots_an_inch = picture.info["dpi"][0]
    assert picture.width / dots_an_inch * 25.4 == pytest.approx(102, abs=2.5)


def test_a_code_is_wide_enough_for_its_distance_and_its_squares() -> None:
    assert [size.width_cm for size in qr.sizes(_ADDRESS)] == [3, 10, 30]
    assert [size.width_cm for size in qr.sizes(_ADDRESS * 8)] == [4, 10, 30]


def test_other_codes_are_drawn_for_other_addresses() -> None:
    assert qr.svg_file(_ADDRESS) != qr.svg_file(_ADDRESS + "h")
    assert _ADDRESS not in qr.drawing(_ADDRESS)
