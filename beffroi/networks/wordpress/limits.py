"""What a post may hold. A site announces no bounds: these keep it readable and within PHP's own.

https://developer.wordpress.org/rest-api/reference/posts/ (read on 2026-11-22)
"""

from __future__ import annotations

from datetime import date, timedelta

from beffroi.networks.contracts import OutgoingPost, PostFormat, TextCount
from beffroi.networks.declarations import Draft, Limits, Problem, ProblemCode
from beffroi.networks.errors import ContentRefused
from beffroi.networks.wordpress.errors import COMMENT_BYTES_MAX
from beffroi.networks.wordpress.text import to_comment

LIMITS = Limits(
    text_max=100_000,
    images_max=20,
    image_bytes_max=2_000_000,  # upload_max_filesize, as PHP comes
    image_types=frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"}),
    alt_text_max=2000,
    source_url="https://developer.wordpress.org/rest-api/reference/posts/",
    checked_on=date(2026, 11, 22),
    slowest_commit=timedelta(minutes=2),
    title_max=200,
    comment_max=0,  # an author who comments their own article first would surprise
)


def count(text: str, *, limits: Limits) -> TextCount:
    """Count characters."""
    return TextCount(used=len(text), limit=limits.text_max)


def problems(draft: Draft, *, limits: Limits) -> list[Problem]:
    """Return what a site would not take, or what would look broken on it."""
    if draft.format is not PostFormat.POST:
        return [Problem(ProblemCode.FORMAT_UNKNOWN)]
    if draft.is_answer:
        return [Problem(ProblemCode.MEDIA_MIXED, found=len(draft.media))] if draft.media else []
    if not draft.title.strip():
        return [Problem(ProblemCode.TITLE_MISSING)]
    found = len(draft.title)
    is_long = found > limits.title_max
    return [Problem(ProblemCode.TITLE_TOO_LONG, found, limits.title_max)] if is_long else []


def check(post: OutgoingPost) -> None:
    """Raise ContentRefused for what must not be sent: a site would take it and show it broken."""
    if len(post.text) > LIMITS.text_max:
        raise ContentRefused("too long", field="text", limit=LIMITS.text_max)
    if len(post.media) > LIMITS.images_max:
        raise ContentRefused("too many pictures", field="media", limit=LIMITS.images_max)
    if not post.title.strip():
        raise ContentRefused("a post has a title", field="title")
    if len(post.title) > LIMITS.title_max:
        raise ContentRefused("too long", field="title", limit=LIMITS.title_max)


def check_answer(post: OutgoingPost) -> None:
    """Do the same for a comment."""
    if post.media:
        raise ContentRefused("a comment bears no picture", field="media", limit=0)
    if len(to_comment(post.text).encode()) > COMMENT_BYTES_MAX:
        raise ContentRefused("too long", field="text", limit=COMMENT_BYTES_MAX)
