"""Every error body that Mastodon and its kin are known to give, and the name that it gets.

Servers write these sentences in languages of their own: only the status counts.
"""

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

_PAGE = "<html>A proxy</html>"


def error(text: str) -> dict[str, str]:
    return {"error": text}


#: Status, body, what it is on publishing, and what it says besides.
TABLE: list[tuple[int, Any, type[NetworkError], dict[str, Any]]] = [
    (401, error("The access token is invalid"), AccessRevoked, {}),
    (401, error("The access token was revoked"), AccessRevoked, {}),
    (403, error("This action is not allowed"), AccessRevoked, {}),
    (403, error("This action is outside the authorized scopes"), AccessRevoked, {}),
    (404, error("Record not found"), NotFound, {}),
    (410, error("Record not found"), NotFound, {}),
    (422, error("Validation failed: Text can't be blank"), ContentRefused, {"field": "text"}),
    (422, error("Validation failed: Text character limit"), ContentRefused, {"field": "text"}),
    (400, error("Something else"), ContentRefused, {"field": "text"}),
    (429, error("Too many requests"), RateLimited, {"retry_after_seconds": 60}),
    (500, _PAGE, OutcomeUnknown, {}),
    (502, _PAGE, OutcomeUnknown, {}),
    (503, error("Remote data could not be fetched"), OutcomeUnknown, {}),
    (403, _PAGE, OutcomeUnknown, {}),
    (404, _PAGE, OutcomeUnknown, {}),
]
#: Of a file that is handed over: a text on pictures that is too long is told by its own length.
FILES: list[tuple[int, Any, type[NetworkError], dict[str, Any]]] = [
    (422, error("Validation failed: File content type is invalid"), ContentRefused, {}),
    (422, error("File type of uploaded media could not be verified"), ContentRefused, {}),
    (
        422,
        error("Validation failed: 1920x1080 121fps videos are not supported"),
        ContentRefused,
        {},
    ),
    (422, error("Error processing thumbnail for uploaded media"), ContentRefused, {}),
    (500, error("Error processing thumbnail for uploaded media"), ContentRefused, {}),
    (413, _PAGE, ContentRefused, {}),
]
#: Of a post with a file, when it is made.
ATTACHED: list[tuple[int, Any, type[NetworkError], dict[str, Any]]] = [
    (
        422,
        error("Cannot attach a video to a post that already contains images"),
        ContentRefused,
        {},
    ),
    (422, error("Media 9 not found or already attached to another post"), ContentRefused, {}),
]
REFUSALS = [
    *(Refusal(f"{status} {body}", kind, told) for status, body, kind, told in TABLE),
    *(
        Refusal(f"{status} {body}", kind, {"field": "media"})
        for status, body, kind, _ in [*FILES, *ATTACHED]
    ),
    Refusal("the alternative text is too long", ContentRefused, {"field": "alt_text", "limit": 9}),
]
