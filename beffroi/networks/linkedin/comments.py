"""Comments under a post and answers to comments: two levels, no more.

https://learn.microsoft.com/en-us/linkedin/marketing/community-management/shares/comments-api
(read on 2026-11-22). Who commented is told by a URN alone, without a name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from beffroi.networks import shapes
from beffroi.networks.contracts import FeedbackKind, IncomingFeedback
from beffroi.networks.errors import UnexpectedResponse
from beffroi.networks.linkedin.client import Api
from beffroi.networks.linkedin.paging import read_pages
from beffroi.networks.linkedin.places import (
    Place,
    comment_number,
    comments_path,
    place_of,
)
from beffroi.networks.linkedin.posts import instant, unnamed
from beffroi.networks.shapes import Record


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment. `urn` is LinkedIn's own, `parent` that of the comment that it answers."""

    place: Place
    urn: str
    parent: str
    thread: str
    actor: str
    text: str
    created_at: datetime
    edited_at: datetime | None
    answers: int | None

    @property
    def parent_id(self) -> str:
        """What it stands under: a comment, or the post."""
        number = comment_number(self.parent)
        return Place(self.place.post, number).remote_id if number else self.place.post

    def feedback(self, *, actor: str) -> IncomingFeedback:
        """Return it as feedback. An answer to an answer hangs under the comment of both."""
        return IncomingFeedback(
            remote_id=self.place.remote_id,
            kind=FeedbackKind.REPLY,
            author=unnamed(self.actor),
            text=self.text,
            created_at=self.created_at,
            edited_at=self.edited_at,
            url=self.place.url,
            root_id=self.place.post,
            parent_id=self.parent_id,
            is_ours=self.actor == actor,
            reply_context={"comment": self.parent or self.urn, "thread": self.thread},
        )


def read_comment(api: Api, place: Place) -> Comment:
    """Return one comment. NotFound when it is gone."""
    return parse_comment(shapes.record(api.read("GET", place.path).data, "comment"), place.post)


def read_thread(api: Api, remote_id: str) -> list[IncomingFeedback]:
    """Return all that stands below a post or a comment, oldest first. NotFound when it is gone."""
    place = place_of(remote_id)
    if place.comment:
        top = read_comment(api, place)
        below = [] if top.parent else list(comments_under(api, top.urn, post=place.post))
    else:
        below = list(_with_answers(api, comments_under(api, place.post, post=place.post)))
    below.sort(key=lambda one: (one.created_at, one.place.remote_id))
    actor = api.actor
    return [one.feedback(actor=actor) for one in below]


def comments_under(api: Api, urn: str, *, post: str) -> Iterator[Comment]:
    """Yield what stands directly under a post or a comment, page by page."""
    for page in read_pages(api, comments_path(urn), {}, key="id"):
        yield from _readable(page, post)


def parse_comment(data: Record, post: str) -> Comment:
    """Read a comment under `post`. Raises UnexpectedResponse when it lacks what every one has."""
    urn = shapes.optional_text(data, "commentUrn") or shapes.optional_text(data, "$URN") or ""
    number = comment_number(shapes.optional_text(data, "id") or urn)
    created, modified = shapes.inner(data, "created"), shapes.inner(data, "lastModified")
    created_at, modified_at = instant(created, "time"), instant(modified, "time")
    if not number or created_at is None:
        raise UnexpectedResponse("a comment without a number or an instant")
    return Comment(
        place=Place(post, number),
        urn=urn,
        parent=shapes.optional_text(data, "parentComment") or "",
        thread=shapes.optional_text(data, "object") or post,
        actor=shapes.optional_text(data, "actor") or shapes.optional_text(created, "actor") or "",
        text=shapes.optional_text(shapes.inner(data, "message"), "text") or "",
        created_at=created_at,
        edited_at=modified_at if modified_at and modified_at > created_at else None,
        answers=shapes.whole(shapes.inner(data, "commentsSummary"), "totalFirstLevelComments"),
    )


def _with_answers(api: Api, comments: Iterator[Comment]) -> Iterator[Comment]:
    for comment in comments:
        yield comment
        if comment.urn and comment.answers != 0:  # untold is not none
            yield from comments_under(api, comment.urn, post=comment.place.post)


def _readable(elements: list[Record], post: str) -> Iterator[Comment]:
    """Yield the comments that can be read: one that is malformed must not hide the others."""
    for element in elements:
        try:
            yield parse_comment(element, post)
        except UnexpectedResponse:
            continue
