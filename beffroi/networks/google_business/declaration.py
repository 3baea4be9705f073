"""What Google Business Profile says of itself: abilities, limits, what may be done with reviews."""

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
    Verification,
)

#: The interface of posts and reviews; the others have hosts of their own.
HOME = "https://mybusiness.googleapis.com"
ACCOUNTS_HOST = "mybusinessaccountmanagement.googleapis.com"
INFORMATION_HOST = "mybusinessbusinessinformation.googleapis.com"
VERIFICATIONS_HOST = "mybusinessverifications.googleapis.com"
PERFORMANCE_HOST = "businessprofileperformance.googleapis.com"
PAGES_HOST = "business.google.com"

#: In characters; others met this bound, the vendor's pages do not say.
SUMMARY_MAX = 1500
#: In bytes, as the vendor's own generated clients say.
REPLY_BYTES_MAX = 4096

LIMITS = Limits(
    text_max=SUMMARY_MAX,
    images_max=1,
    image_bytes_max=5_000_000,
    image_side_min=250,
    image_bytes_min=10_240,
    image_types=frozenset({"image/jpeg", "image/png"}),
    alt_text_max=0,
    source_url="https://developers.google.com/my-business/content/posts-data",
    checked_on=date(2026, 11, 22),
    slowest_commit=timedelta(minutes=2),
    needs_public_media=True,
    comment_max=0,
)

DECLARATION = Declaration(
    key="google_business",
    name="Google Business Profile",
    capabilities=frozenset(
        {
            Capability.CONNECT_WITH_OAUTH,
            Capability.PUBLISH,
            Capability.FIND,
            Capability.CHECK_FATE,
            Capability.READ_FEEDBACK,
            Capability.READ_CHANNEL_COUNTERS,
            Capability.DELETE,
            Capability.EDIT,
            Capability.DIAGNOSE,
        }
    ),
    limits=LIMITS,
    answers={
        FeedbackKind.REVIEW: AnswerLimits(
            text_max=REPLY_BYTES_MAX,
            source_url="https://developers.google.com/my-business/reference/rest/v4/accounts.locations.reviews",
            checked_on=date(2026, 11, 22),
            is_in_bytes=True,
        )
    },
    data_use=DataUse(
        contacts_allowed=False,
        export_allowed=False,
        source_url="https://developers.google.com/my-business/content/policies",
        checked_on=date(2026, 11, 22),
        is_confirmed=False,  # the days were quoted by others, not read there
        refreshed_within=timedelta(days=30),
    ),
    # Posts and reviews have no machine-read file of the vendor's; accounts and places have.
    verification=Verification.DOCUMENTATION,
    gate=Gate.APPROVAL_FIRST,
    home=HOME,
    scopes=("business.manage",),
    reads=("reviews",),
)
