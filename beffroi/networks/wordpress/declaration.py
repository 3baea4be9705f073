"""What WordPress says of itself: abilities, limits, what may be done with what others write."""

from __future__ import annotations

from datetime import date

from beffroi.networks.contracts import FeedbackKind
from beffroi.networks.declarations import (
    AnswerLimits,
    Capability,
    DataUse,
    Declaration,
    Gate,
    Verification,
)
from beffroi.networks.wordpress.errors import COMMENT_BYTES_MAX
from beffroi.networks.wordpress.limits import LIMITS

DECLARATION = Declaration(
    key="wordpress",
    name="WordPress",
    capabilities=frozenset(
        {
            Capability.CONNECT_WITH_PASSWORD,
            Capability.PUBLISH,
            Capability.PREPARE,
            Capability.FIND,
            Capability.READ_FEEDBACK,
            Capability.HIDE_FEEDBACK,
            Capability.REMOVE_FEEDBACK,
            Capability.DELETE,
            Capability.EDIT,
            Capability.DIAGNOSE,
        }
    ),
    limits=LIMITS,
    answers={
        FeedbackKind.REPLY: AnswerLimits(
            text_max=COMMENT_BYTES_MAX,
            source_url="https://developer.wordpress.org/reference/functions/wp_get_comment_fields_max_lengths/",
            checked_on=date(2026, 11, 27),
            is_in_bytes=True,
        )
    },
    data_use=DataUse(  # the site is the company's own, and so are the rules
        contacts_allowed=True,
        export_allowed=True,
        source_url="https://wordpress.org/about/license/",
        checked_on=date(2026, 11, 22),
        is_confirmed=False,
    ),
    verification=Verification.DOCUMENTATION,
    gate=Gate.OPEN,
    reads=("comments",),
)
