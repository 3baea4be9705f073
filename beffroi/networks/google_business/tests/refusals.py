"""Every error body that Business Profile is known to give, and the name that it gets."""

from __future__ import annotations

from typing import Any

from beffroi.networks.errors import (
    AccessRevoked,
    AppMisconfigured,
    ContentRefused,
    MediaUnreachable,
    NetworkError,
    NetworkUnavailable,
    NotFound,
    OutcomeUnknown,
    PermissionLost,
    RateLimited,
    ReviewRequired,
    UnexpectedResponse,
)
from beffroi.networks.tests.refusals import Refusal, said


def error(code: int, status: str, *details: dict[str, Any]) -> dict[str, Any]:
    return {
        "error": {
            "code": code,
            "message": "A sentence for people",
            "status": status,
            "details": list(details),
        }
    }


def info(reason: str, **metadata: str) -> dict[str, Any]:
    return {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        "reason": reason,
        "domain": "googleapis.com",
        "metadata": metadata,
    }


def validation(**violation: Any) -> dict[str, Any]:
    return {
        "@type": "type.googleapis.com/google.mybusiness.v4.ValidationError",
        "errorDetails": [violation],
    }


def bad_request(field: str) -> dict[str, Any]:
    violation = {"field": field, "description": "Field is required"}
    return {"@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": [violation]}


CASES: list[tuple[int, Any, type[NetworkError], dict[str, Any]]] = [
    (401, error(401, "UNAUTHENTICATED"), AccessRevoked, {}),
    (403, error(403, "PERMISSION_DENIED"), PermissionLost, {}),
    (
        403,
        error(403, "PERMISSION_DENIED", info("ACCESS_TOKEN_SCOPE_INSUFFICIENT")),
        PermissionLost,
        {},
    ),
    (403, error(403, "PERMISSION_DENIED", info("SERVICE_DISABLED")), AppMisconfigured, {}),
    (
        429,
        error(429, "RESOURCE_EXHAUSTED", info("RATE_LIMIT_EXCEEDED", quota_limit_value="0")),
        ReviewRequired,
        {},
    ),
    (
        403,
        error(403, "RESOURCE_EXHAUSTED", info("RATE_LIMIT_EXCEEDED", quota_limit_value="0")),
        ReviewRequired,
        {},
    ),
    (
        429,
        error(429, "RESOURCE_EXHAUSTED", info("RATE_LIMIT_EXCEEDED", quota_limit_value="300")),
        RateLimited,
        {"retry_after_seconds": 60},
    ),
    (429, error(429, "RESOURCE_EXHAUSTED"), RateLimited, {"retry_after_seconds": 60}),
    (404, error(404, "NOT_FOUND"), NotFound, {}),
    (400, error(400, "INVALID_ARGUMENT"), ContentRefused, {"field": "text", "limit": None}),
    (
        400,
        error(400, "INVALID_ARGUMENT", validation(code=3, field="summary", message="No")),
        ContentRefused,
        {"field": "text", "limit": 1500},
    ),
    (
        400,
        error(400, "INVALID_ARGUMENT", validation(code=3, field="local_post.summary")),
        ContentRefused,
        {"field": "text", "limit": 1500},
    ),
    (
        400,
        error(400, "INVALID_ARGUMENT", validation(code=3, field="comment")),
        ContentRefused,
        {"field": "text", "limit": 4096},
    ),
    (
        400,
        error(400, "INVALID_ARGUMENT", validation(code=3, field="media[0]")),
        ContentRefused,
        {"field": "media"},
    ),
    (
        400,
        error(400, "INVALID_ARGUMENT", validation(code=3, field="media[0].source_url")),
        MediaUnreachable,
        {},
    ),
    (
        400,
        error(400, "INVALID_ARGUMENT", validation(code=3, field="language_code")),
        ContentRefused,
        {"field": "language"},
    ),
    (
        400,
        error(400, "INVALID_ARGUMENT", validation(code=3, message="no field")),
        ContentRefused,
        {"field": "text"},
    ),
    (400, error(400, "INVALID_ARGUMENT", bad_request("read_mask")), ContentRefused, {}),
    (400, error(400, "INVALID_ARGUMENT", validation(field=["list"])), ContentRefused, {}),
    (409, error(409, "ABORTED"), NetworkUnavailable, {}),
    (500, error(500, "INTERNAL"), NetworkUnavailable, {}),
    (503, error(503, "UNAVAILABLE"), NetworkUnavailable, {}),
    (403, "<html>A proxy</html>", NetworkUnavailable, {}),
    (404, "<html>A proxy</html>", NetworkUnavailable, {}),
    (400, {"error": {"status": "INVALID_ARGUMENT", "details": "none"}}, ContentRefused, {}),
    (418, "{}", UnexpectedResponse, {}),
]


ACTS: list[tuple[int, Any, type[NetworkError]]] = [
    (400, error(400, "INVALID_ARGUMENT", validation(field="summary")), ContentRefused),
    (
        400,
        error(400, "INVALID_ARGUMENT", validation(field="media[0].sourceUrl")),
        MediaUnreachable,
    ),
    (429, error(429, "RESOURCE_EXHAUSTED"), RateLimited),
    (
        429,
        error(429, "RESOURCE_EXHAUSTED", info("X", quota_limit_value="0")),
        ReviewRequired,
    ),
    (403, error(403, "PERMISSION_DENIED"), PermissionLost),
    (409, error(409, "ABORTED"), OutcomeUnknown),
    (503, error(503, "UNAVAILABLE"), OutcomeUnknown),
    (403, "<html>A proxy</html>", OutcomeUnknown),
    (200, {}, OutcomeUnknown),
    (200, [], OutcomeUnknown),
    (200, {"name": "accounts/1/locations/2/localPosts/3", "state": "REJECTED"}, ContentRefused),
]
REFUSALS = [
    *(Refusal(said(status, answer), kind, told) for status, answer, kind, told in CASES),
    *(Refusal(said(status, answer), kind) for status, answer, kind in ACTS),
]
