"""What Facebook says of itself: abilities, limits, what may be done with what others write."""

from __future__ import annotations

from datetime import date

from beffroi.networks.declarations import (
    Capability,
    DataUse,
    Declaration,
    Gate,
    Listening,
    ShareWindow,
    Verification,
)
from beffroi.networks.facebook.connect import ASKED
from beffroi.networks.facebook.limits import ANSWERS, FORMATS, LIMITS
from beffroi.networks.families.graph.version import GRAPH_HOME, VERSION

DECLARATION = Declaration(
    key="facebook",
    name="Facebook",
    listening=Listening(is_closed=True),
    capabilities=frozenset(
        {
            Capability.CONNECT_WITH_OAUTH,
            Capability.PUBLISH,
            Capability.FIND,
            Capability.CHECK_FATE,
            Capability.READ_FEEDBACK,
            Capability.HIDE_FEEDBACK,
            Capability.REMOVE_FEEDBACK,
            Capability.BLOCK_AUTHOR,
            Capability.RECEIVE_WEBHOOKS,
            Capability.SUBSCRIBE,
            Capability.RECEIVE_WITHDRAWALS,
            Capability.READ_COUNTERS,
            Capability.READ_CHANNEL_COUNTERS,
            Capability.DELETE,
            Capability.EDIT,
            Capability.DIAGNOSE,
        }
    ),
    limits=LIMITS,
    answers=ANSWERS,
    data_use=DataUse(
        contacts_allowed=False,
        export_allowed=True,
        source_url="https://developers.facebook.com/terms/",
        checked_on=date(2026, 11, 22),
        is_confirmed=False,  # the duty to delete is known, its wording was not read
    ),
    verification=Verification.DOCUMENTATION,
    gate=Gate.OWN_APP_THEN_REVIEW,
    home=GRAPH_HOME,
    formats=FORMATS,
    version=VERSION,
    scopes=ASKED,
    # Recommendations are read where they are still told: nobody may count on them.
    reads=("comments", "mentions", "visitor posts", "private messages"),
    share_window=ShareWindow(
        address="https://www.facebook.com/sharer/sharer.php?u=",
        takes_words=False,
        source_url="https://developers.facebook.com/docs/plugins/share-button/",
    ),
)
