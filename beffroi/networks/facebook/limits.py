"""What fits into a Facebook post, where the vendor says so, and where only others do.

Read on 2026-11-22: https://developers.facebook.com/documentation/video-api/guides/reels-publishing
and https://developers.facebook.com/docs/page-stories-api. The length of a text is in no vendor
document: it is what others observed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from beffroi.networks.contracts import FeedbackKind, PostFormat
from beffroi.networks.declarations import AnswerLimits, Limits, VideoLimits

#: How many letters an answer by message may have.
MESSAGE_TEXT_MAX = 2000

_VIDEO_TYPES = frozenset({"video/mp4", "video/quicktime"})
_DAY = date(2026, 11, 22)
#: Ours: where Facebook cannot fetch it, a short video is sent whole, from memory.
_WHOLE_BYTES_MAX = 200_000_000

LIMITS = Limits(
    text_max=63_206,
    images_max=10,
    # 10 MB by the reference; others were refused above 4.
    image_bytes_max=4_000_000,
    image_types=frozenset({"image/jpeg", "image/png", "image/gif"}),
    alt_text_max=1000,
    source_url="https://developers.facebook.com/docs/graph-api/reference/page/photos/",
    checked_on=_DAY,
    slowest_commit=timedelta(minutes=5),
    # The vendor takes more; this is what is sent in parts within a quarter of an hour.
    video=VideoLimits(types=_VIDEO_TYPES, bytes_max=1_000_000_000, seconds_max=4 * 3600),
)

#: Comments are as long as posts.
ANSWERS = {
    FeedbackKind.MESSAGE: AnswerLimits(
        text_max=MESSAGE_TEXT_MAX,
        source_url="https://developers.facebook.com/docs/messenger-platform/send-messages",
        checked_on=_DAY,
    )
}

FORMATS: Mapping[PostFormat, Limits] = {
    PostFormat.REEL: replace(
        LIMITS,
        images_max=0,
        source_url="https://developers.facebook.com/documentation/video-api/guides/reels-publishing",
        needs_media=True,
        title_max=255,
        video=VideoLimits(
            types=frozenset({"video/mp4"}),
            bytes_max=_WHOLE_BYTES_MAX,
            seconds_min=3,
            seconds_max=90,
        ),
        slowest_commit=timedelta(minutes=30),
    ),
    # A story shows no words of ours: a text would be lost without a sign.
    PostFormat.STORY: replace(
        LIMITS,
        text_max=0,
        comment_max=0,
        images_max=1,
        source_url="https://developers.facebook.com/docs/page-stories-api",
        needs_media=True,
        video=VideoLimits(
            types=frozenset({"video/mp4"}),
            bytes_max=_WHOLE_BYTES_MAX,
            seconds_min=3,
            seconds_max=60,
        ),
        slowest_commit=timedelta(minutes=30),
    ),
}
