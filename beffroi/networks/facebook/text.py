"""Texts of posts: counted, compared, searched for a link. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from beffroi.networks.contracts import MediaKind, PostFormat, TextCount
from beffroi.networks.declarations import Draft, Limits, Problem, ProblemCode

_LINK = re.compile(r"https?://[^\s<>\"]+")
_TRAILING = ".,;:!?»”’)]}"


def count(text: str, *, limits: Limits) -> TextCount:
    """Count UTF-16 units: the longest of the ways in which the vendor may count."""
    used = len(text.encode("utf-16-le", "surrogatepass")) // 2
    return TextCount(used=used, limit=limits.text_max)


def comparable(text: str) -> str:
    """Return what stays of a text when a server has tidied its blanks and accents."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def first_link(text: str) -> str:
    """Return the first address in a text, whose preview the post will show; "" when none is."""
    found = _LINK.search(text)
    return found[0].rstrip(_TRAILING) if found else ""


def problems(draft: Draft) -> Sequence[Problem]:
    """Return what Facebook would refuse of a draft: files that do not go together."""
    videos = [one for one in draft.media if one.kind is MediaKind.VIDEO]
    # That it takes no document at all, its limits say.
    shown = [one for one in draft.media if one.kind is not MediaKind.DOCUMENT]
    if videos and len(shown) > 1:
        return [Problem(ProblemCode.MEDIA_MIXED, found=len(shown), limit=1)]
    if draft.format is PostFormat.REEL and not videos:
        return [Problem(ProblemCode.VIDEO_MISSING)]
    if draft.format is PostFormat.STORY and not draft.media:
        return [Problem(ProblemCode.MEDIA_MISSING)]
    return []
