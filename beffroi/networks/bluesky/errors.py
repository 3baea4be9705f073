"""What the video service says when it does not do as asked, named by what must happen next.

https://github.com/bluesky-social/atproto/tree/main/lexicons/app/bsky/video and
https://github.com/bluesky-social/atproto/issues/3097, read on 2026-11-27. Its refusals come with
every HTTP status, also with success.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from beffroi.networks import shapes
from beffroi.networks.bluesky.declaration import VIDEO_LIMITS
from beffroi.networks.errors import (
    ContentRefused,
    NetworkError,
    NetworkUnavailable,
    PolicyBlocked,
    QuotaExhausted,
    UnexpectedResponse,
)
from beffroi.networks.http import Answer, Explain, error_code
from beffroi.networks.json_text import JSON
from beffroi.networks.shapes import Record

_KNOWN = "already_exists"
_TOO_HEAVY = frozenset({"VideoTooLarge"})
_UNFIT = frozenset({"VideoTooLong", "BadAspectRatio", "UnsupportedContentType"})
_FORBIDDEN = frozenset({"unconfirmed_email", "UploadForbidden"})
_FULL = frozenset({"DailyLimitExceeded", "TooManyOpenUploads"})
#: Its own words for an account, a token or a call that it does not know.
_NOT_SERVED = frozenset(
    {
        "AuthMissing",
        "AuthenticationRequired",
        "BadJwt",
        "BadJwtAudience",
        "BadJwtSignature",
        "ExpiredToken",
        "InvalidToken",
        "JwtExpired",
        "MethodNotImplemented",
        "XRPCNotSupported",
    }
)
#: The account's server could not be reached, or did not take what was made: it may, later.
_NOT_STORED = frozenset({"pds_upload_failure"})
#: How soon to ask again whether a day's allowance is there: nobody says when it is.
_NEXT_LOOK = timedelta(hours=1)


class AlreadyThere(ContentRefused):
    """The service had this very video before; `job` tells what became of it."""

    def __init__(self, detail: str, *, job: Record) -> None:
        super().__init__(detail, field="media")
        self.job = job


class NotServed(NetworkError):
    """The service does not know this account, or there is no such service."""


def explain(*, now: datetime) -> Explain:
    """Return what names the service's refusals at `now`."""

    def named(answer: Answer, about: str) -> NetworkError | None:
        job = job_of(answer.data)
        code = error_code(job, "error")
        detail = f"{about}: {answer.status} {code}"
        if code == _KNOWN:
            return AlreadyThere(detail, job=job)
        known = _by_code(code, detail, now=now)
        if known is not None:
            return known
        if code in _NOT_SERVED or answer.status in {401, 403, 404, 501}:
            return NotServed(detail)
        if answer.status in {400, 413, 415, 422}:
            return ContentRefused(detail, field="media")
        return None

    return named


def failure(job: Record, about: str, *, now: datetime) -> NetworkError:
    """Name what became of a job that never makes a video."""
    codes = [error_code(job, key) for key in ("failureCode", "error")]
    detail = f"{about}: {' '.join(filter(None, codes))}"
    if _NOT_STORED & set(codes):
        return NetworkUnavailable(detail)
    named = next(filter(None, (_by_code(code, detail, now=now) for code in codes)), None)
    if named is not None:
        return named
    if not any(codes) and not shapes.optional_text(job, "state"):
        return UnexpectedResponse(f"{about}: neither a job nor an error")
    return ContentRefused(detail, field="media")


def not_allowed(told: Record, *, now: datetime) -> NetworkError:
    """Name why the service takes no video today."""
    detail = f"getUploadLimits: {error_code(told, 'error')}"
    known = _by_code(error_code(told, "error"), detail, now=now)
    return known or QuotaExhausted(detail, until=now + _NEXT_LOOK)


def job_of(data: JSON) -> Record:
    """Return the job that an answer holds, in a wrapping or bare; an empty one without any."""
    whole = data if isinstance(data, dict) else {}
    return shapes.inner(whole, "jobStatus") or whole


def _by_code(code: str, detail: str, *, now: datetime) -> NetworkError | None:
    if code in _FORBIDDEN:
        return PolicyBlocked(detail)
    if code in _FULL:
        return QuotaExhausted(detail, until=now + _NEXT_LOOK)
    if code in _TOO_HEAVY:
        return ContentRefused(detail, field="media", limit=VIDEO_LIMITS.bytes_max)
    if code in _UNFIT:
        return ContentRefused(detail, field="media")
    return None
