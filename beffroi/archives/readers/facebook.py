"""Facebook's export of a Page or an account, as JSON: posts, videos, our own comments.

Meta leaves out what others wrote under our posts: there is no feedback in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from beffroi.archives.readers.items import HistoryPost, Item, PostKind
from beffroi.archives.readers.reader import Layout, Reader, tree
from beffroi.archives.readers.texts import address, made_id, moment, repaired


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _attached(entry: dict[str, Any]) -> list[dict[str, Any]]:
    return [cell for one in _dicts(entry.get("attachments")) for cell in _dicts(one.get("data"))]


def _of(cells: list[dict[str, Any]], key: str) -> dict[str, Any]:
    return next((cell[key] for cell in cells if isinstance(cell.get(key), dict)), {})


def _posts(entry: dict[str, Any]) -> Iterator[Item]:
    """Read a post. Its title is a sentence of Facebook's with people's names: it is not kept."""
    cells = _attached(entry)
    media, link = _of(cells, "media"), _of(cells, "external_context")
    texts = (repaired(cell.get("post")) for cell in _dicts(entry.get("data")))
    text = next((found for found in texts if found), "") or repaired(media.get("description"))
    written_at = moment(entry.get("timestamp"))
    if written_at is None or not (text or media or link):
        return
    uri = repaired(media.get("uri")).rpartition("/")[2]
    yield HistoryPost(
        remote_id=made_id("facebook", written_at, text, uri),
        kind=PostKind.POST,
        text=text,
        written_at=written_at,
        url=address(link.get("url")),
    )


def _videos(entry: dict[str, Any]) -> Iterator[Item]:
    written_at = moment(entry.get("creation_timestamp"))
    text = repaired(entry.get("description")) or repaired(entry.get("title"))
    uri = repaired(entry.get("uri")).rpartition("/")[2]
    if written_at is not None:
        identity = made_id("facebook", "video", written_at, uri)
        yield HistoryPost(identity, PostKind.VIDEO, text, written_at)


def _comments(entry: dict[str, Any]) -> Iterator[Item]:
    comment = _of(_dicts(entry.get("data")), "comment")
    text = repaired(comment.get("comment"))
    written_at = moment(comment.get("timestamp")) or moment(entry.get("timestamp"))
    if text:
        identity = made_id("facebook", "comment", written_at, text)
        yield HistoryPost(identity, PostKind.COMMENT, text, written_at)


_ATTACHED = "item.attachments.item.data.item"

READER = Reader(
    network="facebook",
    layouts=(
        Layout(
            "your_facebook_activity",
            date(2026, 9, 1),
            "facebook.com/help/212802592074644; keys seen in public code",
        ),
        Layout("this_profile's_activity_across_facebook", date(2026, 3, 6), "seen in public code"),
    ),
    parts=(
        tree(
            "item",
            needs=(
                "item.data.item.post",
                f"{_ATTACHED}.media.uri",
                f"{_ATTACHED}.external_context.url",
            ),
            make=_posts,
        ),
        tree("videos_v2", "item", needs=("videos_v2.item.creation_timestamp",), make=_videos),
        tree("comments_v2", "item", needs=("comments_v2.item.data.item.comment",), make=_comments),
    ),
)
