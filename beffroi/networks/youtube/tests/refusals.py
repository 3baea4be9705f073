"""Every error body that YouTube is known to give, and the name that it gets."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from beffroi.networks.errors import (
    AccessRevoked,
    AppMisconfigured,
    ContentRefused,
    NetworkError,
    NetworkUnavailable,
    NoAccount,
    NotFound,
    OutcomeUnknown,
    PermissionLost,
    PolicyBlocked,
    QuotaExhausted,
    RateLimited,
    ReviewRequired,
    UnexpectedResponse,
)
from beffroi.networks.tests.refusals import Refusal, said

NOW = datetime(2026, 11, 26, 10, 0, tzinfo=UTC)


PACIFIC_MIDNIGHT = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)


def body(reason: str, code: int, *, domain: str = "youtube.test", **more: Any) -> dict[str, Any]:
    message = "A sentence for people"
    errors = [{"message": message, "domain": domain, "reason": reason}]
    return {"error": {"code": code, "message": message, "errors": errors, **more}}


def info(reason: str, code: int, status: str, **metadata: str) -> dict[str, Any]:
    detail = {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        "reason": reason,
        "domain": "googleapis.com",
        "metadata": metadata,
    }
    return {"error": {"code": code, "message": "No", "status": status, "details": [detail]}}


READS: list[tuple[int, Any, type[NetworkError], dict[str, Any]]] = [
    (401, body("authError", 401), AccessRevoked, {}),
    (401, body("invalidCredentials", 401), AccessRevoked, {}),
    (401, {"error": {"code": 401, "status": "UNAUTHENTICATED"}}, AccessRevoked, {}),
    (401, body("youtubeSignupRequired", 401), NoAccount, {}),
    (403, body("insufficientPermissions", 403), PermissionLost, {}),
    (403, body("forbidden", 403), PermissionLost, {}),
    (
        403,
        info("ACCESS_TOKEN_SCOPE_INSUFFICIENT", 403, "PERMISSION_DENIED"),
        PermissionLost,
        {},
    ),
    (403, body("channelClosed", 403), PolicyBlocked, {}),
    (403, body("channelSuspended", 403), PolicyBlocked, {}),
    (403, body("authenticatedUserAccountSuspended", 403), PolicyBlocked, {}),
    (403, body("authenticatedUserAccountClosed", 403), PolicyBlocked, {}),
    (403, body("quotaExceeded", 403), QuotaExhausted, {"until": PACIFIC_MIDNIGHT}),
    (403, body("dailyLimitExceeded", 403), QuotaExhausted, {"until": PACIFIC_MIDNIGHT}),
    (429, body("quotaExceeded", 429), QuotaExhausted, {"until": PACIFIC_MIDNIGHT}),
    (403, body("rateLimitExceeded", 403), RateLimited, {"retry_after_seconds": 60}),
    (403, body("userRateLimitExceeded", 403), RateLimited, {"retry_after_seconds": 60}),
    (429, body("rateLimitExceeded", 429), RateLimited, {"retry_after_seconds": 60}),
    (
        429,
        info("RATE_LIMIT_EXCEEDED", 429, "RESOURCE_EXHAUSTED", quota_limit_value="300"),
        RateLimited,
        {"retry_after_seconds": 60},
    ),
    (
        429,
        info("RATE_LIMIT_EXCEEDED", 429, "RESOURCE_EXHAUSTED", quota_limit_value="0"),
        ReviewRequired,
        {},
    ),
    (403, body("accessNotConfigured", 403), AppMisconfigured, {}),
    (403, info("SERVICE_DISABLED", 403, "PERMISSION_DENIED"), AppMisconfigured, {}),
    (
        400,
        body("uploadLimitExceeded", 400),
        QuotaExhausted,
        {"until": NOW + timedelta(days=1)},
    ),
    (400, body("invalidTitle", 400), ContentRefused, {"field": "title", "limit": 100}),
    (400, body("invalidDescription", 400), ContentRefused, {"field": "text", "limit": 5000}),
    (400, body("invalidTags", 400), ContentRefused, {"field": "tags", "limit": 500}),
    (400, body("invalidCategoryId", 400), ContentRefused, {"field": "media", "limit": None}),
    (400, body("invalidPublishAt", 400), ContentRefused, {"field": "text"}),
    (400, body("invalidVideoMetadata", 400), ContentRefused, {"field": "language"}),
    (400, body("defaultLanguageNotSet", 400), ContentRefused, {"field": "language"}),
    (400, body("mediaBodyRequired", 400), ContentRefused, {"field": "media"}),
    (400, body("invalidFilename", 400), ContentRefused, {"field": "media"}),
    (400, body("invalidCommentMetadata", 400), ContentRefused, {"field": "text"}),
    (400, body("parentCommentIsPrivate", 400), ContentRefused, {"field": "reply_to"}),
    (400, body("ineligibleAccount", 400), ContentRefused, {"field": "reply_to"}),
    (404, body("commentThreadNotFound", 404), NotFound, {}),
    (403, body("accountClosed", 403), PolicyBlocked, {}),
    (403, body("dailyLimitExceededUnreg", 403), QuotaExhausted, {"until": PACIFIC_MIDNIGHT}),
    (400, body("invalidImage", 400), ContentRefused, {"field": "media"}),
    (400, body("commentTextRequired", 400), ContentRefused, {"field": "text"}),
    (400, body("commentTextTooLong", 400), ContentRefused, {"field": "text", "limit": 10_000}),
    (404, body("parentCommentNotFound", 404), ContentRefused, {"field": "reply_to"}),
    (403, body("commentsDisabled", 403), ContentRefused, {"field": "reply_to"}),
    (404, body("videoNotFound", 404), NotFound, {}),
    (404, body("commentNotFound", 404), NotFound, {}),
    (404, body("playlistNotFound", 404), NotFound, {}),
    (400, body("processingFailure", 400), NetworkUnavailable, {}),
    (400, body("invalidPageToken", 400), UnexpectedResponse, {}),
    (500, body("backendError", 500), NetworkUnavailable, {}),
    (503, body("backendError", 503), NetworkUnavailable, {}),
    (400, body("neverHeardOf", 400), ContentRefused, {}),
    (401, "Invalid Credentials", AccessRevoked, {}),
    (200, "{}", UnexpectedResponse, {}),
    (403, "<html>A proxy</html>", NetworkUnavailable, {}),
    (404, "<html>A proxy</html>", NetworkUnavailable, {}),
    (418, "{}", UnexpectedResponse, {}),
    (400, {"error": "text"}, ContentRefused, {}),
    (400, {"error": {"errors": "text", "details": [None, 3], "code": []}}, ContentRefused, {}),
    (400, {"error": {"errors": [{"reason": ["list"]}]}}, ContentRefused, {}),
]


ACTS: list[tuple[int, Any, type[NetworkError]]] = [
    (400, body("invalidTitle", 400), ContentRefused),
    (403, body("quotaExceeded", 403), QuotaExhausted),
    (403, body("rateLimitExceeded", 403), RateLimited),
    (404, body("videoNotFound", 404), ContentRefused),
    (400, body("processingFailure", 400), OutcomeUnknown),
    (500, body("backendError", 500), OutcomeUnknown),
    (500, body("invalidTitle", 500), OutcomeUnknown),
    (409, {"error": {"code": 409, "status": "ABORTED"}}, OutcomeUnknown),
    (403, "<html>A proxy</html>", OutcomeUnknown),
    (200, [], OutcomeUnknown),
]


RENEWALS: list[tuple[int, Any, type[NetworkError]]] = [
    (400, "invalid_grant", AccessRevoked),
    (401, "invalid_client", AppMisconfigured),
    (400, "redirect_uri_mismatch", AppMisconfigured),
    (403, "unauthorized_client", AppMisconfigured),
    (401, "deleted_client", AppMisconfigured),
    (400, "invalid_scope", AppMisconfigured),
    (400, "invalid_request", AccessRevoked),
    (503, "invalid_grant", NetworkUnavailable),
]
REFUSALS = [
    *(Refusal(said(status, answer), kind, told) for status, answer, kind, told in READS),
    *(Refusal(said(status, answer), kind) for status, answer, kind in (*ACTS, *RENEWALS)),
]
