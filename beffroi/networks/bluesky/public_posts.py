"""Posts that anybody can read, from what a stream and the public app view say of them. Pure."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, TypeVar

import msgspec

from beffroi.networks import shapes
from beffroi.networks.bluesky.feedback import read_counters
from beffroi.networks.bluesky.jetstream import UNDECODABLE, Posted, tags
from beffroi.networks.bluesky.records import POSTS, PostId, parse_post_id
from beffroi.networks.contracts import Author, MediaKind
from beffroi.networks.json_text import JSON
from beffroi.networks.listening import PublicPost
from beffroi.networks.shapes import Record

Shape = TypeVar("Shape", bound=msgspec.Struct)
NETWORK = "bluesky"
#: As many as the largest gallery may hold.
_MEDIA_MAX = 20


class _Embed(msgspec.Struct, rename={"type": "$type"}):
    type: str = ""
    images: list[Any] = []
    items: list[Any] = []
    media: _Embed | None = None


class _Reference(msgspec.Struct):
    uri: str = ""


class _Reply(msgspec.Struct):
    parent: _Reference | None = None


def of_stream(event: Posted, *, told_at: datetime) -> PublicPost:
    """Return a post as a stream tells it: of its author the id alone.

    Its date is its author's where that is earlier: posts brought along from elsewhere keep theirs.
    """
    place = PostId(event.did, event.rkey)
    claimed = instant(event.created_at)
    return PublicPost(
        network=NETWORK,
        remote_id=place.uri,
        author=Author(account_id=event.did, handle="", display_name=""),
        text=event.text,
        url=place.url,
        written_at=min(claimed, told_at) if claimed else told_at,
        language=event.language,
        edited_at=told_at if event.is_edit else None,
        media=_media(_decoded(event.embed, _Embed)),
        answers=_parent(_decoded(event.reply, _Reply)),
    )


def of_view(view: Record) -> PublicPost | None:
    """Return a post as the app view shows it; None when it is none."""
    told, author = shapes.inner(view, "record"), shapes.inner(view, "author")
    place = parse_post_id(shapes.optional_text(view, "uri") or "")
    seen_at = shapes.optional_instant(view, "indexedAt")
    if place is None or told.get("$type") != POSTS or seen_at is None:
        return None
    claimed = instant(shapes.optional_text(told, "createdAt") or "")
    handle = shapes.optional_text(author, "handle") or ""
    name = shapes.optional_text(author, "displayName") or handle
    languages = told.get("langs")
    return PublicPost(
        network=NETWORK,
        remote_id=place.uri,
        author=Author(account_id=place.did, handle=handle, display_name=name),
        text=shapes.optional_text(told, "text") or "",
        url=place.url,
        written_at=min(claimed, seen_at) if claimed else seen_at,
        language=next(iter(tags(languages)), ""),
        counters=read_counters(view),
        media=_media(_converted(told.get("embed"), _Embed)),
        answers=_parent(_converted(told.get("reply"), _Reply)),
    )


def instant(text: str) -> datetime | None:
    """Read a date that an author wrote; None for one that is none, or before any network."""
    try:
        found = datetime.fromisoformat(text[:40])
        aware = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return aware if aware.year >= 1990 else None


def _decoded(data: msgspec.Raw, shape: type[Shape]) -> Shape:
    """Read JSON of a stranger; what it lacks is empty."""
    try:
        return msgspec.json.decode(data, type=shape) if bytes(data) else shape()
    except UNDECODABLE:
        return shape()


def _converted(data: JSON, shape: type[Shape]) -> Shape:
    try:
        return msgspec.convert(data or {}, shape)
    except msgspec.MsgspecError:
        return shape()


def _parent(reply: _Reply) -> str:
    place = parse_post_id(reply.parent.uri) if reply.parent else None
    return place.uri if place else ""


def _media(embed: _Embed) -> tuple[MediaKind, ...]:
    shown = embed.media or embed
    kind = shown.type.removeprefix("app.bsky.embed.").partition("#")[0]
    if kind == "video":
        return (MediaKind.VIDEO,)
    count = len(shown.images if kind == "images" else shown.items if kind == "gallery" else ())
    return (MediaKind.IMAGE,) * min(count, _MEDIA_MAX)
