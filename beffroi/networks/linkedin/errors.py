"""Names LinkedIn's refusals. The body decides before the status.

https://learn.microsoft.com/en-us/linkedin/shared/api-guide/concepts/error-handling
(read on 2026-11-22). Texts of the vendor are only searched for what they name, never kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

from beffroi.networks.errors import (
    AccessRevoked,
    AppMisconfigured,
    ContentRefused,
    DuplicateContent,
    NetworkError,
    NetworkUnavailable,
    PermissionLost,
    QuotaExhausted,
    RateLimited,
    VersionRetired,
)
from beffroi.networks.http import Answer
from beffroi.networks.json_text import JSON
from beffroi.networks.linkedin.text import COMMENT_MAX, TEXT_MAX
from beffroi.networks.shapes import Record, inner, optional_text

ALT_TEXT_MAX = 4086


class StaleAccess(AccessRevoked):
    """The token is refused: a renewed one may pass. Nothing took effect."""


class MediaNotReady(ContentRefused):
    """A file of the post is still on its way: the same may be sent later. Nothing took effect."""


class UploadExpired(ContentRefused):
    """The address for a file is too old: the upload begins anew."""


_STALE = frozenset({"EXPIRED_ACCESS_TOKEN", "REVOKED_ACCESS_TOKEN", "INVALID_ACCESS_TOKEN"})
_STALE_NUMBERS = frozenset({"65600", "65601", "65602"})
_REVOKED = frozenset({"invalid_grant", "access_denied"})
_MISCONFIGURED = frozenset(
    {
        "invalid_client",
        "invalid_client_id",
        "invalid_client_secret",
        "unauthorized_client",
        "invalid_redirect_uri",
        "unauthorized_scope_error",
    }
)
_MEDIA = frozenset(
    {
        "MEDIA_ASSET_PROCESSING_FAILED",
        "UPDATING_ASSET_FAILED",
        "INVALID_VIDEO_ID",
        "UNSUPPORTED_MEDIA_TYPE",
        "REQUEST_ENTITY_TOO_LARGE",
    }
)
_NOT_READY = frozenset({"MEDIA_ASSET_WAITING_UPLOAD", "MEDIA_ASSET_PROCESSING"})
_RETIRED = frozenset({"NONEXISTENT_VERSION", "VERSION_MISSING"})
_TOO_LONG = "FIELD_LENGTH_TOO_LONG"
_ONE_MINUTE = 60

_URN = re.compile(r"urn:li:(?:share|ugcPost):\d{1,30}")
#: Words of a path to a field, and what a person must change there, with its bound.
_FIELDS: tuple[tuple[str, str, int | None], ...] = (
    ("alttext", "alt_text", ALT_TEXT_MAX),
    ("message", "text", COMMENT_MAX),
    ("commentary", "text", TEXT_MAX),
    ("title", "title", None),
    ("parentcomment", "reply_to", None),
    ("content", "media", None),
)


def explain_at(now: Callable[[], datetime]) -> Callable[[Answer, str], NetworkError | None]:
    """Return what names refusals; `now` is asked when a quota of the day is used up."""
    return lambda answer, about: _explain(answer, about, now=now)


def _explain(answer: Answer, about: str, *, now: Callable[[], datetime]) -> NetworkError | None:
    detail = f"{about}: {answer.status}"
    if answer.status == 426:
        return VersionRetired(detail)
    if answer.status >= 500:  # whatever it says, the call may have taken effect
        return None
    if not isinstance(answer.data, dict):
        return _of_something_in_front(answer, detail)
    known = codes(answer.data)
    detail = f"{detail} {' '.join(sorted(known))}"[:300]
    if answer.status == 429:
        return _too_many(answer, answer.data, detail, now=now)
    return (
        _about_access(answer, known, detail)
        or _about_content(answer.data, known, detail)
        or _about_rights(answer, known, detail)
    )


def codes(data: Record) -> set[str]:
    """Return every short code in a refusal's body, at its top and among its input errors."""
    found = [data.get("error"), data.get("code"), optional_text(data, "serviceErrorCode")]
    found += [one.get("code") for one in _input_errors(data)]
    return {one for one in found if isinstance(one, str) and re.fullmatch(r"[\w.-]{1,60}", one)}


