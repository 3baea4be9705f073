"""Comments as a site sends them, as values with types, and the calls that read them.

A user who may not settle comments sees those that are public, and no more.
https://developer.wordpress.org/rest-api/reference/comments/ (read on 2026-11-22)
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from beffroi.core.references import read_references
from beffroi.networks import shapes
from beffroi.networks.contracts import Author, FeedbackKind, IncomingFeedback
from beffroi.networks.errors import PermissionLost, UnexpectedResponse
from beffroi.networks.html_text import clean, read_html, read_lines
from beffroi.networks.json_text import JSON
from beffroi.networks.shapes import Record
from beffroi.networks.wordpress import ids
from beffroi.networks.wordpress.client import Answer, Site

logger = logging.getLogger(__name__)

COMMENTS = "wp/v2/comments"


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment, as the site holds it now. `status` is "" when we may not know it."""

    id: str
    post_id: str
    parent_id: str
    user_id: str
    author: Author
    text: str
    created_at: datetime
    url: str
    status: str

    def feedback(self, *, user_id: str) -> IncomingFeedback:
        """Return the comment as feedback, seen by the user whose number is `user_id`."""
        root_id = ids.of_post(self.post_id)
        return IncomingFeedback(
            remote_id=ids.of_comment(self.id),
            kind=FeedbackKind.REPLY,
            author=self.author,
            text=self.text,
            created_at=self.created_at,
            url=self.url,
            root_id=root_id,
            parent_id=root_id if self.parent_id == "0" else ids.of_comment(self.parent_id),
            is_ours=self.user_id == user_id,
            reply_context={"post": self.post_id},
            can_answer=self.status not in {"spam", "trash"},
            is_hidden=self.status in {"hold", "spam"},
            is_held=self.status == "hold",
        )


def parse_comment(data: Record) -> Comment:
    """Read a comment. Raises UnexpectedResponse when it lacks what every site sends."""
    user_id = shapes.optional_text(data, "author") or "0"
    return Comment(
        id=ids.read_number(data, "id"),
        post_id=ids.read_number(data, "post"),
        parent_id=shapes.optional_text(data, "parent") or "0",
        user_id=user_id,
        author=_author(data, user_id),
        text=_text(data),
        created_at=shapes.instant(data, "date_gmt"),
        url=shapes.optional_text(data, "link") or "",
        status=shapes.optional_text(data, "status") or "",
    )


def parse_readable(data: JSON) -> list[Comment]:
    """Read the comments that can be read: one that is malformed must not hide the others."""
    readable = []
    for item in shapes.records(data, "comments"):
        try:
            readable.append(parse_comment(item))
        except UnexpectedResponse as error:
            logger.warning("a comment was passed over: %s", error.detail)
    return readable


def ask_list(site: Site, params: Mapping[str, str]) -> Answer:
    """Ask for a page of comments: all of them, or those that everybody sees."""
    try:
        everything = {**params, "status": "all", "context": "edit"}
        return site.read("GET", COMMENTS, params=everything)
    except PermissionLost:
        return site.read("GET", COMMENTS, params=params)


def read_one(site: Site, remote_id: str) -> Comment:
    """Return one comment. NotFound when it is gone for ever."""
    path = ids.path(remote_id)
    try:
        answer = site.read("GET", path, params={"context": "edit"})
    except PermissionLost:
        answer = site.read("GET", path)
    return parse_comment(shapes.record(answer.data, "comment"))


def _author(data: Record, user_id: str) -> Author:
    """Name a user by number, and a guest by a digest of the address that they left, or the name."""
    name = clean(read_references(shapes.optional_text(data, "author_name") or "")).strip(" ")
    left = shapes.optional_text(data, "author_email") or name
    is_guest = user_id == "0"
    digest = f"guest-{sha256(left.encode()).hexdigest()[:20]}" if left else ""
    shown = name or "?"
    account_id = digest if is_guest else f"user-{user_id}"
    return Author(account_id=account_id, handle=shown, display_name=name)


def _text(data: Record) -> str:
    """Return what was written, or what is shown of it where only that may be read."""
    content = shapes.inner(data, "content")
    raw = shapes.optional_text(content, "raw")
    if raw is not None:
        return read_lines(raw)
    return read_html(shapes.optional_text(content, "rendered") or "")
