"""Instagram's export of an account, as JSON: posts, stories, reels, insights, our own comments."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from beffroi.archives.readers.items import HistoryCount, HistoryPost, Item, PostKind
from beffroi.archives.readers.reader import Layout, Part, Reader, tree
from beffroi.archives.readers.texts import made_id, moment, repaired, whole

#: Insights by their titles in English and French exports.
_METRICS = {
    "impressions": "impressions",
    "likes": "likes",
    "mentions j’aime": "likes",
    "mentions j'aime": "likes",
    "comments": "comments",
    "commentaires": "comments",
    "saves": "saves",
    "enregistrements": "saves",
    "accounts reached": "reach",
    "comptes touchés": "reach",
    "shares": "shares",
    "partages": "shares",
}


def _media(entry: dict[str, Any]) -> list[dict[str, Any]]:
    found = entry.get("media")
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _post(entry: dict[str, Any], *, kind: PostKind) -> Iterator[Item]:
    media = _media(entry)
    first = media[0] if media else entry
    written_at = moment(entry.get("creation_timestamp")) or moment(first.get("creation_timestamp"))
    text = repaired(entry.get("title")) or repaired(first.get("title"))
    if written_at is None and not text:
        return
    uri = repaired(first.get("uri")).rpartition("/")[2]
    yield HistoryPost(
        remote_id=made_id("instagram", kind.value, written_at, uri or text),
        kind=kind,
        text=text,
        written_at=written_at,
    )


def _posts(entry: dict[str, Any]) -> Iterator[Item]:
    return _post(entry, kind=PostKind.POST)


def _stories(entry: dict[str, Any]) -> Iterator[Item]:
    return _post(entry, kind=PostKind.STORY)


def _videos(entry: dict[str, Any]) -> Iterator[Item]:
    return _post(entry, kind=PostKind.VIDEO)


def _comments(entry: dict[str, Any]) -> Iterator[Item]:
    """Read what we wrote under posts; whose posts they were is not kept."""
    fields = entry.get("string_map_data")
    if isinstance(fields, dict):
        cells = [cell for cell in fields.values() if isinstance(cell, dict)]
        # The titles are in the account's language; the text comes first, the time has no value.
        text = next((repaired(cell["value"]) for cell in cells if cell.get("value")), "")
        written_at = next(
            (moment(cell["timestamp"]) for cell in cells if cell.get("timestamp")), None
        )
    else:
        listed = entry.get("string_list_data")
        cell = listed[0] if isinstance(listed, list) and listed else {}
        cell = cell if isinstance(cell, dict) else {}
        text, written_at = repaired(cell.get("value")), moment(cell.get("timestamp"))
    if text:
        identity = made_id("instagram", "comment", written_at, text)
        yield HistoryPost(identity, PostKind.COMMENT, text, written_at)


def _insights(entry: dict[str, Any]) -> Iterator[Item]:
    pictures = entry.get("media_map_data")
    cells = entry.get("string_map_data")
    shown = list(pictures.values()) if isinstance(pictures, dict) else []
    first = next((one for one in shown if isinstance(one, dict)), {})
    written_at = moment(first.get("creation_timestamp"))
    if written_at is None or not isinstance(cells, dict):
        return
    uri = repaired(first.get("uri")).rpartition("/")[2]
    post_id = made_id("instagram", PostKind.POST.value, written_at, uri)
    for title, cell in cells.items():
        metric = _METRICS.get(repaired(title).casefold())
        value = whole(cell.get("value")) if isinstance(cell, dict) else None
        if metric and value is not None:
            yield HistoryCount(metric, value, written_at.date(), post_id)


def _posts_part(*at: str, path: str, make: Any) -> Part:
    """Return a part whose entries hold media, with their times on either level."""
    needs = (f"{path}.media.item.creation_timestamp", f"{path}.media.item.uri")
    return tree(*at, needs=needs, make=make)


def _comments_part(key: str) -> Part:
    paths = (f"{key}.item.string_map_data", f"{key}.item.string_list_data")
    return tree(key, "item", needs=paths, make=_comments)


READER = Reader(
    network="instagram",
    layouts=(
        Layout(
            "your_instagram_activity",
            date(2026, 9, 1),
            "Instagram help “Access and download your information”; keys seen in public code",
        ),
        Layout("content", date(2022, 6, 1), "keys seen in public code"),
    ),
    parts=(
        tree(
            "ig_stories",
            "item",
            needs=("ig_stories.item.uri", "ig_stories.item.creation_timestamp"),
            make=_stories,
        ),
        _posts_part("ig_reels_media", "item", path="ig_reels_media.item", make=_videos),
        _posts_part("ig_igtv_media", "item", path="ig_igtv_media.item", make=_videos),
        _posts_part(
            "ig_archived_post_media", "item", path="ig_archived_post_media.item", make=_posts
        ),
        tree(
            "organic_insights_posts",
            "item",
            needs=("organic_insights_posts.item.string_map_data",),
            make=_insights,
        ),
        _comments_part("comments_media_comments"),
        _comments_part("comments_reels_comments"),
        tree(
            "item",
            needs=("item.string_map_data.Comment", "item.string_map_data.Commentaire"),
            make=_comments,
        ),
        _posts_part("item", path="item", make=_posts),
    ),
)
