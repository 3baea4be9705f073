"""Titles, descriptions and tags as YouTube counts and refuses them. Pure.

https://developers.google.com/youtube/v3/docs/videos (read 2026-11-22)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from beffroi.networks.contracts import MediaKind, PostFormat, TextCount
from beffroi.networks.declarations import Draft, Limits, Problem, ProblemCode
from beffroi.networks.youtube.declaration import TAGS_MAX

_FORBIDDEN = "<>"


def count(text: str, *, limits: Limits) -> TextCount:
    """Count bytes of UTF-8: the unit of descriptions. A half of a surrogate pair counts 3."""
    return TextCount(used=len(text.encode(errors="surrogatepass")), limit=limits.text_max)


def tags_length(tags: Sequence[str]) -> int:
    """Count tags as the server does: quotes around one with a space, a comma between two."""
    lengths = [len(tag) + (2 if " " in tag else 0) for tag in tags]
    return sum(lengths) + max(0, len(lengths) - 1)


def problems(draft: Draft, *, limits: Limits) -> list[Problem]:
    """Return what would be refused of a video; an answer is a comment, and takes any text."""
    return [] if draft.is_answer else list(_video_problems(draft, limits=limits))


def _video_problems(draft: Draft, *, limits: Limits) -> Iterator[Problem]:
    if draft.format is not PostFormat.POST:
        yield Problem(ProblemCode.FORMAT_UNKNOWN)
    if not any(one.kind is MediaKind.VIDEO for one in draft.media):
        yield Problem(ProblemCode.VIDEO_MISSING)
    yield from _title_problems(draft.title, limit=limits.title_max)
    signs = "".join(sign for sign in _FORBIDDEN if sign in draft.title + draft.text)
    if signs:
        yield Problem(ProblemCode.FORBIDDEN_SIGNS, signs=signs)
    used = tags_length(draft.tags)
    if used > TAGS_MAX:
        yield Problem(ProblemCode.TAGS_TOO_LONG, found=used, limit=TAGS_MAX)


def _title_problems(title: str, *, limit: int) -> Iterator[Problem]:
    if not title.strip():
        yield Problem(ProblemCode.TITLE_MISSING)
    elif len(title) > limit:
        yield Problem(ProblemCode.TITLE_TOO_LONG, found=len(title), limit=limit)
