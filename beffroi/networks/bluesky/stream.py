"""Bluesky's public posts as they are written, through a Jetstream: what is looked for comes out.

Knows no watch: it asks for each post whether somebody looks for it. Reposts are passed by.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator
from contextlib import closing
from urllib.parse import urlencode, urlsplit, urlunsplit

from beffroi.core.clock import Clock
from beffroi.networks.bluesky import jetstream, public_posts
from beffroi.networks.bluesky.jetstream import AccountChanged, Failure, Notice, Posted, Removed
from beffroi.networks.bluesky.packing import NOTHING, SECOND_VERSION, Packing
from beffroi.networks.bluesky.records import POSTS, PostId
from beffroi.networks.bluesky.timeline import Timeline
from beffroi.networks.errors import ContentRefused, NetworkError, NetworkUnavailable
from beffroi.networks.gathering import Gathered
from beffroi.networks.listening import AccountState, Batch, Heard, Match
from beffroi.networks.live import Opening

#: One of the public instances; https://github.com/bluesky-social/jetstream, read on 2026-11-28.
JETSTREAM = "wss://jetstream2.us-east.bsky.network/subscribe"
#: No post of people needs more: the server leaves larger events out, and so does the door.
_FRAME_BYTES_MAX = 200_000
_BATCH_SECONDS = 1.0
_HITS_MAX = 1_000
_REMOVED_MAX = 5_000
#: The network writes several posts a second: a stream that tells none for so long is broken, even
#: one that still answers when it is asked whether it lives.
_STALLED_SECONDS = 120.0
#: States of accounts that say something of a server, and nothing of the person.
_OF_SERVERS = frozenset({"desynchronized", "throttled"})


def listen(
    open_live: Opening,
    *,
    url: str,
    match: Match,
    cursor: str,
    clock: Clock,
    is_over: Callable[[], bool],
    packing: Packing = NOTHING,
) -> Iterator[Batch]:
    """Yield what is told from a little before `cursor`, a batch each second."""
    timeline = Timeline(cursor, clock=clock)
    address = _address(url, since_us=timeline.resume_us, packing=packing)
    gathering = _Gathering(match, timeline)
    with closing(open_live(address, message_bytes_max=_FRAME_BYTES_MAX + 10_000)) as live:
        told_at = time.monotonic()
        while not is_over():
            try:
                frames = live.receive(gathering.seconds_left)
            except NetworkError:
                yield gathering.take()
                raise
            told_at = time.monotonic() if frames else told_at
            for frame in frames:
                gathering.add(packing.unpack(frame))
                if gathering.is_full:
                    yield gathering.take()
            if gathering.seconds_left <= 0:
                yield gathering.take()
            gathering.check()
            if time.monotonic() - told_at > _STALLED_SECONDS:
                raise NetworkUnavailable(f"{urlsplit(url).hostname}: tells nothing any more")
    yield gathering.take()


def _address(url: str, *, since_us: int | None, packing: Packing) -> str:
    """Return the address with what we ask for, in the words of its version."""
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise ContentRefused("this is no address of a stream", field="address") from error
    if parts.path.endswith(SECOND_VERSION):
        asked: dict[str, str | list[str]] = {"kinds": ["commit", "account"], "collections": POSTS}
    else:
        asked = {"wantedCollections": POSTS}
    asked |= {"maxMessageSizeBytes": str(_FRAME_BYTES_MAX), **packing.parameters}
    if since_us is not None:
        asked["cursor"] = str(since_us)
    return urlunsplit(parts._replace(query=urlencode(asked, doseq=True), fragment=""))


class _Gathering:
    """What was told since the last batch."""

    def __init__(self, match: Match, timeline: Timeline) -> None:
        self._match = match
        self._timeline = timeline
        self._failure = ""
        self._begin()

    def _begin(self) -> None:
        self._now = Gathered()
        self._due_at = time.monotonic() + _BATCH_SECONDS

    @property
    def is_full(self) -> bool:
        """Whether it must be kept before more is taken."""
        return len(self._now.heard) >= _HITS_MAX or len(self._now.removed) >= _REMOVED_MAX

    @property
    def seconds_left(self) -> float:
        """How long it may still wait for more; never less than nothing."""
        return max(0.0, self._due_at - time.monotonic())

    def take(self) -> Batch:
        """Return what was gathered, and begin again."""
        batch = self._now.batch(cursor=self._timeline.cursor, told_at=self._timeline.told_at)
        self._begin()
        return batch

    def check(self) -> None:
        """Raise NetworkUnavailable once the stream said that it is about to close."""
        if self._failure:
            raise NetworkUnavailable(f"the stream gives up: {self._failure}")

    def add(self, frame: bytes) -> None:
        """Take in one frame; an empty one was too large to be read."""
        self._now.events += 1
        try:
            told = jetstream.read_matching(frame, self._match)
        except jetstream.Unreadable:
            self._now.unreadable += 1
            return
        if told is None:
            return
        event, keys = told
        if isinstance(event, Notice | Failure):
            self._note(event)
            return
        self._now.missed = self._timeline.note(event.at_us) or self._now.missed
        if isinstance(event, Posted):
            self._hear(event, keys)
        elif isinstance(event, Removed):
            self._now.remove(PostId(event.did, event.rkey).uri)
        elif isinstance(event, AccountChanged) and event.status not in _OF_SERVERS:
            self._now.change(AccountState(event.did, event.is_active))

    def _note(self, said: Notice | Failure) -> None:
        if isinstance(said, Failure):
            self._failure = said.name
        elif said.name == "OutdatedCursor":
            self._timeline.begins_late()

    def _hear(self, event: Posted, keys: Collection[int]) -> None:
        told_at = self._timeline.instant(event.at_us)
        self._now.hear(Heard(public_posts.of_stream(event, told_at=told_at), keys))
