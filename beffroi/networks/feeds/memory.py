"""What is remembered of a feed between two readings: the cursor, as JSON text. Pure."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Self

from beffroi.networks.errors import UnexpectedResponse
from beffroi.networks.feeds.documents import ITEMS_MAX

#: A source that is not found that often, for that long, is gone.
_MISSES_MAX = 10
_MISSING_FOR = timedelta(days=7)
#: A new address is believed once it was told that often.
_MOVES_MAX = 3
#: More than a feed holds at once, or it would be new again.
_KEPT_MAX = ITEMS_MAX + 500


@dataclass(frozen=True, slots=True)
class Seen:
    """An item that was read: a digest of what it said, and when it is dated here."""

    digest: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Memory:
    """`url` is "" as long as the feed lives where it was connected."""

    url: str = ""
    etag: str = ""
    modified: str = ""
    body: str = ""  # a digest of the last document
    ttl_minutes: int = 0
    hub: str = ""  # who tells of it, and the name by which they know it
    topic: str = ""
    skip_hours: tuple[int, ...] = ()
    read_at: datetime | None = None
    next_at: datetime | None = None
    moved_to: str = ""
    moves: int = 0
    misses: int = 0
    missing_since: datetime | None = None
    ids_repeat: bool = False
    sought: bool = False  # it was a page, and nowhere else
    seen: dict[str, Seen] = field(default_factory=dict)

    @classmethod
    def loaded(cls, cursor: str) -> Self:
        """Read a cursor of ours. Raises UnexpectedResponse for any other."""
        try:
            stored: dict[str, Any] = json.loads(cursor)
            instants = {name: _instant(stored[name]) for name in ("next_at", "missing_since")}
            instants["read_at"] = _instant(stored.get("read_at"))
            seen = {key: Seen(str(d), _from(at)) for key, (d, at) in stored["seen"].items()}
            skip_hours = tuple(stored.get("skip_hours", ()))
            return cls(**{**stored, **instants, "seen": seen, "skip_hours": skip_hours})
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
            raise UnexpectedResponse("this cursor is not one of ours") from error

    def dumped(self) -> str:
        """Write the cursor. Of the oldest items, what has long left the feed is forgotten."""
        kept = list(self.seen.items())[-_KEPT_MAX:]
        return json.dumps(
            {
                "url": self.url,
                "etag": self.etag,
                "modified": self.modified,
                "body": self.body,
                "ttl_minutes": self.ttl_minutes,
                "hub": self.hub,
                "topic": self.topic,
                "skip_hours": self.skip_hours,
                "read_at": _number(self.read_at),
                "next_at": _number(self.next_at),
                "moved_to": self.moved_to,
                "moves": self.moves,
                "misses": self.misses,
                "missing_since": _number(self.missing_since),
                "ids_repeat": self.ids_repeat,
                "sought": self.sought,
                "seen": {key: (seen.digest, seen.at.timestamp()) for key, seen in kept},
            }
        )

    def is_behind(self, told_at: datetime | None) -> bool:
        """Tell whether a hub told of something after the last reading began."""
        return told_at is not None and (self.read_at is None or told_at >= self.read_at)

    def found_at(self, moved_to: str, *, usual: str) -> Self:
        """Note that the feed was there, and where it says that it lives."""
        present = replace(self, misses=0, missing_since=None)
        if moved_to == usual:
            return replace(present, moved_to="", moves=0)
        moves = self.moves + 1 if moved_to == self.moved_to else 1
        if moves < _MOVES_MAX:
            return replace(present, moved_to=moved_to, moves=moves)
        return replace(present, url=moved_to, moved_to="", moves=0)

    def missed(self, now: datetime) -> Self:
        """Note that the feed was not there."""
        since = self.missing_since or now
        return replace(self, misses=self.misses + 1, missing_since=since)

    def is_gone(self, now: datetime) -> bool:
        """Tell whether the feed was missed too often, for too long."""
        since = self.missing_since or now
        return self.misses >= _MISSES_MAX and now - since >= _MISSING_FOR


def _number(instant: datetime | None) -> float | None:
    return None if instant is None else instant.timestamp()


def _instant(stored: object) -> datetime | None:
    return None if stored is None else _from(stored)


def _from(stored: object) -> datetime:
    if not isinstance(stored, int | float):
        raise TypeError("this is no instant")
    return datetime.fromtimestamp(stored, tz=UTC)
