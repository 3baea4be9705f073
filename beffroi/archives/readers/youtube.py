"""Google Takeout of a YouTube channel: tables of videos, posts and comments; older ones as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from beffroi.archives.readers.items import HistoryPost, Item, PostKind
from beffroi.archives.readers.reader import Layout, Reader, table, tree
from beffroi.archives.readers.tables import column, folded
from beffroi.archives.readers.texts import address, clean, identifier, moment

# The French names are translations that no export of ours has shown yet.
_VIDEOS = (
    column("id", "Video ID", "ID de la vidéo"),
    column("title", "Video Title (Original)", "Video Title", "Titre de la vidéo (original)"),
    column("text", "Video Description (Original)", "Description de la vidéo (original)"),
    column("privacy", "Privacy", "Confidentialité"),
    column("published", "Video Publish Timestamp", "Code temporel de publication de la vidéo"),
    column("created", "Video Create Timestamp", "Code temporel de création de la vidéo"),
)
_POSTS = (
    column("id", "Post ID", "ID du post"),
    column("text", "Post Text", "Texte du post"),
    column("created", "Post Create Timestamp", "Code temporel de création du post"),
)
_COMMENTS = (
    column("id", "Comment ID", "ID du commentaire"),
    column("created", "Comment Create Timestamp", "Code temporel de création du commentaire"),
    column("video", "Video ID", "ID de la vidéo"),
    column("text", "Comment Text", "Texte du commentaire"),
)
_PRIVATE = {"private", "privee", "prive"}
_WATCH = "https://www.youtube.com/watch?v="


def _videos(row: dict[str, str]) -> Iterator[Item]:
    key = identifier(row["id"])
    if not key or folded(row["privacy"]) in _PRIVATE:
        return
    text = "\n\n".join(part for part in (clean(row["title"]), clean(row["text"])) if part)
    written_at = moment(row["published"]) or moment(row["created"])
    yield HistoryPost(key, PostKind.VIDEO, text, written_at, _WATCH + key)


def _posts(row: dict[str, str]) -> Iterator[Item]:
    key, text = identifier(row["id"]), _words(row["text"])
    if key and text:
        url = f"https://www.youtube.com/post/{key}"
        yield HistoryPost(key, PostKind.POST, text, moment(row["created"]), url)


def _comments(row: dict[str, str]) -> Iterator[Item]:
    key, text = identifier(row["id"]), _words(row["text"])
    if key and text:
        url = address(_WATCH + row["video"]) if row["video"] else ""
        yield HistoryPost(key, PostKind.COMMENT, text, moment(row["created"]), url)


def _words(written: str) -> str:
    """Return a text that stands plain, or in pieces: `{"text":"a"},{"text":"b"}`."""
    if not written.lstrip().startswith("{"):
        return clean(written)
    try:
        pieces = json.loads(f"[{written}]")
    except (ValueError, RecursionError):
        return clean(written)
    return clean("".join(_texts(pieces)))


def _texts(pieces: list[Any]) -> Iterator[str]:
    for piece in pieces:
        if not isinstance(piece, dict):
            continue
        if isinstance(piece.get("text"), str):
            yield piece["text"]
        segments = piece.get("takeoutSegments")
        if isinstance(segments, list):
            yield from (clean(one.get("text")) for one in segments if isinstance(one, dict))


def _uploads(entry: dict[str, Any]) -> Iterator[Item]:
    details, facts = entry.get("contentDetails"), entry.get("snippet")
    if not isinstance(details, dict) or not isinstance(facts, dict):
        return
    key = identifier(details.get("videoId"))
    if key:
        parts = (clean(facts.get("title")), clean(facts.get("description")))
        text = "\n\n".join(part for part in parts if part)
        written_at = moment(details.get("videoPublishedAt")) or moment(facts.get("publishedAt"))
        yield HistoryPost(key, PostKind.VIDEO, text, written_at, _WATCH + key)


READER = Reader(
    network="youtube",
    layouts=(
        Layout(
            "Takeout tables",
            date(2026, 6, 6),
            "support.google.com/accounts/answer/3024190; columns seen in public code",
        ),
        Layout("Takeout uploads.json", date(2021, 1, 1), "not confirmed by an export"),
    ),
    parts=(
        table(_VIDEOS, needs=("id", "title"), make=_videos),
        table(_COMMENTS, needs=("id", "text"), make=_comments),
        table(_POSTS, needs=("id", "text"), make=_posts),
        tree("item", needs=("item.contentDetails.videoId",), make=_uploads),
    ),
)
