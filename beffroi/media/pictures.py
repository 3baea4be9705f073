"""Turns what a person uploads into a picture that is safe to keep and fit for every network.

Whatever comes in is decoded and encoded anew: no metadata (place, device), no second file hidden
behind the first, no animation. Pure but for Pillow: bytes in, bytes out.
"""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from beffroi.media.problems import FileRefused, Problem

UPLOAD_BYTES_MAX = 20_000_000
PIXELS_MAX = 50_000_000
#: A single row of all these pixels would take a gigabyte to turn: no camera makes such a side.
ORIGINAL_SIDE_MAX = 30_000
SIDE_MAX = 2048
THUMBNAIL_SIDE = 480
#: The smallest limit among networks: Bluesky's 2,000,000 bytes (app.bsky.embed.images, 2026-08).
ENCODED_BYTES_MAX = 1_950_000
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")
_QUALITIES = (88, 80, 70, 55)


@dataclass(frozen=True, slots=True)
class Picture:
    """A re-encoded picture and its small version, both of `media_type`."""

    content: bytes
    thumbnail: bytes
    media_type: str
    width: int
    height: int


def prepare(
    upload: bytes, *, side_max: int = SIDE_MAX, bytes_max: int = ENCODED_BYTES_MAX
) -> Picture:
    """Return `upload` re-encoded, upright, no side above `side_max` pixels. Raises FileRefused."""
    if not upload:
        raise FileRefused(Problem.EMPTY)
    if len(upload) > UPLOAD_BYTES_MAX:
        raise FileRefused(Problem.TOO_HEAVY, limit=UPLOAD_BYTES_MAX)
    image = _decode(upload)
    image.thumbnail((side_max, side_max), Image.Resampling.LANCZOS)
    content, media_type = _encode(image, bytes_max=bytes_max)
    if media_type == "image/jpeg":
        image = _on_paper(image)  # its small version is of the same type
    small = image.copy()
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE), Image.Resampling.LANCZOS)
    thumbnail, _ = _encode(small, bytes_max=bytes_max)
    return Picture(content, thumbnail, media_type, image.width, image.height)


def as_jpeg(content: bytes) -> bytes:
    """Return a kept picture as JPEG: itself where it is one already."""
    if content.startswith(b"\xff\xd8"):
        return content
    with Image.open(io.BytesIO(content), formats=_FORMATS) as opened:
        return _saved(_on_paper(opened.convert("RGBA")), "JPEG", quality=_QUALITIES[0])


def _decode(upload: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            opened = Image.open(io.BytesIO(upload), formats=_FORMATS)
            if opened.width * opened.height > PIXELS_MAX or max(opened.size) > ORIGINAL_SIDE_MAX:
                raise FileRefused(Problem.TOO_LARGE)
            opened.draft("RGB", (SIDE_MAX, SIDE_MAX))  # a JPEG may be decoded small at once
            opened.load()
            upright = ImageOps.exif_transpose(opened)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise FileRefused(Problem.TOO_LARGE) from error
    except (
        UnidentifiedImageError,
        OSError,
        SyntaxError,
        ValueError,
        EOFError,
        MemoryError,
    ) as error:
        raise FileRefused(Problem.UNREADABLE) from error
    if upright.width < 1 or upright.height < 1:
        raise FileRefused(Problem.UNREADABLE)
    return upright.convert("RGBA" if upright.has_transparency_data else "RGB")


def _encode(image: Image.Image, *, bytes_max: int) -> tuple[bytes, str]:
    """PNG where transparency needs it and it stays light, else JPEG of falling quality."""
    if image.mode == "RGBA":
        png = _saved(image, "PNG", optimize=True)
        if len(png) <= bytes_max:
            return png, "image/png"
        image = _on_paper(image)
    jpeg = b""
    for quality in _QUALITIES:
        jpeg = _saved(image, "JPEG", quality=quality, progressive=True)
        if len(jpeg) <= bytes_max:
            break
    return jpeg, "image/jpeg"


def _on_paper(image: Image.Image) -> Image.Image:
    """Return `image` without transparency: JPEG has none."""
    if image.mode != "RGBA":
        return image
    paper = Image.new("RGB", image.size, "white")
    paper.paste(image, mask=image.getchannel("A"))
    return paper


def _saved(image: Image.Image, format_name: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    clean = Image.new(image.mode, image.size)
    clean.paste(image)  # a new image carries no metadata of the old one
    clean.save(buffer, format_name, **options)
    return buffer.getvalue()


ImageFile.LOAD_TRUNCATED_IMAGES = False
