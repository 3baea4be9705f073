"""What X says of itself: abilities, limits, what may be done with what others write."""

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
    ShareWindow,
    Verification,
    VideoLimits,
)
from beffroi.networks.x.text import LINK_LENGTH

#: The day on which the vendor's pages were read.
READ_ON = date(2026, 11, 22)

HOME = "https://api.x.com"
#: Where people go: pages of posts, and the page where they say yes.
WEB_HOST = "x.com"

SCOPES = (
    "tweet.read",
    "tweet.write",
    "tweet.moderate.write",
    "users.read",
    "media.write",
    "dm.read",
    "dm.write",
    "offline.access",
)

#: What an operator copies besides the OAuth 2.0 pair: they sign webhooks and manage them.
CONSUMER_KEY = "consumer_key"
CONSUMER_SECRET = "consumer_secret"  # noqa: S105 - the name of a field

#: Of a message, as others write: the vendor's page names no number.
MESSAGE_MAX = 10_000

LIMITS = Limits(
    text_max=280,
    images_max=4,
    image_bytes_max=5_000_000,
    image_types=frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"}),
    alt_text_max=1000,
    source_url="https://docs.x.com/x-api/media/quickstart/best-practices",
    checked_on=READ_ON,
    slowest_commit=timedelta(minutes=2),
    link_length=LINK_LENGTH,
    video=VideoLimits(
        types=frozenset({"video/mp4", "video/quicktime"}),
        bytes_max=512_000_000,
        seconds_min=0.5,
        seconds_max=140.0,
    ),
)

DECLARATION = Declaration(
    key="x",
    name="X",
    capabilities=frozenset(
        {
            Capability.CONNECT_WITH_OAUTH,
            Capability.PUBLISH,
            Capability.FIND,
            Capability.READ_FEEDBACK,
            Capability.HIDE_FEEDBACK,
            Capability.RECEIVE_WEBHOOKS,
            Capability.SUBSCRIBE,
            Capability.READ_COUNTERS,
            Capability.READ_CHANNEL_COUNTERS,
            Capability.DELETE,
            Capability.DIAGNOSE,
            Capability.PRICED,
        }
    ),
    limits=LIMITS,
    answers={
        FeedbackKind.MESSAGE: AnswerLimits(
            text_max=MESSAGE_MAX,
            source_url="https://developer.x.com/en/docs/x-api/direct-messages/manage",
            checked_on=date(2026, 11, 27),
        )
    },
    data_use=DataUse(
        contacts_allowed=False,
        export_allowed=False,
        source_url="https://docs.x.com/developer-terms/policy",
        checked_on=READ_ON,
        is_confirmed=False,  # the policy was quoted, not read in its own text
        deletion_within=timedelta(hours=24),
    ),
    verification=Verification.DOCUMENTATION,
    gate=Gate.PAID,
    home=HOME,
    app_extras=(CONSUMER_KEY, CONSUMER_SECRET),
    scopes=SCOPES,
    reads=("replies", "mentions", "private messages"),
    share_window=ShareWindow(
        address="https://x.com/intent/tweet?text=",
        takes_words=True,
        source_url="https://developer.x.com/en/docs/x-for-websites/tweet-button/guides/web-intent",
    ),
)
