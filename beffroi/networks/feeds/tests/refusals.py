"""Every way in which a source refuses its readers, and the name that it gets."""

from __future__ import annotations

from typing import Any

from beffroi.networks.errors import (
    ContentRefused,
    NetworkError,
    NetworkUnavailable,
    RateLimited,
    ReadersRefused,
    SourceGone,
    UnexpectedResponse,
)
from beffroi.networks.tests.refusals import Refusal

#: Status, body, and what it is to who reads.
TABLE: list[tuple[int, Any, type[NetworkError]]] = [
    (401, "", ReadersRefused),
    (403, "<html>Checking your browser</html>", ReadersRefused),
    (410, "", SourceGone),
    (429, "", RateLimited),
    (500, "", NetworkUnavailable),
    (503, "", NetworkUnavailable),
    (200, "<html><title>Just a moment...</title></html>", ReadersRefused),
    (200, "<!DOCTYPE html><HTML><p>Prove it: CAPTCHA</p></HTML>", ReadersRefused),
    (200, "<html>A page without a feed</html>", UnexpectedResponse),
    (200, "neither a feed nor a page", UnexpectedResponse),
]
REFUSALS = [
    *(Refusal(f"{status} {body}", kind) for status, body, kind in TABLE),
    Refusal("no feed is there", ContentRefused, {"field": "address"}),
]