def _of_something_in_front(answer: Answer, detail: str) -> NetworkError | None:
    """Tell LinkedIn's own refusals, always JSON, from a page of a proxy or a firewall."""
    if answer.status in {403, 404, 410} and not answer.is_json:
        return NetworkUnavailable(f"{detail} from something in front of it")
    return None


def _about_access(answer: Answer, known: set[str], detail: str) -> NetworkError | None:
    if known & _RETIRED:
        return VersionRetired(detail)
    if known & _MISCONFIGURED:
        return AppMisconfigured(detail)
    if known & _REVOKED:
        return AccessRevoked(detail)
    if known & _STALE or known & _STALE_NUMBERS or answer.status == 401:
        return StaleAccess(detail)
    return None


def _about_rights(answer: Answer, known: set[str], detail: str) -> NetworkError | None:
    is_denied = answer.status == 403 or "ACCESS_DENIED" in known
    return PermissionLost(detail) if is_denied else None


def _about_content(data: Record, known: set[str], detail: str) -> NetworkError | None:
    message = optional_text(data, "message") or ""
    if "DUPLICATE_POST" in known or message.find("is a duplicate of") >= 0:
        urn = _URN.search(message) or _URN.search(_descriptions(data))
        return DuplicateContent(detail, remote_id=urn[0] if urn else "")
    if known & _NOT_READY:
        return MediaNotReady(detail, field="media")
    if "EXPIRED_UPLOAD_URL" in known:
        return UploadExpired(detail, field="media")
    if known & _MEDIA:
        return ContentRefused(detail, field="media")
    field = _field(data, message)
    if _TOO_LONG in known:
        return ContentRefused(detail, field=field[0] if field else "text", limit=_limit(field))
    if field and ("ACCESS_DENIED" not in known or message.startswith("Unpermitted fields")):
        return ContentRefused(detail, field=field[0])
    return None


def _limit(field: tuple[str, int | None] | None) -> int | None:
    return field[1] if field else None


def _field(data: Record, message: str) -> tuple[str, int | None] | None:
    """Return what to change, and its bound: as the path of an input error names it."""
    paths = [
        optional_text(inner(one, "input", "inputPath"), "fieldPath") or ""
        for one in _input_errors(data)
    ]
    told = " ".join(paths).lower() or " ".join(re.findall(r"/(\w+)", message)).lower()
    for word, field, limit in _FIELDS:
        if word in told:
            return field, limit
    return None


def _too_many(
    answer: Answer, data: Record, detail: str, *, now: Callable[[], datetime]
) -> NetworkError | None:
    """Tell the quota of the day, which ends at midnight UTC, from a pace that was too quick.

    https://learn.microsoft.com/en-us/linkedin/shared/api-guide/concepts/rate-limits (2026-11-22)
    """
    if answer.headers.get("retry-after", "").strip():
        return None
    if "create throttled" in (optional_text(data, "message") or "").lower():
        return RateLimited(detail, retry_after_seconds=_ONE_MINUTE)
    if codes(data) & {"TOO_MANY_REQUESTS", "101"}:
        return QuotaExhausted(detail, until=next_midnight(now()))
    return None


def next_midnight(now: datetime) -> datetime:
    """Return when the day ends in UTC."""
    tomorrow = now.astimezone(UTC).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), UTC)


def _input_errors(data: Record) -> list[Record]:
    found: JSON = inner(data, "errorDetails").get("inputErrors")
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _descriptions(data: Record) -> str:
    return " ".join(optional_text(one, "description") or "" for one in _input_errors(data))
