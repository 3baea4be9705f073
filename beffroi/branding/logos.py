"""Which pictures are taken as a logo. Bytes in, a picture made anew out; pure but for Pillow."""

from __future__ import annotations

import io
import warnings
from enum import Enum

from PIL import Image

from beffroi.media import pictures
from beffroi.media.pictures import Picture
from beffroi.media.problems import FileRefused, Problem

UPLOAD_BYTES_MAX = 1_000_000
#: Far above what a logo needs; decoded, it takes 64 MB.
PIXELS_MAX = 16_000_000
#: As wide as it is ever shown, for screens with three dots to a point.
SIDE_MAX = 600
ENCODED_BYTES_MAX = 200_000
FORMATS = ("PNG", "JPEG", "WEBP")
_HEAD = 1_000


class Reason(Enum):
    """Why a picture is not taken as a logo, named by what helps."""

    DRAWING = "drawing"  # SVG: it may hold a program, and addresses that are fetched
    TOO_HEAVY = "too_heavy"
    TOO_LARGE = "too_large"  # in pixels
    UNREADABLE = "unreadable"


class LogoRefused(Exception):
    """The picture is not taken; `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


def prepare(upload: bytes) -> Picture:
    """Return `upload` decoded and encoded anew, without what was noted in it.

    No side is above `SIDE_MAX` pixels. Raises LogoRefused.
    """
    if len(upload) > UPLOAD_BYTES_MAX:
        raise LogoRefused(Reason.TOO_HEAVY)
    if _is_drawing(upload):
        raise LogoRefused(Reason.DRAWING)
    _measure(upload)
    try:
        return pictures.prepare(upload, side_max=SIDE_MAX, bytes_max=ENCODED_BYTES_MAX)
    except FileRefused as error:
        is_large = error.problem is Problem.TOO_LARGE
        raise LogoRefused(Reason.TOO_LARGE if is_large else Reason.UNREADABLE) from error


def _is_drawing(upload: bytes) -> bool:
    head = upload[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    return head.startswith(b"<") and b"<svg" in head.lower()


def _measure(upload: bytes) -> None:
    """Read the head alone: nothing is decoded that says it is too large, or of another kind."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # bound below
            with Image.open(io.BytesIO(upload), formats=FORMATS) as opened:
                pixels = opened.width * opened.height
    except Image.DecompressionBombError as error:
        raise LogoRefused(Reason.TOO_LARGE) from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise LogoRefused(Reason.UNREADABLE) from error
    if pixels > PIXELS_MAX:
        raise LogoRefused(Reason.TOO_LARGE)
