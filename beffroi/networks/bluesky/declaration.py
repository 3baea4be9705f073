"""What Bluesky says of itself: abilities, limits, what may be done with what others write."""

from __future__ import annotations

from datetime import date, timedelta

from beffroi.networks.bluesky.text import GRAPHEMES_MAX
from beffroi.networks.declarations import (
    Capability,
    DataUse,
    Declaration,
    Gate,
    Limits,
    Listening,
    ShareWindow,
    SourceKind,
    Through,
    Verification,
    VideoLimits,
)

#: A server keeps an hour at least what no record names.
VIDEO_KEPT_FOR = timedelta(minutes=50)
#: The size is that of the record's format; the length is what people's own app stops at.
VIDEO_LIMITS = VideoLimits(
    types=frozenset({"video/mp4"}),
    bytes_max=300_000_000,
    seconds_max=600.0,
    kept_for=VIDEO_KEPT_FOR,
)

DECLARATION = Declaration(
    key="bluesky",
    name="Bluesky",
    capabilities=frozenset(
        {
            Capability.CONNECT_WITH_PASSWORD,
            Capability.PUBLISH,
            Capability.FIND,
            Capability.READ_FEEDBACK,
            Capability.REPORT_FEEDBACK,
            Capability.BLOCK_AUTHOR,
            Capability.READ_COUNTERS,
            Capability.READ_CHANNEL_COUNTERS,
            Capability.DELETE,
            Capability.BEAR_LINK_CARD,
        }
    ),
    limits=Limits(
        text_max=GRAPHEMES_MAX,
        images_max=4,
        image_bytes_max=2_000_000,
        image_types=frozenset({"image/jpeg", "image/png", "image/webp"}),
        alt_text_max=2000,  # no bound is documented; people's own app stops there
        source_url="https://github.com/bluesky-social/atproto/tree/main/lexicons/app/bsky",
        checked_on=date(2026, 11, 27),
        slowest_commit=timedelta(seconds=90),
        video=VIDEO_LIMITS,
    ),
    data_use=DataUse(
        contacts_allowed=True,
        export_allowed=True,
        deletion_within=timedelta(days=1),
        source_url="https://docs.bsky.app/docs/support/developer-guidelines",
        checked_on=date(2026, 11, 22),
        is_confirmed=False,
    ),
    verification=Verification.REAL_SERVER,
    gate=Gate.OPEN,
    ids_hold_everywhere=True,  # a DID names an account wherever it lives
    reads=("replies", "mentions"),
    listening=Listening(
        stream=Through.NETWORK,
        lookup=Through.NETWORK,
        sources={
            SourceKind.SEARCH: Through.CHANNEL,
            SourceKind.HASHTAG: Through.CHANNEL,
            SourceKind.ACCOUNT: Through.NETWORK,
        },
        post_ids="at://{account}/",
    ),
    share_window=ShareWindow(
        address="https://bsky.app/intent/compose?text=",
        takes_words=True,
        source_url="https://docs.bsky.app/docs/advanced-guides/intent-links",
    ),
)
