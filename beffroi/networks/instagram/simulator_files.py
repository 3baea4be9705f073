"""How the simulated Instagram fetches files and what it takes. It fetches from loopback alone.

https://developers.facebook.com/docs/instagram-platform/content-publishing/ (read on 2026-11-22)
"""

from __future__ import annotations

import http.client
from urllib.parse import urlsplit

from beffroi.networks.families.graph.simulator_wire import Refused, invalid
from beffroi.networks.instagram.declaration import LIMITS, STORY

_TIMEOUT_SECONDS = 5
_SOI = b"\xff\xd8"
#: Markers of JPEG that say how large a picture is.
_SIZES = frozenset({0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})


def take_image(url: str, *, is_story: bool) -> None:
    """Fetch a picture and refuse what Instagram would."""
    content = _fetched(url)
    if len(content) > 8 * 1024 * 1024:
        raise Refused(36000, "The image size is too large.", subcode=2207004)
    size = jpeg_size(content)
    if size is None:
        raise Refused(36001, "The image format is not supported.", subcode=2207005)
    ratio = size[0] / size[1]
    low, high = LIMITS.image_ratio_min or 0, LIMITS.image_ratio_max or 100
    if not is_story and not low - 0.01 <= ratio <= high + 0.01:
        raise Refused(36003, "The aspect ratio is not supported.", subcode=2207009)


def take_video(url: str, *, is_story: bool) -> None:
    """Fetch a video and refuse what Instagram would."""
    content = _fetched(url)
    limit = (STORY.video if is_story else LIMITS.video) or LIMITS.video
    if content[4:8] != b"ftyp" or (limit and len(content) > (limit.bytes_max or 0)):
        raise Refused(352, "The video format is not supported.", subcode=2207026)


def jpeg_size(content: bytes) -> tuple[int, int] | None:
    """Return width and height of a JPEG, None when it is none."""
    if not content.startswith(_SOI):
        return None
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4])
        if marker in _SIZES:
            height = int.from_bytes(content[at + 5 : at + 7])
            width = int.from_bytes(content[at + 7 : at + 9])
            return (width, height) if width and height else None
        at += 2 + length
    return None


def _fetched(url: str) -> bytes:
    split = urlsplit(url)
    if split.scheme not in {"http", "https"} or not split.netloc:
        raise invalid("The address of a file must be absolute")
    if split.hostname not in {"127.0.0.1", "localhost"}:
        raise _unreachable()
    connection = http.client.HTTPConnection(split.netloc, timeout=_TIMEOUT_SECONDS)
    try:
        connection.request("GET", split.path + (f"?{split.query}" if split.query else ""))
        answer = connection.getresponse()
        content = answer.read()
    except OSError as error:
        raise _unreachable() from error
    finally:
        connection.close()
    if answer.status != 200:
        raise _unreachable()
    return content


def _unreachable() -> Refused:
    return Refused(9004, "The media could not be fetched from this URI.", subcode=2207052)
