"""Public posts as a server hears of them, through an account there: by WebSocket, or line by line.

https://docs.joinmastodon.org/methods/streaming/ (read on 2026-11-28). The stream of all public
posts leaves out answers to others; streams of hashtags have these, so both are listened to. Nothing
is told again after a pause: what came meanwhile is read from the timeline, as far as it reaches.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlsplit

from beffroi.core.foreign import storable
from beffroi.core.streaming import MESSAGE_BYTES_MAX
from beffroi.networks import shapes
from beffroi.networks.errors import (
    AccessRevoked,
    ContentRefused,
    NetworkError,
    NotFound,
    UnexpectedResponse,
)
from beffroi.networks.gathering import Gathered
from beffroi.networks.listening import TOPICS_MAX, Batch, Heard, Match
from beffroi.networks.live import Live
from beffroi.networks.mastodon import public
from beffroi.networks.mastodon.client import Instance
from beffroi.networks.mastodon.public_posts import of_status
from beffroi.networks.shapes import Record

_PATH = "/api/v1/streaming"
_TIMELINE = "/api/v1/timelines/public"
_BATCH_SECONDS = 1.0
_HITS_MAX = 500
#: Line by line, each stream is a connection of its own: the public one, and the first hashtags.
_CONNECTIONS_MAX = 4
_ID_MAX = 60
#: Nothing of these would be told otherwise, so they are not passed on to the other way.
_FINAL = (AccessRevoked,)


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last status that was told, and when."""

    last: str = ""
    at: datetime | None = None

    @classmethod
    def loaded(cls, text: str) -> Cursor:
        """Read a stored cursor; one that cannot be read begins now."""
        last, _, seconds = text.rpartition("@")
        try:
            return cls(last[:_ID_MAX], datetime.fromtimestamp(int(seconds), UTC))
        except (ValueError, OverflowError, OSError):
            return cls()

    def dumped(self) -> str:
        """Return what to store."""
        return f"{self.last}@{int(self.at.timestamp())}" if self.at else ""


def listen(
    instance: Instance,
    *,
    match: Match,
    cursor: str,
    topics: Sequence[str],
    is_over: Callable[[], bool],
) -> Iterator[Batch]:
    """Yield what is told, a batch each second, after what was missed since `cursor`."""
    gathering = _Gathering(instance, match, Cursor.loaded(cursor))
    with ExitStack() as opened:
        ears = _open(instance, topics[:TOPICS_MAX], opened)
        gathering.catch_up()
        yield gathering.take()
        while not is_over():
            for ear in ears:
                try:
                    said = ear.hear(gathering.seconds_left / len(ears))
                except NetworkError:
                    yield gathering.take()
                    raise
                for event in said:
                    gathering.add(event)
                    if gathering.is_full:
                        yield gathering.take()
            if gathering.seconds_left <= 0:
                yield gathering.take()
    yield gathering.take()


@dataclass(frozen=True, slots=True)
class Event:
    """One event: its name, and its payload as JSON or an id. Empty where it could not be read."""

    name: str
    payload: str


class Socket:
    """Events of a WebSocket: JSON in JSON."""

    def __init__(self, live: Live) -> None:
        self._live = live

    def hear(self, seconds: float) -> list[Event]:
        """Return what came within so long at most."""
        return [_framed(message) for message in self._live.receive(seconds)]


class Lines:
    """Events of a stream of lines: a name, data, and an empty line.

    Data is kept up to the size of a message; an event of more cannot be read.
    """

    def __init__(self, live: Live) -> None:
        self._live = live
        self._begin()

    def _begin(self) -> None:
        self._name = ""
        self._data: list[str] = []
        self._size = 0

    def hear(self, seconds: float) -> list[Event]:
        """Return what came within so long at most. Lines that begin with a colon say nothing."""
        found = []
        for raw in self._live.receive(seconds):
            name, _, value = raw.decode(errors="replace").partition(":")
            if name == "event":
                self._name = value.strip()
            elif name == "data":
                self._add(value.strip())
            elif not raw and (self._name or self._size):
                found.append(self._event())
                self._begin()
        return found

    def _add(self, data: str) -> None:
        self._size += len(data) + 1  # an empty line takes room too
        if self._size <= MESSAGE_BYTES_MAX:
            self._data.append(data)
        else:
            self._data.clear()

    def _event(self) -> Event:
        if self._size > MESSAGE_BYTES_MAX:
            return Event("", "")
        return Event(self._name, "\n".join(self._data))


Ear = Socket | Lines


