"""Every error body that the AT Protocol is known to give, and the name that it gets."""

from __future__ import annotations

from typing import Any

from beffroi.networks.errors import (
    AccessRevoked,
    ContentRefused,
    NetworkError,
    NotFound,
    OutcomeUnknown,
    RateLimited,
)
from beffroi.networks.tests.refusals import Refusal

#: Status, code, message, what it is on publishing, and what it says besides.
TABLE: list[tuple[int, str, str, type[NetworkError], dict[str, Any]]] = [
    (400, "ExpiredToken", "Token has expired", AccessRevoked, {}),
    (400, "InvalidToken", "Token could not be verified", AccessRevoked, {}),
    (401, "AuthMissing", "Authentication Required", AccessRevoked, {}),
    (401, "AuthenticationRequired", "Invalid identifier or password", AccessRevoked, {}),
    (401, "AuthFactorTokenRequired", "A sign in code has been sent", AccessRevoked, {}),
    (400, "AccountTakedown", "Account has been taken down", AccessRevoked, {}),
    (403, "AccountDeactivated", "Account is deactivated", AccessRevoked, {}),
    (403, "AccountSuspended", "Account is suspended", AccessRevoked, {}),
    (400, "RepoTakendown", "Repo has been taken down", AccessRevoked, {}),
    (400, "RepoDeactivated", "Repo is deactivated", AccessRevoked, {}),
    (400, "RepoSuspended", "Repo is suspended", AccessRevoked, {}),
    (403, "Forbidden", "Something else", AccessRevoked, {}),
    (
        400,
        "InvalidRequest",
        "Invalid app.bsky.feed.post record: grapheme too big (maximum 300) at $.record.text",
        ContentRefused,
        {"field": "text", "limit": 300},
    ),
    (
        400,
        "InvalidRequest",
        "Invalid app.bsky.feed.post record: Record/text must not be longer than 300 graphemes",
        ContentRefused,
        {"field": "text", "limit": 300},
    ),
    (400, "InvalidRequest", "Record/embed must be …", ContentRefused, {"field": "media"}),
    (400, "InvalidRequest", "Record/langs must be …", ContentRefused, {"field": "language"}),
    (400, "InvalidRequest", "Record/reply must be …", ContentRefused, {"field": "reply_to"}),
    (400, "InvalidRequest", "Something else", ContentRefused, {"field": "text", "limit": None}),
    (400, "BlobTooLarge", "This file is too large", ContentRefused, {"field": "media"}),
    (400, "BlobNotFound", "Could not find blob", ContentRefused, {"field": "media"}),
    (400, "InvalidMimeType", "Wrong mime type", ContentRefused, {"field": "media"}),
    (400, "InvalidSwap", "Record was at another commit", OutcomeUnknown, {}),
    (400, "RecordNotFound", "Could not locate record", NotFound, {}),
    (404, "NotFound", "Post not found", NotFound, {}),
    (429, "RateLimitExceeded", "Rate Limit Exceeded", RateLimited, {"retry_after_seconds": 60}),
    (500, "InternalServerError", "Internal Server Error", OutcomeUnknown, {}),
    (502, "UpstreamFailure", "Upstream service unreachable", OutcomeUnknown, {}),
    (503, "NotEnoughResources", "Not Enough Resources", OutcomeUnknown, {}),
    (504, "UpstreamTimeout", "Upstream timeout", OutcomeUnknown, {}),
]
REFUSALS = [
    Refusal(f"{status} {code} {message}", kind, told) for status, code, message, kind, told in TABLE
]
