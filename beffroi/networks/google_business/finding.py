"""Looks up what an earlier call made. Never writes.

Posts bear no key of ours: they are known by their text and their date, among all posts of the
place.
"""

from __future__ import annotations

from datetime import datetime

from beffroi.networks import shapes
from beffroi.networks.contracts import OutgoingPost, PublishedPost
from beffroi.networks.errors import NotFound, UnexpectedResponse
from beffroi.networks.google_business.client import Client
from beffroi.networks.google_business.posting import proof_of
from beffroi.networks.google_business.reviews import read_review, reply_of, review_of
from beffroi.networks.google_business.text import comparable
from beffroi.networks.shapes import Record


def find(
    client: Client, post: OutgoingPost, *, since: datetime, excluding: frozenset[str]
) -> PublishedPost | None:
    """Return what `post` made, None when it is absent."""
    if post.reply_to is not None:
        review = review_of(post.reply_to.remote_id)
        return _find_reply(client, review, post.text, since=since)
    # In what order posts are listed is not documented: all pages are read.
    found = [
        one
        for page in client.pages(f"{client.place}/localPosts", pageSize="100")
        for one in shapes.records(page.get("localPosts", []), "posts")
        if shapes.optional_text(one, "name") not in excluding
        and _says(one, post)
        and shapes.instant(one, "createTime") >= client.earliest(since)
    ]
    if not found:
        return None
    oldest = min(found, key=lambda one: (shapes.instant(one, "createTime"), str(one.get("name"))))
    return proof_of(client, oldest)


def _says(listed: Record, post: OutgoingPost) -> bool:
    summary = shapes.optional_text(listed, "summary") or ""
    return comparable(summary) == comparable(post.text) or post.is_told_by(summary)


def _find_reply(client: Client, review: str, text: str, *, since: datetime) -> PublishedPost | None:
    """Return our answer. Raises UnexpectedResponse when somebody wrote another one since."""
    try:
        reply = reply_of(read_review(client, review))
    except NotFound:
        return None
    if not reply:
        return None
    if comparable(shapes.optional_text(reply, "comment") or "") == comparable(text):
        return PublishedPost(f"{review}/reply", client.page_url("/reviews"))
    if shapes.instant(reply, "updateTime") >= client.earliest(since):
        raise UnexpectedResponse("another answer was written since")
    return None
