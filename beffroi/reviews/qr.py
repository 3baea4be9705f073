"""The QR code that a telephone reads, drawn here, without asking anybody."""

from __future__ import annotations

from django.utils.safestring import SafeString
from qrcode.constants import ERROR_CORRECT_M
from qrcode.image.svg import SvgPathImage
from qrcode.main import QRCode


def drawing(address: str) -> SafeString:
    """Return the address as an SVG drawing; the library writes figures and nothing of the text."""
    code = QRCode(image_factory=SvgPathImage, error_correction=ERROR_CORRECT_M, border=4)
    code.add_data(address)  # type: ignore[no-untyped-call]
    drawn = code.make_image().to_string(encoding="unicode")  # type: ignore[no-untyped-call]
    return SafeString(drawn)
