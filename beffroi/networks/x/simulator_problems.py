"""The refusals of the simulated X. https://docs.x.com/x-api/fundamentals/response-codes-and-errors"""

from __future__ import annotations

from typing import Any

_TYPES = "https://api.x.com/2/problems/"


class Refused(Exception):
    """What the API answers when it does not do as asked."""

    def __init__(self, status: int, body: dict[str, Any], **headers: str) -> None:
        super().__init__(status)
        self.status = status
        self.body = body
        self.headers = headers


def problem(kind: str, title: str, detail: str, **more: Any) -> dict[str, Any]:
    """Return a problem; an empty kind is about the status alone."""
    return {
        "title": title,
        "detail": detail,
        "type": f"{_TYPES}{kind}" if kind else "about:blank",
        **more,
    }


def invalid(name: str, value: str) -> Refused:
    """Refuse a parameter."""
    errors = [
        {"parameters": {name: [value]}, "message": f"The `{name}` query parameter is not valid"}
    ]
    detail = "One or more parameters to your request was invalid."
    body = problem("invalid-request", "Invalid Request", detail, status=400, errors=errors)
    return Refused(400, body)


def unauthorized() -> Refused:
    """Refuse a token."""
    return Refused(401, problem("", "Unauthorized", "Unauthorized", status=401))


def forbidden(detail: str = "Forbidden") -> Refused:
    """Refuse what a caller may not do."""
    return Refused(403, problem("", "Forbidden", detail, status=403))


def not_enrolled() -> Refused:
    """Refuse an app that lacks the access for a call."""
    return Refused(
        403,
        problem(
            "client-forbidden",
            "Client Forbidden",
            "This app lacks the access that this endpoint asks for.",
            reason="client-not-enrolled",
            required_enrollment="Appropriate Level of API Access",
        ),
    )


def absence(post_id: str) -> dict[str, Any]:
    """Return the problem that stands beside data for a post that is not there."""
    return problem(
        "resource-not-found",
        "Not Found Error",
        f"Could not find tweet with ids: [{post_id}].",
        resource_type="tweet",
        parameter="ids",
        resource_id=post_id,
        value=post_id,
    )


def not_found(post_id: str) -> Refused:
    """Refuse a call about a post that is not there."""
    return Refused(404, {**absence(post_id), "status": 404})


def no_credits() -> Refused:
    """Refuse every call: nothing is left to pay with."""
    body = problem("credits-depleted", "Payment Required", "credits depleted")
    return Refused(402, body)


def too_many(*, reset: int, limit: int, is_numbered: bool) -> Refused:
    """Refuse one call too many, in one of the two ways that were seen."""
    older = {"errors": [{"code": 88, "message": "Rate limit exceeded"}]}
    newer = problem("", "Too Many Requests", "Too Many Requests", status=429)
    headers = {
        "x-rate-limit-limit": str(limit),
        "x-rate-limit-remaining": "0",
        "x-rate-limit-reset": str(reset),
    }
    return Refused(429, older if is_numbered else newer, **headers)


def no_grant(error: str, description: str, *, status: int = 400) -> Refused:
    """Refuse at the token endpoint, in the words of OAuth."""
    return Refused(status, {"error": error, "error_description": description})
