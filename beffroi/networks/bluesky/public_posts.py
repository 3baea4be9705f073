"""Posts that anybody can read, from what a stream and the public app view say of them. Pure."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec

from beffroi.networks.bluesky.jetstream import Posted
from beffroi.networks.bluesky.records import PostId
from beffroi.networks.contracts import Author, MediaKind
from beffroi.networks.listening import PublicPost

NETWORK = "bluesky"
#: Twice what a post may hold.
_MEDIA_MAX = 20


class _Embed(msgspec.Struct, rename={"type": "$type"}):
    type: str = ""
    images: list[msgspec.Raw] = []
    items: list[msgspec.Raw] = []
    media: _Embed | None = None


_decode = msgspec.json.Decoder(_Embed).decode


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
        media=media_of(bytes(event.embed)),
    )


def instant(text: str) -> datetime | None:
    """Read a date that an author wrote; None for one that is none, or before any network."""
    try:
        found = datetime.fromisoformat(text[:40])
        aware = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return aware if aware.year >= 1990 else None


def media_of(embed: bytes) -> tuple[MediaKind, ...]:
    """Return what hangs on a post, from the JSON of its record or of its view."""
    try:
        found = _decode(embed) if embed else _Embed()
    except (msgspec.MsgspecError, RecursionError):
        return ()
    shown = found.media or found
    kind = shown.type.removeprefix("app.bsky.embed.").partition("#")[0]
    if kind == "video":
        return (MediaKind.VIDEO,)
    count = len(shown.images if kind == "images" else shown.items if kind == "gallery" else ())
    return (MediaKind.IMAGE,) * min(count, _MEDIA_MAX)
