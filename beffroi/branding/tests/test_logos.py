"""Pictures that are taken as a logo, and those that are not, among them some made to harm."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image

from beffroi.branding import logos
from beffroi.branding.logos import LogoRefused, Reason

SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>"
ENTITIES = b'<?xml version="1.0"?>\n<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><SVG/>'


def drawn(kind: str, size: tuple[int, int] = (900, 300), mode: str = "RGB") -> bytes:
    buffer = io.BytesIO()
    Image.new(mode, size, "teal").save(buffer, kind)
    return buffer.getvalue()


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png_that_says(width: int, height: int, body: bytes = b"") -> bytes:
    """Return a picture of a few bytes whose head names another size."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    data = chunk(b"IDAT", zlib.compress(body))
    return b"\x89PNG\r\n\x1a\n" + head + data + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("upload", "reason"),
    [
        pytest.param(b"", Reason.UNREADABLE, id="empty"),
        pytest.param(SVG, Reason.DRAWING, id="svg"),
        pytest.param(b"\xef\xbb\xbf\n " + SVG, Reason.DRAWING, id="svg after a mark"),
        pytest.param(ENTITIES, Reason.DRAWING, id="svg that reads files"),
        pytest.param(b"<html><script>x()</script>", Reason.UNREADABLE, id="a page"),
        pytest.param(b"%PDF-1.7", Reason.UNREADABLE, id="paper"),
        pytest.param(drawn("GIF"), Reason.UNREADABLE, id="gif"),
        pytest.param(drawn("TIFF"), Reason.UNREADABLE, id="tiff"),
        pytest.param(drawn("BMP", (90, 30)), Reason.UNREADABLE, id="bmp"),
        pytest.param(drawn("PNG")[:-40], Reason.UNREADABLE, id="cut short"),
        pytest.param(png_that_says(0, 0), Reason.UNREADABLE, id="no size"),
        pytest.param(png_that_says(45_000, 45_000), Reason.TOO_LARGE, id="says two billion"),
        pytest.param(png_that_says(20_000, 20_000), Reason.TOO_LARGE, id="says 400 million"),
        pytest.param(png_that_says(4_001, 4_000), Reason.TOO_LARGE, id="just too large"),
        pytest.param(drawn("PNG") + b"\0" * 1_000_000, Reason.TOO_HEAVY, id="heavy"),
    ],
)
def test_what_is_no_logo_is_refused_by_what_helps(upload: bytes, reason: Reason) -> None:
    with pytest.raises(LogoRefused) as refused:
        logos.prepare(upload)
    assert refused.value.reason is reason


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_logo_is_made_anew_and_small(kind: str) -> None:
    made = logos.prepare(drawn(kind) + b"<script>x()</script>")
    assert b"<script>" not in made.content
    assert (made.width, made.height) == (600, 200)
    assert len(made.content) <= logos.ENCODED_BYTES_MAX


def test_a_logo_keeps_its_transparency() -> None:
    made = logos.prepare(drawn("PNG", mode="RGBA"))
    assert made.media_type == "image/png"


def test_what_a_camera_noted_is_dropped() -> None:
    noted = Image.Exif()
    noted[0x010E] = "Rue de la Paix"
    buffer = io.BytesIO()
    Image.new("RGB", (60, 20)).save(buffer, "JPEG", exif=noted)
    assert b"Rue de la Paix" in buffer.getvalue()
    assert b"Rue de la Paix" not in logos.prepare(buffer.getvalue()).content
