"""Every error body that LinkedIn is known to give, and the name that it gets."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from beffroi.networks.errors import (
    AccessRevoked,
    AppMisconfigured,
    ContentRefused,
    DuplicateContent,
    NetworkError,
    NetworkUnavailable,
    NotFound,
    PermissionLost,
    QuotaExhausted,
    RateLimited,
    VersionRetired,
)
from beffroi.networks.linkedin.errors import MediaNotReady, StaleAccess, UploadExpired
from beffroi.networks.tests.refusals import Refusal

NOW = datetime(2026, 11, 22, 22, 30, tzinfo=UTC)


MIDNIGHT = datetime(2026, 11, 23, tzinfo=UTC)


SHARE = "urn:li:share:7141138937766391808"


def body(status: int, code: str = "", message: str = "", **more: Any) -> dict[str, Any]:
    return {"status": status, "code": code, "message": message, **more}


def input_error(code: str, path: str = "", description: str = "") -> dict[str, Any]:
    told = {"inputPath": {"fieldPath": path}} if path else {}
    error = {"code": code, "description": description, "input": told}
    return {"errorDetails": {"inputErrors": [error]}}


TABLE: list[tuple[str, int, Any, type[NetworkError], dict[str, Any]]] = [
    ("expired", 401, body(401, "EXPIRED_ACCESS_TOKEN"), StaleAccess, {}),
    ("revoked", 401, body(401, "REVOKED_ACCESS_TOKEN"), StaleAccess, {}),
    ("invalid", 401, body(401, "INVALID_ACCESS_TOKEN"), StaleAccess, {}),
    ("number", 401, {"serviceErrorCode": 65601, "message": "x", "status": 401}, StaleAccess, {}),
    ("65600", 401, {"serviceErrorCode": 65600, "message": "x"}, StaleAccess, {}),
    ("65602", 401, {"serviceErrorCode": 65602, "message": "x"}, StaleAccess, {}),
    ("other 401", 401, body(401, "SOMETHING_NEW"), StaleAccess, {}),
    ("invalid_grant", 400, {"error": "invalid_grant"}, AccessRevoked, {}),
    ("client", 401, {"error": "invalid_client"}, AppMisconfigured, {}),
    ("client id", 400, {"error": "invalid_client_id"}, AppMisconfigured, {}),
    ("return address", 400, {"error": "invalid_redirect_uri"}, AppMisconfigured, {}),
    ("scope", 400, {"error": "unauthorized_scope_error"}, AppMisconfigured, {}),
    (
        "denied",
        403,
        body(403, "ACCESS_DENIED", "Not enough permissions to access: POST /posts")
        | {"serviceErrorCode": 100},
        PermissionLost,
        {},
    ),
    (
        "product",
        403,
        body(403, "ACCESS_DENIED", "Not enough permissions to access: partnerApiPosts.FINDER"),
        PermissionLost,
        {},
    ),
    (
        "image",
        403,
        body(403, "ACCESS_DENIED", "Accessing this image resource is forbidden."),
        PermissionLost,
        {},
    ),
    (
        "unpermitted",
        403,
        body(
            403,
            "ACCESS_DENIED",
            "Unpermitted fields present in REQUEST_BODY: Data Processing Exception while "
            "processing fields [/content]",
        ),
        ContentRefused,
        {"field": "media"},
    ),
    (
        "duplicate",
        422,
        {
            "errorDetailType": "com.linkedin.common.error.BadRequest",
            "message": "com.linkedin.content.common.exception.BadRequestResponseException: "
            f"Content is a duplicate of {SHARE}",
            **input_error("DUPLICATE_POST", description="Duplicate post is detected"),
            "status": 422,
        },
        DuplicateContent,
        {"remote_id": SHARE},
    ),
    (
        "duplicate, named elsewhere",
        422,
        body(422, "DUPLICATE_POST") | input_error("DUPLICATE_POST", description=f"see {SHARE}"),
        DuplicateContent,
        {"remote_id": SHARE},
    ),
    ("duplicate of what", 422, body(422, "DUPLICATE_POST"), DuplicateContent, {"remote_id": ""}),
    (
        "post too long",
        400,
        body(400, "BAD") | input_error("FIELD_LENGTH_TOO_LONG", "commentary"),
        ContentRefused,
        {"field": "text", "limit": 3000},
    ),
    (
        "comment too long",
        422,
        body(422) | input_error("FIELD_LENGTH_TOO_LONG", "message/text"),
        ContentRefused,
        {"field": "text", "limit": 1250},
    ),
    (
        "alternative text too long",
        400,
        body(400) | input_error("FIELD_LENGTH_TOO_LONG", "content/media/altText"),
        ContentRefused,
        {"field": "alt_text", "limit": 4086},
    ),
    ("too long", 400, body(400, "FIELD_LENGTH_TOO_LONG"), ContentRefused, {"field": "text"}),
    (
        "title",
        400,
        body(400) | input_error("MISSING_REQUIRED_FIELD", "content/media/title"),
        ContentRefused,
        {"field": "title"},
    ),
    (
        "pictures",
        400,
        body(400, "INVALID_ARRAY_LENGTH")
        | input_error("INVALID_ARRAY_LENGTH", "content/multiImage/images"),
        ContentRefused,
        {"field": "media"},
    ),
    (
        "parent",
        400,
        body(400) | input_error("INVALID_VALUE_FOR_FIELD", "parentComment"),
        ContentRefused,
        {"field": "reply_to"},
    ),
    ("waiting", 400, body(400, "MEDIA_ASSET_WAITING_UPLOAD"), MediaNotReady, {"field": "media"}),
    ("processing", 400, body(400, "MEDIA_ASSET_PROCESSING"), MediaNotReady, {"field": "media"}),
    (
        "failed",
        400,
        body(400, "MEDIA_ASSET_PROCESSING_FAILED"),
        ContentRefused,
        {"field": "media"},
    ),
    ("updating", 400, body(400, "UPDATING_ASSET_FAILED"), ContentRefused, {"field": "media"}),
    ("video", 400, body(400, "INVALID_VIDEO_ID"), ContentRefused, {"field": "media"}),
    ("file too large", 413, body(413, "REQUEST_ENTITY_TOO_LARGE"), ContentRefused, {}),
    ("address expired", 400, body(400, "EXPIRED_UPLOAD_URL"), UploadExpired, {}),
    (
        "version",
        426,
        body(426, "NONEXISTENT_VERSION", "Requested version 20240501 is not active"),
        VersionRetired,
        {},
    ),
    ("version, as a page", 426, "<html>", VersionRetired, {}),
    ("no version", 400, body(400, "VERSION_MISSING"), VersionRetired, {}),
    (
        "day",
        429,
        body(429, "TOO_MANY_REQUESTS", "Resource level throttle ... DAY limit")
        | {"serviceErrorCode": 101},
        QuotaExhausted,
        {"until": MIDNIGHT},
    ),
    ("day by number", 429, {"serviceErrorCode": 101}, QuotaExhausted, {"until": MIDNIGHT}),
    (
        "comments too quick",
        429,
        body(
            429,
            "TOO_MANY_REQUESTS",
            "Comment create throttled: creation rate limit exceeded for member",
        ),
        RateLimited,
        {"retry_after_seconds": 60},
    ),
    ("gone", 404, body(404, "NOT_FOUND", "Entity not found"), NotFound, {}),
    ("conflict", 409, body(409, "CONFLICT"), NetworkUnavailable, {}),
    ("server", 500, body(500, "INTERNAL_SERVER_ERROR"), NetworkUnavailable, {}),
    ("unavailable", 503, body(503, "SERVICE_UNAVAILABLE"), NetworkUnavailable, {}),
    ("gateway", 504, "<html>", NetworkUnavailable, {}),
    ("denied without a code", 403, {"message": "no"}, PermissionLost, {}),
    ("a page before it, 403", 403, "<html>", NetworkUnavailable, {}),
    ("a page before it, 404", 404, "<html>", NetworkUnavailable, {}),
]
REFUSALS = [Refusal(what, kind, told) for what, _, _, kind, told in TABLE]
