"""What WordPress says of itself: abilities, limits, what may be done with what others write."""

from __future__ import annotations

from datetime import date

from beffroi.networks.declarations import (
    Capability,
    DataUse,
    Declaration,
    Gate,
    Verification,
)
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
