"""What YouTube says of itself: abilities, limits, what may be done with what others write."""

from __future__ import annotations

from datetime import date, timedelta

from beffroi.networks.contracts import FeedbackKind
from beffroi.networks.declarations import (
    AnswerLimits,
    Capability,
    DataUse,
    Declaration,
    Gate,
    Limits,
    Listening,
    SourceKind,
    Through,
    Verification,
    VideoLimits,
)

HOME = "https://youtube.googleapis.com"
ANALYTICS_HOST = "youtubeanalytics.googleapis.com"
PAGES_HOST = "www.youtube.com"

#: In characters: https://developers.google.com/youtube/v3/docs/videos#snippet.title
TITLE_MAX = 100
#: In bytes: https://developers.google.com/youtube/v3/docs/videos#snippet.description
DESCRIPTION_BYTES_MAX = 5000
#: In characters, quotes and commas counted: …/docs/videos#snippet.tags[]
TAGS_MAX = 500
#: Without a verified telephone number a channel takes no longer video.
UNVERIFIED_SECONDS_MAX = 15 * 60
_SECONDS_MAX = 12 * 3600

#: As others write: the vendor names a bound and not its number. Bytes are counted.
COMMENT_MAX = 10_000

LIMITS = Limits(
    text_max=DESCRIPTION_BYTES_MAX,
    images_max=1,
    image_bytes_max=2_000_000,
    image_types=frozenset({"image/jpeg", "image/png"}),
    alt_text_max=0,
    source_url="https://developers.google.com/youtube/v3/docs/videos",
    checked_on=date(2026, 11, 22),
    slowest_commit=timedelta(minutes=2),
    needs_media=True,
    title_max=TITLE_MAX,
    comment_max=COMMENT_MAX,  # …/docs/comments#snippet.textOriginal
    video=VideoLimits(
        types=frozenset({"video/mp4", "video/quicktime", "video/webm", "video/x-msvideo"}),
        bytes_max=256 * 1024**3,
        seconds_max=_SECONDS_MAX,
        kept_for=timedelta.max,  # as a private video: the same again would be a duplicate
    ),
)

DECLARATION = Declaration(
    key="youtube",
    name="YouTube",
    capabilities=frozenset(
        {
            Capability.CONNECT_WITH_OAUTH,
            Capability.PUBLISH,
            Capability.FIND,
            Capability.CHECK_FATE,
            Capability.READ_FEEDBACK,
            Capability.HIDE_FEEDBACK,
            Capability.REMOVE_FEEDBACK,
            Capability.READ_COUNTERS,
            Capability.READ_CHANNEL_COUNTERS,
            Capability.DELETE,
            Capability.EDIT,
            Capability.DIAGNOSE,
        }
    ),
    limits=LIMITS,
    answers={
        FeedbackKind.REPLY: AnswerLimits(
            text_max=COMMENT_MAX,
            source_url="https://developers.google.com/youtube/v3/docs/comments",
            checked_on=date(2026, 11, 22),
        )
    },
    data_use=DataUse(
        contacts_allowed=False,
        export_allowed=False,
        source_url="https://developers.google.com/youtube/terms/developer-policies",
        checked_on=date(2026, 11, 22),
        is_confirmed=False,  # the clause was quoted by others, not read there
        refreshed_within=timedelta(days=30),
    ),
    verification=Verification.VENDOR_SPECIFICATION,
    gate=Gate.OWN_APP,
    home=HOME,
    # youtube.force-ssl alone allows uploads, comments and reading: fewer boxes to untick.
    scopes=("youtube.force-ssl", "yt-analytics.readonly"),
    reads=("comments", "comments held for review"),
    # What one channel publishes is read in its public feed, which costs nothing.
    listening=Listening(lookup=Through.CHANNEL, sources={SourceKind.SEARCH: Through.CHANNEL}),
)
