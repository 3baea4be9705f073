"""X's archive of an account: scripts that assign JSON to a variable (`window.YTD.tweets.part0`)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from beffroi.archives.readers.items import HistoryCount, HistoryPost, Item, PostKind
from beffroi.archives.readers.reader import Layout, Reader, tree
from beffroi.archives.readers.source import Source
from beffroi.archives.readers.texts import clean, identifier, moment, whole
from beffroi.core.references import read_references

_METRICS = {"favorite_count": "likes", "retweet_count": "reposts"}


def _tweet(entry: dict[str, Any]) -> Iterator[Item]:
    tweet = entry.get("tweet", entry)
    if not isinstance(tweet, dict):
        return
    key = identifier(tweet.get("id_str") or tweet.get("id"))
    text = clean(read_references(clean(tweet.get("full_text") or tweet.get("text"))))
    written_at = moment(tweet.get("created_at"))
    if not key or not (text or written_at):
        return
    kind = _kind(tweet, text)
    # The words of a repost are somebody else's.
    kept = "" if kind is PostKind.REPOST else text
    yield HistoryPost(key, kind, kept, written_at, f"https://x.com/i/web/status/{key}")
    if written_at is None or kind is PostKind.REPOST:
        return
    for field, metric in _METRICS.items():
        value = whole(tweet.get(field))
        if value is not None:
            yield HistoryCount(metric, value, written_at.date(), key)


def _kind(tweet: dict[str, Any], text: str) -> PostKind:
    if text.startswith("RT @"):
        return PostKind.REPOST
    is_answer = tweet.get("in_reply_to_status_id_str") or tweet.get("in_reply_to_status_id")
    return PostKind.COMMENT if is_answer else PostKind.POST


def _is_kept(source: Source) -> bool:
    """Tell posts from those that were deleted: whoever deleted something meant it."""
    return "deleted" not in source.variable and "deleted" not in source.name.lower()


READER = Reader(
    network="x",
    layouts=(
        Layout(
            "YTD.tweets",
            date(2026, 6, 1),
            "help.x.com/managing-your-account/how-to-download-your-x-archive; seen in public code",
        ),
        Layout("YTD.tweet", date(2022, 1, 1), "seen in public code"),
    ),
    parts=(
        tree(
            "item",
            needs=("item.tweet.full_text", "item.tweet.id_str", "item.full_text"),
            make=_tweet,
            when=_is_kept,
        ),
    ),
)