def _open(instance: Instance, topics: Sequence[str], opened: ExitStack) -> list[Ear]:
    """Open the stream by one way, or else by the other."""
    base = _base(instance)
    try:
        socket = f"{'ws' + base.removeprefix('http')}{_PATH}?stream=public"
        live = opened.enter_context(closing(instance.open_websocket(socket)))
    except _FINAL:
        raise
    except NetworkError:
        paths = ["/public", *(f"/hashtag?tag={quote(topic)}" for topic in topics)]
        urls = [f"{base}{_PATH}{path}" for path in paths[:_CONNECTIONS_MAX]]
        return [Lines(opened.enter_context(closing(instance.open_lines(url)))) for url in urls]
    for topic in topics:
        live.send(json.dumps({"type": "subscribe", "stream": "hashtag", "tag": topic}).encode())
    return [Socket(live)]


def _base(instance: Instance) -> str:
    """Return where a server says that its streams are; its own address where it does not say.

    Our access goes there: from a server that is encrypted, only to one that is.
    """
    document = instance.read_document()
    told = shapes.optional_text(shapes.inner(document, "configuration", "urls"), "streaming")
    told = told or shapes.optional_text(shapes.inner(document, "urls"), "streaming_api")
    parts = urlsplit((told or instance.origin).rstrip("/"))
    schemes = {"wss": "https", "https": "https", "ws": "http", "http": "http"}
    scheme = schemes.get(parts.scheme, "")
    is_weaker = scheme == "http" and instance.origin.startswith("https:")
    if not scheme or is_weaker:
        raise ContentRefused("its streams are at no address that may be called", field="address")
    return f"{scheme}://{parts.netloc}"


def _framed(message: bytes) -> Event:
    try:
        told = json.loads(message)
        return Event(str(told["event"]), str(told.get("payload", "")))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return Event("", "")


class _Gathering:
    """What was told since the last batch."""

    def __init__(self, instance: Instance, match: Match, cursor: Cursor) -> None:
        self._instance = instance
        self._match = match
        self._cursor = cursor
        self._begin()

    def _begin(self) -> None:
        self._now = Gathered()
        self._due_at = time.monotonic() + _BATCH_SECONDS

    @property
    def is_full(self) -> bool:
        """Whether it must be kept before more is taken."""
        return max(len(self._now.heard), len(self._now.removed)) >= _HITS_MAX

    @property
    def seconds_left(self) -> float:
        """How long it may still wait for more."""
        return max(0.0, self._due_at - time.monotonic())

    def take(self) -> Batch:
        """Return what was gathered, and begin again."""
        found = self._now
        self._cursor = Cursor(self._cursor.last, self._instance.now())
        self._begin()
        return found.batch(cursor=self._cursor.dumped(), told_at=self._cursor.at)

    def catch_up(self) -> None:
        """Read from the timeline what was told while nobody listened, as far as it reaches."""
        since = self._cursor.at
        if since is None:
            return
        count = 0
        try:
            for page in public.pages(self._instance, _TIMELINE, after=self._cursor.last):
                for status in page:
                    self._hear(status)
                count = len(page)
        except (AccessRevoked, ContentRefused, NotFound, UnexpectedResponse):
            count = public.PER_PAGE  # this server shows its timeline to nobody
        if count >= public.PER_PAGE:
            self._now.missed = since, self._instance.now()

    def add(self, event: Event) -> None:
        """Take in one event."""
        self._now.events += 1
        if event.name == "delete" and _is_id(event.payload):
            self._now.remove(event.payload)
        elif event.name in {"update", "status.update"}:
            self._add_status(event.payload)
        elif event.name in {"", "delete"}:
            self._now.unreadable += 1

    def _add_status(self, payload: str) -> None:
        try:
            status: Any = json.loads(payload)
        except (ValueError, RecursionError):
            status = None
        if isinstance(status, dict):
            self._hear(status)
        else:
            self._now.unreadable += 1

    def _hear(self, status: Record) -> None:
        post = of_status(self._instance, status)
        if post is None or not _is_id(post.remote_id):
            return
        if _order(post.remote_id) > _order(self._cursor.last):
            self._cursor = Cursor(post.remote_id, self._cursor.at)
        keys = self._match(post.text, post.language)
        if keys or post.edited_at is not None:
            self._now.hear(Heard(post, keys))


def _is_id(text: str) -> bool:
    """Tell whether a text can be an id of a status: one that can be kept as it is."""
    return bool(text) and storable(text, longest=_ID_MAX) == text


def _order(status_id: str) -> tuple[int, str]:
    """Order ids as servers do, be they numbers or letters."""
    return len(status_id), status_id
