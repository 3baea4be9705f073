"""Names what X refuses, from its body before its status. Pure.

https://docs.x.com/x-api/fundamentals/response-codes-and-errors, read on 2026-11-22. Bodies are
problems (title, detail, type, status), or a list of older numbered errors, or OAuth's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Protocol

from beffroi.networks import shapes
from beffroi.networks.errors import (
    AccessRevoked,
    AppMisconfigured,
    ContentRefused,
    DuplicateContent,
    NetworkError,
    NetworkUnavailable,
    NotFound,
    PermissionLost,
    PolicyBlocked,
    QuotaExhausted,
    RateLimited,
    ReviewRequired,
)
from beffroi.networks.json_text import JSON
from beffroi.networks.rate_limits import retry_after_seconds
from beffroi.networks.shapes import Record
from beffroi.networks.x.declaration import LIMITS


class StaleAccess(AccessRevoked):
    """The access token is refused: a renewed one may pass. Nothing took effect."""


class Answered(Protocol):
    """What of an answer tells why a call was refused."""

    @property
    def status(self) -> int:
        """The HTTP status."""
        ...

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers, names in lower case."""
        ...

    @property
    def data(self) -> JSON:
        """The body, None when it was no JSON."""
        ...


_PROBLEM = "/2/problems/"

#: What a problem's type means, whatever its status.
_BY_TYPE: dict[str, type[NetworkError]] = {
    "credits-depleted": QuotaExhausted,
    "usage-capped": QuotaExhausted,
    "client-forbidden": ReviewRequired,
    "client-not-enrolled": ReviewRequired,
    "unsupported-authentication": AppMisconfigured,
    "oauth1-permissions": AppMisconfigured,
    # Somebody protected what they wrote: to us it is as if it were gone.
    "not-authorized-for-resource": NotFound,
    "resource-not-found": NotFound,
}

#: Parts of details, in lower case: X has no codes for them.
_BY_DETAIL: tuple[tuple[str, NetworkError], ...] = (
    ("duplicate content", DuplicateContent()),
    ("reply to this conversation is not allowed", ContentRefused(field="reply_to")),
    ("only reply to or quote posts where you are mentioned", ContentRefused(field="reply_to")),
    ("tweet that is deleted or not visible", ContentRefused(field="reply_to")),
    ("not permitted to perform this action", PolicyBlocked()),
    ("text is too long", ContentRefused(field="text", limit=LIMITS.text_max)),
    ("media ids are invalid", ContentRefused(field="media")),
)

_BY_CODE: dict[int, NetworkError] = {
    32: StaleAccess(),
    89: StaleAccess(),
    64: PolicyBlocked(),  # suspended
    99: AppMisconfigured(),
    326: PolicyBlocked(),  # locked until a person proves to be one
    226: PolicyBlocked(),  # looks automated
    144: NotFound(),
    186: ContentRefused(field="text", limit=LIMITS.text_max),
    187: DuplicateContent(),
    385: ContentRefused(field="reply_to"),
    453: ReviewRequired(),
}
_TOO_MANY = 88

#: Which part of a draft a parameter is, by how its name begins.
_FIELDS = {"media": "media", "reply": "reply_to", "in_reply_to": "reply_to", "text": "text"}

#: What a refusal of X itself holds one of.
_OWN_KEYS = frozenset({"title", "detail", "type", "errors"})

_DEAD_GRANT = frozenset({"invalid_grant", "invalid_request"})
_WRONG_APP = frozenset({"invalid_client", "unauthorized_client"})


def explain(answer: Answered, about: str, *, now: datetime) -> NetworkError | None:
    """Name a refusal, None to leave it to its status."""
    detail = f"{about}: {answer.status}"
    if answer.status >= 500:  # whatever it says, the call may have taken effect
        return None
    if not isinstance(answer.data, dict):
        return _without_body(answer, detail)
    if _is_too_many(answer.data):
        seconds = retry_after_seconds(answer.headers, now=now)
        return RateLimited(detail, retry_after_seconds=seconds)
    named = named_by(answer.data, detail)
    return named or _by_status(answer, answer.data, detail)


