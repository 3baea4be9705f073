"""Every error body that Instagram is known to give, and the name that it gets."""

from __future__ import annotations

from typing import Any

from beffroi.networks.errors import (
    AccessRevoked,
    ContentRefused,
    DuplicateContent,
    MediaUnreachable,
    NetworkError,
    NetworkUnavailable,
    NotFound,
    OutcomeUnknown,
    PermissionLost,
    PolicyBlocked,
    QuotaExhausted,
    RateLimited,
    VersionRetired,
)
from beffroi.networks.tests.refusals import Refusal

MEDIA = {"field": "media"}


CAPTION = {"field": "text", "limit": 2200}


WAIT = {"retry_after_seconds": 600}


#: Code, subcode, what it is on publishing, what on preparing, and what it says besides.
TABLE: list[tuple[int, int, type[NetworkError], type[NetworkError], dict[str, Any]]] = [
    (9007, 2207027, NetworkUnavailable, NetworkUnavailable, {}),
    (24, 2207006, NetworkUnavailable, NetworkUnavailable, {}),
    (24, 2207008, NetworkUnavailable, NetworkUnavailable, {}),
    (24, 0, NetworkUnavailable, NetworkUnavailable, {}),
    (-2, 2207020, NetworkUnavailable, NetworkUnavailable, {}),
    (9, 2207042, QuotaExhausted, QuotaExhausted, {}),
    (4, 2207051, OutcomeUnknown, PolicyBlocked, {}),
    (25, 2207050, PolicyBlocked, PolicyBlocked, {}),
    (-2, 2207003, MediaUnreachable, MediaUnreachable, {}),
    (9004, 2207052, MediaUnreachable, MediaUnreachable, {}),
    (9004, 0, MediaUnreachable, MediaUnreachable, {}),
    (100, 2207077, MediaUnreachable, MediaUnreachable, {}),
    (-1, 2207001, OutcomeUnknown, NetworkUnavailable, {}),
    (-1, 2207032, OutcomeUnknown, NetworkUnavailable, {}),
    (-1, 2207053, OutcomeUnknown, NetworkUnavailable, {}),
    (-1, 2207082, OutcomeUnknown, NetworkUnavailable, {}),
    (36000, 2207004, ContentRefused, ContentRefused, MEDIA),
    (36001, 2207005, ContentRefused, ContentRefused, MEDIA),
    (36003, 2207009, ContentRefused, ContentRefused, MEDIA),
    (352, 2207026, ContentRefused, ContentRefused, MEDIA),
    (100, 2207023, ContentRefused, ContentRefused, MEDIA),
    (100, 2207028, ContentRefused, ContentRefused, MEDIA),
    (1, 2207057, ContentRefused, ContentRefused, MEDIA),
    (36004, 2207010, ContentRefused, ContentRefused, CAPTION),
    (100, 33, NetworkUnavailable, NotFound, {}),
    (190, 0, AccessRevoked, AccessRevoked, {}),
    (190, 458, AccessRevoked, AccessRevoked, {}),
    (190, 459, AccessRevoked, AccessRevoked, {}),
    (190, 460, AccessRevoked, AccessRevoked, {}),
    (190, 463, AccessRevoked, AccessRevoked, {}),
    (190, 464, AccessRevoked, AccessRevoked, {}),
    (190, 467, AccessRevoked, AccessRevoked, {}),
    (190, 492, PermissionLost, PermissionLost, {}),
    (102, 0, AccessRevoked, AccessRevoked, {}),
    (10, 0, PermissionLost, PermissionLost, {}),
    (200, 0, PermissionLost, PermissionLost, {}),
    (299, 0, PermissionLost, PermissionLost, {}),
    (3, 0, PermissionLost, PermissionLost, {}),
    (4, 0, RateLimited, RateLimited, WAIT),
    (17, 0, RateLimited, RateLimited, WAIT),
    (32, 0, RateLimited, RateLimited, WAIT),
    (613, 0, RateLimited, RateLimited, WAIT),
    (341, 0, RateLimited, RateLimited, WAIT),
    (80002, 0, RateLimited, RateLimited, WAIT),
    (1, 0, OutcomeUnknown, NetworkUnavailable, {}),
    (2, 0, OutcomeUnknown, NetworkUnavailable, {}),
    (506, 0, DuplicateContent, DuplicateContent, {}),
    (368, 1390008, PolicyBlocked, PolicyBlocked, {}),
    (100, 0, ContentRefused, ContentRefused, {"field": "text"}),
    (2635, 0, VersionRetired, VersionRetired, {}),
]


MESSAGES: list[tuple[int, int, str]] = [
    (10, 2534022, "reply_to"),
    (551, 0, "reply_to"),
    (100, 2534014, "reply_to"),
]
REFUSALS = [
    *(
        Refusal(f"{code}/{subcode}", kind, told)
        for code, subcode, acting, preparing, told in TABLE
        for kind in (acting, preparing)
    ),
    *(
        Refusal(f"{code}/{subcode}", ContentRefused, {"field": field})
        for code, subcode, field in MESSAGES
    ),
]
