"""What LinkedIn takes, as its documentation says: no server announces limits of its own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from beffroi.networks.contracts import FeedbackKind, MediaKind
from beffroi.networks.declarations import (
    AnswerLimits,
    DocumentLimits,
    Draft,
    Limits,
    Problem,
    ProblemCode,
    VideoLimits,
)
from beffroi.networks.linkedin.errors import ALT_TEXT_MAX
from beffroi.networks.linkedin.text import COMMENT_MAX, TEXT_MAX

IMAGES_MAX = 20

LIMITS = Limits(
    text_max=TEXT_MAX,
    images_max=IMAGES_MAX,
    # The vendor bounds pixels and says nothing of bytes: this bound is ours.
    image_bytes_max=20_000_000,
    image_types=frozenset(["image/jpeg", "image/png", "image/gif"]),
    alt_text_max=ALT_TEXT_MAX,
    source_url="https://learn.microsoft.com/en-us/linkedin/marketing/community-management/shares/posts-api",
    checked_on=date(2026, 11, 22),
    slowest_commit=timedelta(minutes=5),
    image_pixels_max=36_152_319,
    comment_max=COMMENT_MAX,
    video=VideoLimits(
        types=frozenset(["video/mp4"]),
        bytes_max=500_000_000,
        seconds_min=3,
        seconds_max=30 * 60,
    ),
    document=DocumentLimits(
        types=frozenset(
            [
                "application/pdf",
                "application/msword",
                "application/vnd.ms-powerpoint",
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            ]
        ),
        bytes_max=100_000_000,
    ),
)

_COMMENT = AnswerLimits(
    text_max=COMMENT_MAX,
    source_url="https://learn.microsoft.com/en-us/linkedin/marketing/community-management/shares/comments-api",
    checked_on=date(2026, 11, 22),
)
#: Whatever is answered, the answer is a comment.
ANSWERS = {FeedbackKind.REPLY: _COMMENT, FeedbackKind.MENTION: _COMMENT}


def problems_of(draft: Draft) -> Sequence[Problem]:
    """Return what LinkedIn would refuse: files of several kinds, a document without a title."""
    kinds = [media.kind for media in draft.media]
    lone = [kind for kind in kinds if kind is not MediaKind.IMAGE]
    found = []
    if len(kinds) > 1 and lone:
        found.append(Problem(ProblemCode.MEDIA_MIXED, found=len(kinds), limit=1))
    if MediaKind.DOCUMENT in kinds and not draft.title.strip():
        found.append(Problem(ProblemCode.TITLE_MISSING))
    return found
