"""QR codes that a telephone reads, drawn here, without asking anybody. Pure but for the library."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass

from django.utils.safestring import SafeString
from PIL import Image
from qrcode.constants import ERROR_CORRECT_M
from qrcode.image.base import BaseImage
from qrcode.main import QRCode

#: Modules that stay white around a code (ISO/IEC 18004).
_QUIET = 4
_DPI = 300
_MM_AN_INCH = 25.4
#: A square of a code, five dots of a printer at 300 dpi (Denso Wave, “Module size”).
_LEAST_MODULE_MM = 0.42
#: A code is read from ten times its width (rule of thumb of those who print signs).
_WIDTHS_AWAY = 10
_DARK, _LIGHT = 0, 255


@dataclass(frozen=True, slots=True)
class Size:
    """How wide a code is printed to be read from so far, both in centimetres."""

    away_cm: int
    width_cm: int


def drawing(address: str) -> SafeString:
    """Return the address as an SVG drawing without size or colours; nothing of its text."""
    rows = _rows(address)
    side = len(rows)
    return SafeString(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}"'
        f' shape-rendering="crispEdges"><path d="{_squares(rows)}"/></svg>'
    )


def svg_file(address: str, *, width_mm: int = 100) -> bytes:
    """Return the address as an SVG file on white, its quiet zone included in the width."""
    rows = _rows(address)
    side = len(rows)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width_mm}mm" height="{width_mm}mm"'
        f' viewBox="0 0 {side} {side}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{side}v{side}h-{side}z"/><path d="{_squares(rows)}"/></svg>\n'
    ).encode()


def png_file(address: str, *, width_mm: int = 100) -> bytes:
    """Return the address as a PNG file that prints at least so wide, at 300 dots an inch."""
    rows = _rows(address)
    side = len(rows)
    dots = math.ceil(width_mm / _MM_AN_INCH * _DPI / side)
    small = Image.new("L", (side, side), _LIGHT)
    small.putdata([_DARK if is_dark else _LIGHT for row in rows for is_dark in row])
    large = small.resize((side * dots, side * dots), Image.Resampling.NEAREST)
    file = io.BytesIO()
    large.save(file, "PNG", dpi=(_DPI, _DPI), optimize=True)
    return file.getvalue()


def sizes(address: str) -> tuple[Size, ...]:
    """Return how wide the code has to be printed: in the hand, on a counter, across a room."""
    side = len(_rows(address))
    least = math.ceil(side * _LEAST_MODULE_MM / 10)
    return tuple(Size(away, max(least, away // _WIDTHS_AWAY)) for away in (30, 100, 300))


def _rows(address: str) -> list[list[bool]]:
    """Return the squares of the code, row by row, with its quiet zone."""
    code = QRCode[BaseImage](error_correction=ERROR_CORRECT_M, border=_QUIET)
    code.add_data(address)  # type: ignore[no-untyped-call]
    rows: list[list[bool]] = code.get_matrix()  # type: ignore[no-untyped-call]
    return rows


def _squares(rows: list[list[bool]]) -> str:
    dark = ((x, y) for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark)
    return "".join(f"M{x} {y}h1v1h-1z" for x, y in dark)
