"""Mastodon's archive of an account: `outbox.json`, a collection of ActivityPub."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from beffroi.archives.readers.items import HistoryCount, HistoryPost, Item, PostKind
from beffroi.archives.readers.reader import Layout, Reader, tree
from beffroi.archives.readers.texts import address, identifier, moment, plain_text, whole

_PUBLIC = ("https://www.w3.org/ns/activitystreams#Public", "as:Public")
_METRICS = {"likes": "likes", "shares": "reposts"}


def _activity(entry: dict[str, Any]) -> Iterator[Item]:
    said = entry.get("object")
    if entry.get("type") == "Announce":
        # What was boosted is somebody else's: only that, and when.
        key = identifier(entry.get("id"))
        if key:
            yield HistoryPost(key, PostKind.REPOST, "", moment(entry.get("published")))
    elif entry.get("type") == "Create" and isinstance(said, dict) and _is_shown(entry):
        yield from _note(said)


def _is_shown(entry: dict[str, Any]) -> bool:
    """Tell what everybody or all followers see from private messages."""
    listed = [*_listed(entry.get("to")), *_listed(entry.get("cc"))]
    return any(one in _PUBLIC or one.endswith("/followers") for one in listed)


def _listed(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [one for one in values if isinstance(one, str)]


def _note(said: dict[str, Any]) -> Iterator[Item]:
    key, written_at = identifier(said.get("id")), moment(said.get("published"))
    if not key:
        return
    parts = (plain_text(said.get("summary")), plain_text(said.get("content")))
    kind = PostKind.COMMENT if said.get("inReplyTo") else PostKind.POST
    text = "\n\n".join(part for part in parts if part)
    yield HistoryPost(key, kind, text, written_at, address(said.get("url")))
    for field, metric in _METRICS.items():
        found = said.get(field)
        value = whole(found.get("totalItems")) if isinstance(found, dict) else None
        if value is not None and written_at is not None:
            yield HistoryCount(metric, value, written_at.date(), key)


READER = Reader(
    network="mastodon",
    layouts=(
        Layout(
            "outbox.json",
            date(2026, 9, 1),
            "docs.joinmastodon.org/user/moving, joinmastodon's BackupService",
        ),
    ),
    parts=(
        tree(
            "orderedItems",
            "item",
            needs=("orderedItems.item.object", "orderedItems.item.actor"),
            make=_activity,
        ),
    ),
)
