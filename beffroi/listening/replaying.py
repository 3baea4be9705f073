"""Plays a recorded stream into the watches, as if it were told now: for drills and for proof."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from beffroi.listening import compiling
from beffroi.listening.alerting.detecting import look_at
from beffroi.listening.hearing import Hearing
from beffroi.listening.models import Stream
from beffroi.networks.listening import PublicStream

#: Alerts are looked for as often as in an ordinary day, by the clock of the recording.
_LOOKS_EVERY = timedelta(minutes=5)


class Recorded(PublicStream, Protocol):
    """A stream of which the past is told, by its own clock."""

    def now(self) -> datetime:
        """Return the instant that is being told."""
        ...


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a recording is told, and what was kept of it so far."""

    at: datetime
    events: int
    kept: int


def replay(
    recorded: Recorded, *, network: str, name: str, is_over: Callable[[], bool]
) -> Iterator[Progress]:
    """Tell a recording from where it was left, and yield after each batch.

    `name` tells it from others: 64 signs at most. Watches are those of the beginning. Killed at
    any point, it goes on there; what comes again changes nothing.
    """
    watches = compiling.compile_watches()
    stream = _taken(network, name)
    hearing = Hearing(stream)
    events = kept = 0
    looked_at = recorded.now()
    batches = recorded.stream(
        match=lambda text, _declared: watches.index.match(text, source=network),
        cursor=stream.cursor,
        topics=(),
        is_over=is_over,
    )
    for batch in batches:
        now = recorded.now()
        kept += hearing.take(batch, compiled=watches, now=now)
        events += batch.events
        if now - looked_at >= _LOOKS_EVERY:
            looked_at = now
            _look(watches, now=now)
        yield Progress(now, events, kept)
    _look(watches, now=recorded.now())


def _taken(network: str, name: str) -> Stream:
    """Take the recording's row, whoever had it: one at a time plays it."""
    stream, _made = Stream.objects.get_or_create(network=network, channel=None, recording=name)
    Stream.objects.filter(pk=stream.pk).update(lease_token=uuid.uuid4().hex)
    stream.refresh_from_db()
    return stream


def _look(watches: compiling.Compiled, *, now: datetime) -> None:
    for workspace_id in sorted(set(watches.workspaces.values())):
        look_at(workspace_id, now=now)
