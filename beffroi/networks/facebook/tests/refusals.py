"""Every error body that Facebook is known to give, and the name that it gets."""

from __future__ import annotations

from beffroi.networks.errors import (
    AccessRevoked,
    AppMisconfigured,
    ContentRefused,
    DuplicateContent,
    MediaUnreachable,
    NetworkError,
    NetworkUnavailable,
    NotFound,
    OutcomeUnknown,
    PermissionLost,
    PolicyBlocked,
    RateLimited,
    VersionRetired,
)
from beffroi.networks.tests.refusals import Refusal

#: code, subcode, what a publication raises, what a reading raises
TABLE: list[tuple[int, int, type[NetworkError], type[NetworkError]]] = [
    (190, 0, AccessRevoked, AccessRevoked),
    (190, 458, AccessRevoked, AccessRevoked),
    (190, 459, AccessRevoked, AccessRevoked),
    (190, 460, AccessRevoked, AccessRevoked),
    (190, 463, AccessRevoked, AccessRevoked),
    (190, 464, AccessRevoked, AccessRevoked),
    (190, 467, AccessRevoked, AccessRevoked),
    (190, 492, PermissionLost, PermissionLost),
    (102, 0, AccessRevoked, AccessRevoked),
    (3, 0, PermissionLost, PermissionLost),
    (10, 0, PermissionLost, PermissionLost),
    (200, 0, PermissionLost, PermissionLost),
    (210, 0, PermissionLost, PermissionLost),
    (299, 0, PermissionLost, PermissionLost),
    (4, 0, RateLimited, RateLimited),
    (17, 0, RateLimited, RateLimited),
    (32, 0, RateLimited, RateLimited),
    (341, 0, RateLimited, RateLimited),
    (613, 0, RateLimited, RateLimited),
    (80001, 0, RateLimited, RateLimited),
    (1, 0, OutcomeUnknown, NetworkUnavailable),
    (2, 0, OutcomeUnknown, NetworkUnavailable),
    (506, 0, DuplicateContent, DuplicateContent),
    (100, 1366051, DuplicateContent, DuplicateContent),
    (368, 0, PolicyBlocked, PolicyBlocked),
    (368, 1390008, PolicyBlocked, PolicyBlocked),
    (100, 1346003, PolicyBlocked, PolicyBlocked),
    (100, 1404102, PolicyBlocked, PolicyBlocked),
    (100, 1404112, PolicyBlocked, PolicyBlocked),
    (100, 1404078, PolicyBlocked, PolicyBlocked),
    (100, 0, ContentRefused, ContentRefused),
    (100, 33, NotFound, NotFound),
    (100, 1609005, ContentRefused, ContentRefused),
    (100, 1366046, ContentRefused, ContentRefused),
    (100, 2069019, ContentRefused, ContentRefused),
    (389, 0, MediaUnreachable, MediaUnreachable),
    (10, 2018278, ContentRefused, ContentRefused),
    (10, 2018065, ContentRefused, ContentRefused),
    (10, 2018108, ContentRefused, ContentRefused),
    (551, 1545041, ContentRefused, ContentRefused),
    (12, 0, VersionRetired, VersionRetired),
    (101, 0, AppMisconfigured, AppMisconfigured),
]


#: What a person must change, where the text is not it.
FIELDS = {
    (100, 1366046): "media",
    (100, 2069019): "media",
    (10, 2018278): "reply_to",
    (10, 2018065): "reply_to",
    (10, 2018108): "reply_to",
    (551, 1545041): "reply_to",
}
REFUSALS = [
    Refusal(f"{code}/{subcode}", kind, {"field": FIELDS.get((code, subcode), "text")})
    for code, subcode, acting, reading in TABLE
    for kind in (acting, reading)
]
