"""What feeds say of themselves: read by anybody, quoted briefly."""

from __future__ import annotations

from datetime import date, timedelta

from beffroi.networks.declarations import (
    Capability,
    DataUse,
    Declaration,
    Gate,
    Limits,
    Listening,
    SourceKind,
    Through,
    Verification,
)
from beffroi.networks.feeds.items import EXCERPT_MAX

DECLARATION = Declaration(
    key="feeds",
    name="RSS",
    capabilities=frozenset(
        {
            Capability.CONNECT_WITH_ADDRESS,
            Capability.READ_FEEDBACK,
            Capability.RECEIVE_WEBHOOKS,
            Capability.SUBSCRIBE,
            Capability.OWN_DOOR,
        }
    ),
    limits=Limits(  # nothing is ever published to a feed: these only bound what is quoted
        text_max=EXCERPT_MAX,
        images_max=1,
        image_bytes_max=1,
        image_types=frozenset(),
        alt_text_max=0,
        source_url="https://www.rssboard.org/rss-specification",
        checked_on=date(2026, 11, 22),
        slowest_commit=timedelta(seconds=1),
    ),
    data_use=DataUse(
        contacts_allowed=False,
        export_allowed=True,
        source_url="https://www.rssboard.org/rss-specification",
        checked_on=date(2026, 11, 22),
        is_confirmed=False,  # each source has rules of its own
    ),
    verification=Verification.DOCUMENTATION,
    gate=Gate.OPEN,
    reads=("articles",),
    listening=Listening(sources={SourceKind.FEED: Through.NETWORK}),
)
