"""Every way in which a source refuses its readers, and the name that it gets."""

from __future__ import annotations

from typing import Any

from beffroi.networks.errors import (
    AccessRevoked,
    ContentRefused,
    NetworkError,
    NetworkUnavailable,
    PolicyBlocked,
    RateLimited,
    UnexpectedResponse,
)
from beffroi.networks.tests.refusals import Refusal

#: Status, body, and what it is to who reads.
TABLE: list[tuple[int, Any, type[NetworkError]]] = [
    (401, "", PolicyBlocked),
    (403, "<html>Checking your browser</html>", PolicyBlocked),
    (410, "", AccessRevoked),
    (429, "", RateLimited),
    (500, "", NetworkUnavailable),
    (503, "", NetworkUnavailable),
    (200, "<html>A page without a feed</html>", UnexpectedResponse),
    (200, "neither a feed nor a page", UnexpectedResponse),
]
REFUSALS = [
    *(Refusal(f"{status} {body}", kind) for status, body, kind in TABLE),
    Refusal("no feed is there", ContentRefused, {"field": "address"}),
]
