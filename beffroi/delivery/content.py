"""What leaves: kept as JSON with the delivery, rebuilt into the same post at every try."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from beffroi.delivery.models import Delivery
from beffroi.networks.contracts import (
    LinkCard,
    OutgoingPost,
    PostFormat,
    ReplyTarget,
    UploadedMedia,
)


class LeaseLost(Exception):
    """Somebody else took the delivery over, or it was changed: leave it alone."""


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
    format: PostFormat = PostFormat.POST
    #: An address in the text that no other post of ours has: by it a network's post is known again.
    fingerprint: str = ""


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
        "format": content.format.value,
        "fingerprint": content.fingerprint,
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
        format=PostFormat(stored.get("format", PostFormat.POST.value)),
        fingerprint=stored.get("fingerprint", ""),
    )


def keep(delivery: Delivery, content: Content) -> bool:
    """Store what leaves, unless the delivery was changed, taken over or tried meanwhile.

    Updates `delivery` in place; tells whether it was stored.
    """
    mine = Delivery.objects.filter(
        pk=delivery.pk,
        lease_token=delivery.lease_token,
        content_version=delivery.content_version,
        first_attempt_at=None,
    )
    is_kept = bool(mine.update(content=to_json(content)))
    if is_kept:
        delivery.content = to_json(content)
    return is_kept


def compose(delivery: Delivery, files: Sequence[UploadedMedia]) -> OutgoingPost:
    """Return the post that `delivery` makes, with files that the network already holds.

    A post with a card has no other file than the card's own picture. Raises ValueError for a
    comment whose place was not found: it would stand alone.
    """
    content = from_json(delivery.content)
    if delivery.follows_id is not None and content.reply_to is None:
        raise ValueError(f"{delivery} has no place")
    card = content.link_card
    if card is not None:
        card, files = replace(card, thumbnail=files[0] if files else None), ()
    return OutgoingPost(
        text=content.text,
        marker=delivery.marker,
        written_at=content.written_at,
        language=content.language,
        media=tuple(files),
        link_card=card,
        reply_to=content.reply_to,
        visibility=content.visibility,
        content_warning=content.content_warning,
        title=content.title,
        format=content.format,
        prepared=delivery.prepared,
        fingerprint=content.fingerprint,
    )


def digest(delivery: Delivery) -> str:
    """Return a fingerprint of what leaves, for the attempt's record."""
    files = [(str(item.file_id), item.alt_text) for item in delivery.files.all()]
    canonical = json.dumps([delivery.content, files], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()
