"""Every error body that the AT Protocol is known to give, and the name that it gets."""

from __future__ import annotations

from typing import Any

from beffroi.networks.errors import (
    AccessRevoked,
    ContentRefused,
    NetworkError,
    NetworkUnavailable,
    NotFound,
    OutcomeUnknown,
    PolicyBlocked,
    QuotaExhausted,
    RateLimited,
    UnexpectedResponse,
)
from beffroi.networks.tests.refusals import Refusal, said

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
_MEDIA = {"field": "media", "limit": None}


def _job(**told: str) -> dict[str, Any]:
    return {"jobStatus": {"did": "", "jobId": "", "state": "", **told}}


#: Status and body of the video service when a video is sent, what it is, and what it says besides.
SERVICE: list[tuple[int, Any, type[NetworkError], dict[str, Any]]] = [
    (200, _job(error="unconfirmed_email"), PolicyBlocked, {}),
    (401, {"error": "unconfirmed_email"}, PolicyBlocked, {}),
    (403, {"error": "UploadForbidden"}, PolicyBlocked, {}),
    (400, {"error": "DailyLimitExceeded"}, QuotaExhausted, {}),
    (429, {"error": "TooManyOpenUploads"}, QuotaExhausted, {}),
    (429, {"error": "RateLimitExceeded"}, RateLimited, {"retry_after_seconds": 60}),
    (400, {"error": "VideoTooLarge"}, ContentRefused, {"field": "media", "limit": 300_000_000}),
    (413, "<html>too large", ContentRefused, _MEDIA),
    (400, {"error": "VideoTooLong"}, ContentRefused, _MEDIA),
    (400, {"error": "BadAspectRatio"}, ContentRefused, _MEDIA),
    (400, {"error": "UnsupportedContentType"}, ContentRefused, _MEDIA),
    (400, {"error": "InvalidRequest", "message": "Something else"}, ContentRefused, _MEDIA),
    (503, {"error": "ServiceOverloaded"}, NetworkUnavailable, {}),
    (500, {"error": "InternalServerError"}, NetworkUnavailable, {}),
    (200, _job(error="another"), ContentRefused, _MEDIA),
    (200, {}, UnexpectedResponse, {}),
    (200, [], UnexpectedResponse, {}),
]
_FAILED = {"state": "JOB_STATE_FAILED", "message": "Failed to process video"}
#: A job that makes no video, what it is, and what it says besides.
JOBS: list[tuple[dict[str, Any], type[NetworkError], dict[str, Any]]] = [
    ({**_FAILED, "failureCode": "validation_failure"}, ContentRefused, _MEDIA),
    ({**_FAILED, "failureCode": "encoding_failure"}, ContentRefused, _MEDIA),
    ({**_FAILED, "failureCode": "generic_failure"}, ContentRefused, _MEDIA),
    ({**_FAILED, "failureCode": "pds_upload_unsupported_blob_size"}, ContentRefused, _MEDIA),
    ({**_FAILED, "failureCode": "pds_upload_failure"}, NetworkUnavailable, {}),
    ({**_FAILED, "error": "video processing error for job: 9"}, ContentRefused, _MEDIA),
    (_FAILED, ContentRefused, _MEDIA),
    ({"state": "JOB_STATE_COMPLETED"}, UnexpectedResponse, {}),
]
REFUSALS = [
    *(Refusal(f"{status} {code} {words}", kind, told) for status, code, words, kind, told in TABLE),
    *(Refusal(f"video: {said(status, body)}", kind, told) for status, body, kind, told in SERVICE),
    *(Refusal(f"job: {job}", kind, told) for job, kind, told in JOBS),
]
