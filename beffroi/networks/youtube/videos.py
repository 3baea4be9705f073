"""Own videos, as the beginning of the conversations under them."""

from __future__ import annotations

from collections.abc import Sequence

from beffroi.networks import shapes
from beffroi.networks.contracts import Author, FeedbackKind, IncomingFeedback
from beffroi.networks.shapes import Record
from beffroi.networks.youtube.client import Client

_IDS_PER_CALL = 50


def read_again(client: Client, ids: Sequence[str]) -> dict[str, IncomingFeedback | None]:
    """Return videos as they are now; None: gone."""
    found: dict[str, Record] = {}
    for start in range(0, len(ids), _IDS_PER_CALL):
        part = ",".join(ids[start : start + _IDS_PER_CALL])
        items = client.items("/videos", part="snippet", id=part)
        found |= {shapes.text(one, "id"): one for one in items}
    return {key: _feedback(client, found[key]) if key in found else None for key in ids}


def _feedback(client: Client, video: Record) -> IncomingFeedback:
    snippet = shapes.inner(video, "snippet")
    video_id = shapes.text(video, "id")
    channel_id = shapes.optional_text(snippet, "channelId") or ""
    name = shapes.optional_text(snippet, "channelTitle") or channel_id
    return IncomingFeedback(
        remote_id=video_id,
        kind=FeedbackKind.REPLY,
        author=Author(account_id=channel_id, handle=channel_id, display_name=name),
        text=shapes.optional_text(snippet, "description") or "",
        created_at=shapes.instant(snippet, "publishedAt"),
        url=client.watch_url(video_id),
        root_id=video_id,
        is_ours=channel_id == client.channel_id,
        reply_context={"video_id": video_id},
    )
