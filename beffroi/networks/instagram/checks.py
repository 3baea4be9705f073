"""What can be told of a post without asking Instagram. Pure."""

from __future__ import annotations

from beffroi.networks.contracts import MediaKind, OutgoingPost, PostFormat
from beffroi.networks.errors import ContentRefused
from beffroi.networks.instagram.declaration import CAROUSEL_MAX, LIMITS, MESSAGE_BYTES_MAX
from beffroi.networks.instagram.text import (
    COMMENT_MAX,
    HASHTAGS_MAX,
    MENTIONS_MAX,
    hashtags,
    mentions,
    units,
)


def check(post: OutgoingPost) -> None:
    """Raise ContentRefused for a post that would be refused, or would lose a part."""
    _check_caption(post.text)
    kinds = [one.kind for one in post.media]
    limit = CAROUSEL_MAX if post.format is PostFormat.POST else 1
    if not 1 <= len(kinds) <= limit or MediaKind.DOCUMENT in kinds:
        raise ContentRefused("too few or too many files", field="media", limit=limit)
    if post.format is PostFormat.REEL and kinds != [MediaKind.VIDEO]:
        raise ContentRefused("a reel is one video", field="media", limit=1)
    if post.format is PostFormat.STORY and post.text:
        raise ContentRefused("a story shows no text", field="text", limit=0)
    if any(units(one.alt_text) > LIMITS.alt_text_max for one in post.media):
        raise ContentRefused("too long", field="alt_text", limit=LIMITS.alt_text_max)


def check_comment(text: str, *, has_media: bool) -> None:
    """Raise ContentRefused for an answer that would be refused under a post."""
    _check_answer(has_media=has_media)
    if units(text) > COMMENT_MAX:
        raise ContentRefused("too long for a comment", field="text", limit=COMMENT_MAX)


def check_message(text: str, *, has_media: bool) -> None:
    """Raise ContentRefused for a message that would be refused."""
    _check_answer(has_media=has_media)
    if len(text.encode("utf-8", "replace")) > MESSAGE_BYTES_MAX:
        raise ContentRefused("too long for a message", field="text", limit=MESSAGE_BYTES_MAX)


def _check_answer(*, has_media: bool) -> None:
    if has_media:
        raise ContentRefused("an answer bears no files", field="media", limit=0)


def _check_caption(text: str) -> None:
    limits = (
        (units(text), LIMITS.text_max),
        (hashtags(text), HASHTAGS_MAX),
        (mentions(text), MENTIONS_MAX),
    )
    for used, limit in limits:
        if used > limit:
            raise ContentRefused("too much in a caption", field="text", limit=limit)
