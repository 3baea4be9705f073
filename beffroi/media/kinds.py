"""Tells by its first bytes what a file shows, whatever it is called. Pure."""

from __future__ import annotations

from beffroi.media.problems import FileRefused, Problem
from beffroi.networks.contracts import MediaKind

#: How many bytes `kind_of` looks at.
HEAD_BYTES = 32

# The first box of an MP4 or QuickTime file (ISO/IEC 14496-12, 4.3; QuickTime has older ones).
_FIRST_BOXES = frozenset({b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"})
# Pictures that phones wrap in the same boxes (ISO/IEC 23008-12, annex B).
_STILL_BRANDS = frozenset({b"heic", b"heix", b"heim", b"mif1", b"msf1", b"avif", b"avis"})
# Matroska and WebM, Flash, Windows Media, MPEG programs, Ogg.
_OTHER_VIDEOS = (b"\x1aE\xdf\xa3", b"FLV\x01", b"0&\xb2u\x8ef\xcf\x11", b"\0\0\x01\xba", b"OggS")


def kind_of(head: bytes) -> MediaKind:
    """Return what a file that begins with `head` shows; what is unknown is held for a picture.

    Raises FileRefused for videos in another wrapping than MP4.
    """
    if head.startswith(b"%PDF-"):
        return MediaKind.DOCUMENT
    is_avi = head[:4] == b"RIFF" and head[8:12] == b"AVI "
    if head.startswith(_OTHER_VIDEOS) or is_avi:
        raise FileRefused(Problem.NOT_MP4)
    is_boxed = head[4:8] in _FIRST_BOXES and head[8:12] not in _STILL_BRANDS
    return MediaKind.VIDEO if is_boxed else MediaKind.IMAGE
