"""A post as LinkedIn sends it, as a value with types.

https://learn.microsoft.com/en-us/linkedin/marketing/community-management/shares/posts-api
(read on 2026-11-22)
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from beffroi.networks import shapes
from beffroi.networks.contracts import Author, FeedbackKind, IncomingFeedback, PublishedPost
from beffroi.networks.errors import UnexpectedResponse
from beffroi.networks.linkedin.places import Place
from beffroi.networks.linkedin.text import to_plain
from beffroi.networks.shapes import Record

#: States of what people may see now or in a moment.
_STANDS = frozenset({"PUBLISHED", "PUBLISH_REQUESTED", "PUBLISHED_EDITED"})


@dataclass(frozen=True, slots=True)
class Post:
    """One post, of anybody."""

    urn: str
    author: str
    text: str
    created_at: datetime
    edited_at: datetime | None
    media: tuple[str, ...]
    stands: bool

    @property
    def proof(self) -> PublishedPost:
        """What shows that this post exists."""
        return published(Place(self.urn))

    def feedback(self, *, actor: str) -> IncomingFeedback:
        """Return it as a conversation's beginning: ours, or one that mentions us."""
        is_ours = self.author == actor
        return IncomingFeedback(
            remote_id=self.urn,
            kind=FeedbackKind.REPLY if is_ours else FeedbackKind.MENTION,
            author=unnamed(self.author),
            text=self.text,
            created_at=self.created_at,
            edited_at=self.edited_at,
            url=Place(self.urn).url,
            root_id=self.urn,
            is_ours=is_ours,
        )


def published(place: Place) -> PublishedPost:
    """Return the proof of a post or of a comment."""
    return PublishedPost(remote_id=place.remote_id, url=place.url)


def unnamed(urn: str) -> Author:
    """Return somebody by their URN alone: LinkedIn names nobody to us."""
    return Author(account_id=urn, handle="", display_name="")


def parse_post(data: Record) -> Post:
    """Read a post. Raises UnexpectedResponse when it lacks what every one has."""
    created_at = instant(data, "publishedAt") or instant(data, "createdAt")
    if created_at is None:
        raise UnexpectedResponse("a post without an instant")
    edits = shapes.inner(data, "lifecycleStateInfo").get("isEditedByAuthor")
    return Post(
        urn=shapes.text(data, "id"),
        author=shapes.optional_text(data, "author") or "",
        text=to_plain(shapes.optional_text(data, "commentary") or ""),
        created_at=created_at,
        edited_at=instant(data, "lastModifiedAt") if edits is True else None,
        media=tuple(_media(shapes.inner(data, "content"))),
        stands=(shapes.optional_text(data, "lifecycleState") or "PUBLISHED") in _STANDS,
    )


def instant(data: Record, key: str) -> datetime | None:
    """Return an instant that is told in milliseconds since 1970, None when it is not."""
    milliseconds = shapes.whole(data, key)
    if milliseconds is None:
        return None
    try:
        return datetime.fromtimestamp(milliseconds / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def milliseconds(at: datetime) -> int:
    """Return an instant as LinkedIn tells it."""
    return int(at.timestamp() * 1000)


def _media(content: Record) -> Iterable[str]:
    lone = shapes.optional_text(shapes.inner(content, "media"), "id")
    if lone:
        yield lone
    images = shapes.inner(content, "multiImage").get("images")
    for image in shapes.records(images, "images") if images is not None else ():
        yield shapes.optional_text(image, "id") or ""
