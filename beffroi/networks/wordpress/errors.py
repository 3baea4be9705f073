"""What a refusal of a site means: by its code first, by its status after.

A site always names what it refuses; without a name, something in front of it answered: a firewall,
a cache, a password of the web server. That says nothing about the account or about what exists.
https://developer.wordpress.org/rest-api/ (read on 2026-11-22)
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

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
    RateLimited,
    UnexpectedResponse,
)
from beffroi.networks.json_text import JSON
from beffroi.networks.shapes import Record
from beffroi.networks.wordpress import ids

#: The column that holds a comment, in bytes.
COMMENT_BYTES_MAX = 65_525
#: A site takes one comment of the same person in this time, in seconds.
_FLOOD_SECONDS = 15


class InFront(NetworkUnavailable):
    """Something in front of the site answered in its place."""


class NoTrash(UnexpectedResponse):
    """The site keeps no trash: what is deleted is gone at once."""


class TermExists(ContentRefused):
    """The tag is there already, under `term_id`."""

    def __init__(self, detail: str, *, term_id: str) -> None:
        super().__init__(detail, field="tags")
        self.term_id = term_id


_refused = partial(partial, ContentRefused)

_KNOWN: dict[str, Callable[[str], NetworkError]] = {
    "incorrect_password": AccessRevoked,
    "invalid_username": AccessRevoked,
    "invalid_email": AccessRevoked,
    "rest_not_logged_in": AccessRevoked,
    "application_passwords_disabled": AppMisconfigured,
    "application_passwords_disabled_for_user": AppMisconfigured,
    "rest_no_route": AppMisconfigured,
    "rest_post_invalid_id": NotFound,
    "rest_comment_invalid_id": NotFound,
    "rest_already_trashed": NotFound,
    "rest_trash_not_supported": NoTrash,
    "rest_comment_invalid_post_id": _refused(field="reply_to"),
    "rest_comment_draft_post": _refused(field="reply_to"),
    "rest_comment_trash_post": _refused(field="reply_to"),
    "rest_comment_closed": _refused(field="reply_to"),
    "rest_cannot_read_post": _refused(field="reply_to"),
    "rest_comment_content_invalid": _refused(field="text"),
    "comment_content_column_length": _refused(field="text", limit=COMMENT_BYTES_MAX),
    "comment_duplicate": DuplicateContent,
    "comment_flood": partial(RateLimited, retry_after_seconds=_FLOOD_SECONDS),
}
_FIELDS = {
    "title": "title",
    "featured_media": "media",
    "tags": "tags",
    "name": "tags",
    "alt_text": "alt_text",
    "parent": "reply_to",
    "post": "reply_to",
}
_BLAMES_A_PARAMETER = frozenset({"rest_invalid_param", "rest_missing_callback_param"})
_NEEDS_A_NAME = frozenset({401, 403, 404, 406, 410})


def explain(status: int, code: str, data: JSON, *, detail: str) -> NetworkError | None:
    """Name what a site refuses; `code` is its own word for it, "" when it has none."""
    if not code:
        return InFront(detail) if status in _NEEDS_A_NAME else None
    if code in _KNOWN:
        return _KNOWN[code](detail)
    if code == "term_exists":
        return _term_exists(data, detail)
    if code.startswith("rest_upload_"):
        return ContentRefused(detail, field="media")
    if code in _BLAMES_A_PARAMETER:
        return ContentRefused(detail, field=_field(data))
    return _by_status(status, detail)


def explain_upload(status: int, code: str, data: JSON, *, detail: str) -> NetworkError | None:
    """Name what a site refuses of a file: whatever is too large or invalid there is the file."""
    found = explain(status, code, data, detail=detail)
    is_about_the_file = found is None and status in {400, 413, 415}
    return ContentRefused(detail, field="media") if is_about_the_file else found


def _by_status(status: int, detail: str) -> NetworkError | None:
    """Read the two ways in which a site says no to a person.

    A 401 is for nobody: a site without plugins takes a wrong password for none at all, and so does
    a web server that drops the header. Which of the two cannot be told from outside.
    """
    if status == 401:
        return AccessRevoked(detail)
    return PermissionLost(detail) if status == 403 else None


def _term_exists(data: JSON, detail: str) -> ContentRefused:
    term_id = shapes.optional_text(_told(data), "term_id")
    if term_id and ids.is_number(term_id):
        return TermExists(detail, term_id=term_id)
    return ContentRefused(detail, field="tags")


def _field(data: JSON) -> str:
    """Return what the first parameter that is blamed is called here."""
    params = _told(data).get("params")
    named = list(params) if isinstance(params, dict | list) else []
    return _FIELDS.get(str(named[0]), "text") if named else "text"


def _told(data: JSON) -> Record:
    return shapes.inner(data, "data") if isinstance(data, dict) else {}
