"""What a reading of a feed leaves behind: marks for the server, and when to come again. Pure."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

from beffroi.networks.feeds import websub
from beffroi.networks.feeds.client import Document
from beffroi.networks.feeds.documents import Feed
from beffroi.networks.feeds.memory import Memory

#: A feed is read no more often, and no less.
PAUSE_MIN = timedelta(minutes=15)
PAUSE_MAX = timedelta(days=1)
_MARK_MAX = 500
_MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s*=\s*(\d{1,9})", re.IGNORECASE)


def is_as_before(document: Document, memory: Memory) -> bool:
    """Tell whether the feed says what it said, in its server's word or by its bytes."""
    return document.is_unchanged or _digest(document) == memory.body


def marked(memory: Memory, document: Document, feed: Feed) -> Memory:
    """Note what `document` says of itself."""
    hub = websub.find_hub(document.headers, feed, url=document.url)
    return replace(
        memory,
        etag=_mark(document, "etag"),
        modified=_mark(document, "last-modified"),
        body=_digest(document),
        ttl_minutes=feed.ttl_minutes,
        skip_hours=feed.skip_hours,
        hub=hub.url if hub else "",
        topic=hub.topic if hub else "",
    )


def pause(document: Document, ttl_minutes: int) -> timedelta:
    """Return how long the source wants to be left alone."""
    told = _MAX_AGE.search(document.headers.get("cache-control", ""))
    by_server = timedelta(seconds=int(told[1])) if told else PAUSE_MIN
    return min(max(by_server, timedelta(minutes=ttl_minutes), PAUSE_MIN), PAUSE_MAX)


def _digest(document: Document) -> str:
    return sha256(document.content).hexdigest()[:16]


def _mark(document: Document, header: str) -> str:
    """Return what to show the server next time, as it wrote it, "" for what is no mark."""
    told = document.headers.get(header, "")
    return told if len(told) <= _MARK_MAX and told.isascii() else ""
