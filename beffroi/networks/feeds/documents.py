"""What a feed says, whatever it is written in: values only."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from beffroi.networks.errors import UnexpectedResponse

#: What no feed needs and what would fill a memory: items, and signs of one field.
ITEMS_MAX = 1000
FIELD_MAX = 200_000
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,4}")


class NotAFeed(UnexpectedResponse):
    """The document is no feed, or none that may be read safely."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One item. Texts are plain; `id` is "" when there is none, a date None when unreadable."""

    id: str
    url: str
    title: str
    body: str
    author: str = ""
    published_at: datetime | None = None
    updated_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """A whole feed, or the part of it that a hub pushed. `ttl_minutes` 0: it does not say.

    `language` is a BCP 47 tag, "" where none is told. `skip_hours` are hours of the day in UTC.
    """

    title: str
    url: str = ""
    entries: tuple[Entry, ...] = ()
    ttl_minutes: int = 0
    skip_hours: tuple[int, ...] = ()
    hub: str = ""
    topic: str = ""
    language: str = ""


def language_tag(told: str) -> str:
    """Return what a feed says of its language, "" for what is no tag."""
    tag = told.strip().replace("_", "-")
    return tag if _TAG.fullmatch(tag) else ""
