"""Answers: comments under a post, and messages to somebody who wrote to the Page.

https://developers.facebook.com/docs/graph-api/reference/object/comments and
https://developers.facebook.com/docs/messenger-platform/send-messages (read on 2026-11-22).
"""

from __future__ import annotations

from typing import Any

from beffroi.networks.contracts import OutgoingPost, PublishedPost, ReplyTarget
from beffroi.networks.errors import (
    ContentRefused,
    NotFound,
)
from beffroi.networks.facebook.client import Page
from beffroi.networks.facebook.handles import photos, video
from beffroi.networks.facebook.limits import LIMITS, MESSAGE_TEXT_MAX
from beffroi.networks.facebook.proofs import proof, told_id
from beffroi.networks.facebook.text import count
from beffroi.networks.json_text import JSON


def publish(page: Page, post: OutgoingPost, *, to: ReplyTarget) -> PublishedPost:
    """Answer in the same place: in private to who wrote in private, else under the post."""
    return _message(page, post, to) if is_private(to) else _comment(page, post, to)


def is_private(to: ReplyTarget) -> bool:
    """Tell whether an answer goes to one person alone."""
    return bool(to.context.get("person"))


def place_of(to: ReplyTarget) -> str:
    """Return the post or comment that an answer goes under: there are two levels, no more."""
    return to.context.get("under") or to.remote_id


def _comment(page: Page, post: OutgoingPost, to: ReplyTarget) -> PublishedPost:
    ids = photos(post.media)
    if len(ids) > 1 or video(post.media):
        raise ContentRefused("a comment takes one photo", field="media", limit=1)
    form = {"message": post.text} if post.text else {}
    if ids:
        form["attachment_id"] = ids[0]
    told = _act(page, f"/{place_of(to)}/comments", limit=LIMITS.text_max, post=post, data=form)
    return proof(page, told_id(told, "id"))


def _message(page: Page, post: OutgoingPost, to: ReplyTarget) -> PublishedPost:
    if post.media:
        raise ContentRefused("an answer by message is text alone", field="media", limit=0)
    if count(post.text, limits=LIMITS).used > MESSAGE_TEXT_MAX:
        raise ContentRefused("too long for a message", field="text", limit=MESSAGE_TEXT_MAX)
    body = {
        "recipient": {"id": to.context["person"]},
        "messaging_type": "RESPONSE",
        "message": {"text": post.text},
    }
    told = _act(page, f"/{page.id}/messages", limit=MESSAGE_TEXT_MAX, post=post, json=body)
    return PublishedPost(
        remote_id=told_id(told, "message_id"),
        url=to.context.get("url") or page.address(f"{page.id}/inbox/"),
    )


def _act(page: Page, path: str, *, limit: int, post: OutgoingPost, **request: Any) -> JSON:
    try:
        return page.graph.act("POST", path, **request).data
    except NotFound as missing:
        raise ContentRefused(missing.detail, field="reply_to") from missing
    except ContentRefused as refusal:
        if refusal.field == "text" and count(post.text, limits=LIMITS).used > limit:
            raise ContentRefused(refusal.detail, field="text", limit=limit) from refusal
        raise
