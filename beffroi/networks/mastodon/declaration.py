"""What Mastodon says of itself: abilities, limits, what may be done with what others write."""

from __future__ import annotations

from datetime import date

from beffroi.networks.declarations import (
    Capability,
    DataUse,
    Declaration,
    Gate,
    Listening,
    SourceKind,
    Through,
    Verification,
)
from beffroi.networks.mastodon.connect import SCOPES
from beffroi.networks.mastodon.limits import DEFAULTS

DECLARATION = Declaration(
    key="mastodon",
    name="Mastodon",
    capabilities=frozenset(
        {
            Capability.CONNECT_WITH_OAUTH,
            Capability.REGISTER_APP,
            Capability.PUBLISH,
            Capability.FIND,
            Capability.READ_FEEDBACK,
            Capability.REPORT_FEEDBACK,
            Capability.BLOCK_AUTHOR,
            Capability.READ_COUNTERS,
            Capability.READ_CHANNEL_COUNTERS,
            Capability.DELETE,
            Capability.EDIT,
        }
    ),
    limits=DEFAULTS,
    data_use=DataUse(
        contacts_allowed=True,
        export_allowed=True,
        source_url="https://docs.joinmastodon.org/user/run-your-own/",
        checked_on=date(2026, 11, 22),
        is_confirmed=False,  # each server has rules of its own
    ),
    verification=Verification.REAL_SERVER,
    gate=Gate.OPEN,
    scopes=SCOPES,
    listening=Listening(
        stream=Through.CHANNEL,
        lookup=Through.CHANNEL,
        sources={
            SourceKind.HASHTAG: Through.CHANNEL,
            SourceKind.SEARCH: Through.CHANNEL,
            SourceKind.ACCOUNT: Through.CHANNEL,
        },
    ),
    reads=("replies", "mentions", "private mentions"),
)
