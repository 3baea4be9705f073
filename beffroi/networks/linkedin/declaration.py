"""What LinkedIn says of itself: abilities, limits, what may be done with what others write."""

from __future__ import annotations

from datetime import date, timedelta

from beffroi.networks.declarations import (
    ApiVersion,
    Capability,
    DataUse,
    Declaration,
    Gate,
    Listening,
    ShareWindow,
    Verification,
)
from beffroi.networks.linkedin.limits import ANSWERS, LIMITS

HOME = "https://api.linkedin.com"
#: Where people sign in, and where codes are traded for tokens.
SIGN_IN_HOST = "www.linkedin.com"

#: Each version answers for at least a year; 202508 ended on 2026-08-17.
VERSION = ApiVersion(
    name="202608",
    source_url="https://learn.microsoft.com/en-us/linkedin/marketing/versioning",
    retired_on=date(2027, 8, 17),
)

#: Enough for a member: a product that anybody adds to their app at once.
MEMBER_SCOPES = ("openid", "profile", "w_member_social")
#: Asked besides or instead when the app has the Community Management API.
COMMUNITY_SCOPES = (
    "r_basicprofile",
    "w_member_social",
    "r_organization_social",
    "w_organization_social",
    "rw_organization_admin",
)

DECLARATION = Declaration(
    key="linkedin",
    name="LinkedIn",
    listening=Listening(is_closed=True),
    capabilities=frozenset(
        {
            Capability.CONNECT_WITH_OAUTH,
            Capability.PUBLISH,
            Capability.FIND,
            Capability.READ_FEEDBACK,
            Capability.REMOVE_FEEDBACK,
            Capability.RECEIVE_WEBHOOKS,
            Capability.SUBSCRIBE,
            Capability.READ_COUNTERS,
            Capability.READ_CHANNEL_COUNTERS,
            Capability.DELETE,
            Capability.EDIT,
            Capability.BEAR_LINK_CARD,
            Capability.DIAGNOSE,
        }
    ),
    limits=LIMITS,
    answers=ANSWERS,
    data_use=DataUse(
        # Member data serves to manage pages, never sales, recruiting, lists or a file of contacts:
        # https://learn.microsoft.com/en-us/linkedin/marketing/restricted-use-cases
        contacts_allowed=False,
        export_allowed=False,
        source_url="https://learn.microsoft.com/en-us/linkedin/marketing/data-storage-requirements",
        checked_on=date(2026, 11, 22),
        is_confirmed=False,  # the page's table was only read through others who quote it
        kept_for=timedelta(hours=48),
    ),
    verification=Verification.DOCUMENTATION,
    gate=Gate.OWN_APP_THEN_REVIEW,
    home=HOME,
    app_extras=("community", "application_id"),
    version=VERSION,
    scopes=tuple(dict.fromkeys(MEMBER_SCOPES + COMMUNITY_SCOPES)),
    reads=("comments", "mentions"),
    lacking={
        "person": frozenset(  # reading as a member takes r_member_social, which LinkedIn restricts
            {
                Capability.FIND,
                Capability.READ_FEEDBACK,
                Capability.REMOVE_FEEDBACK,
                Capability.RECEIVE_WEBHOOKS,
                Capability.SUBSCRIBE,
                Capability.READ_COUNTERS,
                Capability.READ_CHANNEL_COUNTERS,
            }
        )
    },
    share_window=ShareWindow(
        address="https://www.linkedin.com/sharing/share-offsite/?url=",
        takes_words=False,
        source_url="https://learn.microsoft.com/linkedin/consumer/integrations/self-serve/plugins/share-plugin",
    ),
)
