"""What leaves: kept as JSON with the delivery, rebuilt into the same post at every try."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from beffroi.delivery.models import Delivery
from beffroi.networks.contracts import LinkCard, OutgoingPost, ReplyTarget, UploadedMedia


@dataclass(frozen=True, slots=True)
class Content:
    """One text for one channel. `written_at` (aware UTC) is the date that the post will carry."""

    text: str
    language: str
    written_at: datetime
    visibility: str = "public"
    content_warning: str = ""
    reply_to: ReplyTarget | None = None
    link_card: LinkCard | None = field(default=None)
    title: str = ""


def to_json(content: Content) -> dict[str, Any]:
    """Return `content` as plain JSON values."""
    reply, card = content.reply_to, content.link_card
    return {
        "text": content.text,
        "language": content.language,
        "written_at": content.written_at.isoformat(),
        "visibility": content.visibility,
        "content_warning": content.content_warning,
        "title": content.title,
        "reply_to": reply
        and {
            "remote_id": reply.remote_id,
            "author_handle": reply.author_handle,
            "context": dict(reply.context),
        },
        "link_card": card
        and {"url": card.url, "title": card.title, "description": card.description},
    }


def from_json(stored: Mapping[str, Any]) -> Content:
    """Return the content that `to_json` wrote."""
    reply, card = stored["reply_to"], stored["link_card"]
    return Content(
        text=stored["text"],
        language=stored["language"],
        written_at=datetime.fromisoformat(stored["written_at"]),
        visibility=stored["visibility"],
        content_warning=stored["content_warning"],
        reply_to=ReplyTarget(**reply) if reply else None,
        link_card=LinkCard(**card) if card else None,
        title=stored.get("title", ""),
    )


def compose(delivery: Delivery, images: Sequence[UploadedMedia]) -> OutgoingPost:
    """Return the post that `delivery` makes, with pictures that the network already holds.

    A post with a card has no other picture than the card's own.
    """
    content = from_json(delivery.content)
    card = content.link_card
    if card is not None:
        card, images = replace(card, thumbnail=images[0] if images else None), ()
    return OutgoingPost(
        text=content.text,
        marker=delivery.marker,
        written_at=content.written_at,
        language=content.language,
        media=tuple(images),
        link_card=card,
        reply_to=content.reply_to,
        visibility=content.visibility,
        content_warning=content.content_warning,
        title=content.title,
        prepared=delivery.prepared,
    )


def digest(delivery: Delivery) -> str:
    """Return a fingerprint of what leaves, for the attempt's record."""
    pictures = [(str(item.image_id), item.alt_text) for item in delivery.images.all()]
    canonical = json.dumps([delivery.content, pictures], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()