def explain_grant(answer: Answered, about: str, *, now: datetime) -> NetworkError | None:
    """Name a refusal of the token endpoint: a dead grant, or an app that is not what it says."""
    error = answer.data.get("error") if isinstance(answer.data, dict) else None
    if error in _DEAD_GRANT:
        return AccessRevoked(f"{about}: {answer.status} {error}")
    if error in _WRONG_APP or answer.status == 401:
        return AppMisconfigured(f"{about}: {answer.status}")
    return explain(answer, about, now=now)


def named_by(problem: Record, detail: str) -> NetworkError | None:
    """Name one problem, also one that stands beside data; None when it says nothing known."""
    kind = (shapes.optional_text(problem, "type") or "").rpartition(_PROBLEM)[2]
    if kind in _BY_TYPE:
        return _BY_TYPE[kind](f"{detail} {kind}")
    return _by_code(problem, detail) or _by_words(problem, detail)


def problems_of(data: JSON) -> list[Record]:
    """Return what an answer says went wrong, beside its data or instead of it."""
    found = data.get("errors") if isinstance(data, dict) else None
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _is_too_many(data: Record) -> bool:
    is_named = str(data.get("type")).endswith("rate-limit-exceeded")
    return is_named or _TOO_MANY in _codes(data)


def _codes(data: Record) -> list[int]:
    codes = (shapes.whole(one, "code") for one in [data, *problems_of(data)])
    return [code for code in codes if code is not None]


def _by_code(data: Record, detail: str) -> NetworkError | None:
    known = (code for code in _codes(data) if code in _BY_CODE)
    return next((_with_detail(_BY_CODE[code], f"{detail} {code}") for code in known), None)


def _by_words(data: Record, detail: str) -> NetworkError | None:
    words = " ".join(_words([data, *problems_of(data)])).lower()
    found = (error for part, error in _BY_DETAIL if part in words)
    return next((_with_detail(error, detail) for error in found), None)


def _words(problems: Iterable[Record]) -> Iterable[str]:
    return (str(one.get(key) or "") for one in problems for key in ("detail", "message"))


def _by_status(answer: Answered, data: Record, detail: str) -> NetworkError | None:
    if answer.status == 402:
        return QuotaExhausted(detail)
    if answer.status == 401 and "Unauthorized" in {data.get("title"), data.get("detail")}:
        return StaleAccess(detail)
    if answer.status == 403 and not _OWN_KEYS.isdisjoint(data):
        return PermissionLost(detail) if _says_nothing(data) else PolicyBlocked(detail)
    if answer.status == 400:
        return ContentRefused(detail, field=_field(data))
    return None


def _says_nothing(data: Record) -> bool:
    """Tell a refusal without another word: it is about what the token allows."""
    return data.get("detail") in {None, "", "Forbidden"} and "errors" not in data


def _without_body(answer: Answered, detail: str) -> NetworkError | None:
    """Tell X's own refusal, which has a body, from a page of something in front of it."""
    if answer.status == 401:
        return StaleAccess(detail)
    if answer.status == 402:
        return QuotaExhausted(detail)
    if answer.status in {403, 404, 410}:
        return NetworkUnavailable(f"{detail} from something in front of it")
    return None


def _field(data: Record) -> str:
    for problem in problems_of(data):
        for name in shapes.inner(problem, "parameters"):
            for start, field in _FIELDS.items():
                if name.startswith(start):
                    return field
    return "text"


def _with_detail(error: NetworkError, detail: str) -> NetworkError:
    """Return the same error, with what the call was."""
    if isinstance(error, ContentRefused):
        return ContentRefused(detail, field=error.field, limit=error.limit)
    return type(error)(detail)
