"""What Instagram says of itself: abilities, limits, what may be done with what others write.

https://developers.facebook.com/docs/instagram-platform/content-publishing/ (read on 2026-11-22).
It has no deletion of posts through Instagram Login, and no change of a caption for anybody: a
person does both in the app. So neither is declared.

There are two ways in, each with an app id, a secret and permissions of its own: Instagram's login,
and Facebook's, through the Page that is linked with the account.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from beffroi.networks.contracts import FeedbackKind, PostFormat
from beffroi.networks.declarations import (
    AnswerLimits,
    Capability,
    DataUse,
    Declaration,
    Gate,
    Limits,
    Listening,
    Login,
    Verification,
    VideoLimits,
)
from beffroi.networks.families.graph import pages
from beffroi.networks.families.graph.version import VERSION

HOME = "https://graph.instagram.com"

BASIC = "instagram_business_basic"
PUBLISH = "instagram_business_content_publish"
COMMENTS = "instagram_business_manage_comments"
MESSAGES = "instagram_business_manage_messages"
INSIGHTS = "instagram_business_manage_insights"
SCOPES = (BASIC, PUBLISH, COMMENTS, MESSAGES, INSIGHTS)

#: What an app keeps as its login when it is one of Facebook's.
BY_PAGE = "facebook"
#: What Facebook's login calls the same permissions.
PAGE_NAMES = {
    BASIC: "instagram_basic",
    PUBLISH: "instagram_content_publish",
    COMMENTS: "instagram_manage_comments",
    MESSAGES: "instagram_manage_messages",
    INSIGHTS: "instagram_manage_insights",
}
#: What a person must be allowed to do on the Page for it.
PAGE_TASKS = {
    PUBLISH: "CREATE_CONTENT",
    COMMENTS: "MODERATE",
    MESSAGES: "MESSAGING",
    INSIGHTS: "ANALYZE",
}
#: Messages and webhooks go through the Page, and want the last one.
PAGE_SCOPES = (*pages.NEEDED, *PAGE_NAMES.values(), "pages_manage_metadata")

CHECKED_ON = date(2026, 11, 22)
CAROUSEL_MAX = 10
#: Of a message, in bytes of UTF-8.
MESSAGE_BYTES_MAX = 1000

_VIDEO_TYPES = frozenset(["video/mp4", "video/quicktime"])

VIDEO = VideoLimits(
    types=_VIDEO_TYPES,
    bytes_max=300_000_000,
    seconds_min=3,
    seconds_max=900,
    count_max=CAROUSEL_MAX,
)
LIMITS = Limits(
    text_max=2200,
    images_max=CAROUSEL_MAX,
    image_bytes_max=8_000_000,
    image_types=frozenset(["image/jpeg"]),
    alt_text_max=1000,
    source_url="https://developers.facebook.com/docs/instagram-platform/content-publishing/",
    checked_on=CHECKED_ON,
    slowest_commit=timedelta(minutes=5),
    image_ratio_min=4 / 5,
    image_ratio_max=1.91,
    needs_media=True,
    needs_public_media=True,
    video=VIDEO,
)

REEL = replace(LIMITS, images_max=0, video=replace(VIDEO, count_max=1))
#: A story shows no words of ours: a text would be lost without a sign.
STORY = replace(
    LIMITS,
    text_max=0,
    comment_max=0,
    images_max=1,
    image_ratio_min=None,
    image_ratio_max=None,
    video=VideoLimits(types=_VIDEO_TYPES, bytes_max=100_000_000, seconds_min=3, seconds_max=60),
)

DECLARATION = Declaration(
    key="instagram",
    name="Instagram",
    listening=Listening(is_closed=True),
    capabilities=frozenset(
        {
            Capability.CONNECT_WITH_OAUTH,
            Capability.PUBLISH,
            Capability.PREPARE,
            Capability.FIND,
            Capability.READ_FEEDBACK,
            Capability.HIDE_FEEDBACK,
            Capability.REMOVE_FEEDBACK,
            Capability.RECEIVE_WEBHOOKS,
            Capability.SUBSCRIBE,
            Capability.RECEIVE_WITHDRAWALS,
            Capability.READ_COUNTERS,
            Capability.READ_CHANNEL_COUNTERS,
            Capability.DIAGNOSE,
        }
    ),
    limits=LIMITS,
    answers={
        FeedbackKind.MESSAGE: AnswerLimits(
            text_max=MESSAGE_BYTES_MAX,
            source_url="https://developers.facebook.com/docs/instagram-platform/instagram-api-with-instagram-login/messaging-api/",
            checked_on=CHECKED_ON,
            is_in_bytes=True,
        )
    },
    formats={PostFormat.REEL: REEL, PostFormat.STORY: STORY},
    data_use=DataUse(
        contacts_allowed=False,
        export_allowed=True,
        source_url="https://developers.facebook.com/terms/",
        checked_on=CHECKED_ON,
        is_confirmed=False,
    ),
    verification=Verification.DOCUMENTATION,
    gate=Gate.OWN_APP_THEN_REVIEW,
    home=HOME,
    version=VERSION,
    scopes=SCOPES,
    logins={BY_PAGE: Login("Facebook", (*PAGE_SCOPES, pages.OF_PORTFOLIOS))},
    reads=("comments", "mentions", "tags", "messages"),
)
