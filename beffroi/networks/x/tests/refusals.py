"""Every error body that X is known to give, and the name that it gets."""

from __future__ import annotations

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
    PolicyBlocked,
    QuotaExhausted,
    RateLimited,
    ReviewRequired,
)
from beffroi.networks.json_text import JSON
from beffroi.networks.tests.refusals import Refusal, said
from beffroi.networks.x.errors import StaleAccess


def problem(kind: str = "", detail: str = "", **more: Any) -> dict[str, Any]:
    address = f"https://api.x.com/2/problems/{kind}" if kind else "about:blank"
    return {"title": "Forbidden", "detail": detail, "type": address, **more}


def numbered(code: int) -> dict[str, Any]:
    return {"errors": [{"code": code, "message": "…"}]}


UNAUTHORIZED: JSON = {"title": "Unauthorized", "detail": "Unauthorized", "type": "about:blank"}


CREDITS: JSON = {
    "title": "Payment Required",
    "detail": "credits depleted",
    "type": "https://api.x.com/2/problems/credits-depleted",
}


NOT_ASKED = (
    "Reply to this conversation is not allowed because you have not been mentioned or otherwise "
    "engaged by the author of the post you are replying to."
)


def invalid(parameter: str) -> dict[str, Any]:
    errors = [{"parameters": {parameter: ["x"]}, "message": "The parameter is not valid"}]
    return problem("invalid-request", "One or more parameters was invalid.", errors=errors)


#: Status, body, the name it gets, and what the name says besides.
NAMED: list[tuple[int, JSON, type[NetworkError], dict[str, Any]]] = [
    (401, UNAUTHORIZED, StaleAccess, {}),
    (401, numbered(89), StaleAccess, {}),
    (401, numbered(32), StaleAccess, {}),
    (401, None, StaleAccess, {}),
    (402, CREDITS, QuotaExhausted, {"until": None}),
    (403, CREDITS, QuotaExhausted, {"until": None}),
    (402, {"title": "Payment Required"}, QuotaExhausted, {"until": None}),
    (402, None, QuotaExhausted, {"until": None}),
    (429, problem("usage-capped", "Monthly cap"), QuotaExhausted, {"until": None}),
    (403, problem("usage-capped", "Monthly cap"), QuotaExhausted, {"until": None}),
    (
        403,
        problem(detail="You are not allowed to create a Tweet with duplicate content."),
        DuplicateContent,
        {"remote_id": ""},
    ),
    (403, numbered(187), DuplicateContent, {"remote_id": ""}),
    (403, problem(detail="You are not permitted to perform this action."), PolicyBlocked, {}),
    (403, problem(detail="Something that nobody wrote down"), PolicyBlocked, {}),
    (403, {"detail": "Something else"}, PolicyBlocked, {}),
    (403, numbered(999), PolicyBlocked, {}),
    (403, {"title": "Forbidden"}, PermissionLost, {}),
    (401, {"detail": "Unauthorized"}, StaleAccess, {}),
    (403, numbered(226), PolicyBlocked, {}),
    (403, numbered(326), PolicyBlocked, {}),
    (403, numbered(64), PolicyBlocked, {}),
    (403, problem(detail=NOT_ASKED), ContentRefused, {"field": "reply_to"}),
    (
        403,
        problem(
            detail="You can only reply to or quote posts where you are mentioned or are the author."
        ),
        ContentRefused,
        {"field": "reply_to"},
    ),
    (
        403,
        problem(detail="You attempted to reply to a Tweet that is deleted or not visible to you."),
        ContentRefused,
        {"field": "reply_to"},
    ),
    (403, numbered(385), ContentRefused, {"field": "reply_to"}),
    (
        403,
        problem(detail="Your Tweet text is too long."),
        ContentRefused,
        {"field": "text", "limit": 280},
    ),
    (403, numbered(186), ContentRefused, {"field": "text", "limit": 280}),
    (400, problem(detail="Your media IDs are invalid."), ContentRefused, {"field": "media"}),
    (400, invalid("text"), ContentRefused, {"field": "text"}),
    (400, invalid("media.media_ids"), ContentRefused, {"field": "media"}),
    (400, invalid("reply.in_reply_to_tweet_id"), ContentRefused, {"field": "reply_to"}),
    (400, invalid("something"), ContentRefused, {"field": "text"}),
    (403, problem("client-forbidden", reason="client-not-enrolled"), ReviewRequired, {}),
    (403, problem("client-forbidden", reason="official-client-forbidden"), ReviewRequired, {}),
    (403, numbered(453), ReviewRequired, {}),
    (403, numbered(99), AppMisconfigured, {}),
    (403, problem("unsupported-authentication"), AppMisconfigured, {}),
    (403, problem("oauth1-permissions"), AppMisconfigured, {}),
    (403, problem(detail="Forbidden"), PermissionLost, {}),
    (403, problem("not-authorized-for-resource"), NotFound, {}),
    (404, problem("resource-not-found"), NotFound, {}),
    (404, numbered(144), NotFound, {}),
    (429, {"title": "Too Many Requests"}, RateLimited, {"retry_after_seconds": 240}),
    (429, numbered(88), RateLimited, {"retry_after_seconds": 240}),
    (403, numbered(88), RateLimited, {"retry_after_seconds": 240}),
    (429, problem("rate-limit-exceeded"), RateLimited, {"retry_after_seconds": 240}),
    (403, None, NetworkUnavailable, {}),
    (404, None, NetworkUnavailable, {}),
    (410, None, NetworkUnavailable, {}),
]


GRANTS: list[tuple[int, Any, type[NetworkError]]] = [
    (400, {"error": "invalid_request", "error_description": "secret"}, AccessRevoked),
    (400, {"error": "invalid_grant"}, AccessRevoked),
    (401, {"error": "unauthorized_client"}, AppMisconfigured),
    (401, {"error": "invalid_client"}, AppMisconfigured),
    (401, None, AppMisconfigured),
    (402, CREDITS, QuotaExhausted),
    (429, numbered(88), RateLimited),
    (403, None, NetworkUnavailable),
]
REFUSALS = [
    *(Refusal(said(status, body), kind, told) for status, body, kind, told in NAMED),
    *(Refusal(said(status, body), kind) for status, body, kind in GRANTS),
]
