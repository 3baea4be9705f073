"""The listener: reads the streams that watches want, in threads of its own."""

from __future__ import annotations

import logging
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from datetime import timedelta
from functools import partial

from django.db import connections

from beffroi.core.clock import Clock, utc_now
from beffroi.listening import compiling, leasing, streams, vocabulary
from beffroi.listening.hearing import Hearing, LostStream
from beffroi.listening.models import Stream
from beffroi.listening.sources.troubles import asked_pause
from beffroi.listening.vocabulary import Sampler
from beffroi.networks.errors import CursorTooOld, NetworkError
from beffroi.networks.listening import PublicStream

logger = logging.getLogger(__name__)

#: How often watches and streams are looked at.
_LOOKS_EVERY_SECONDS = 1.0
_COUNTS_EVERY = timedelta(minutes=5)
Opener = Callable[[Stream], PublicStream]


class Listener:
    """Reads streams while it runs. Watches that change take effect within a second or two.

    The index is built beside the one in use and takes its place between two texts: nothing that
    a stream tells meanwhile is missed.
    """

    def __init__(self, *, clock: Clock = utc_now, opener: Opener = streams.open_stream) -> None:
        self._clock = clock
        self._opener = opener
        self._over = threading.Event()
        self._watches = compiling.NOTHING
        self._samplers: defaultdict[str, Sampler] = defaultdict(Sampler)
        self._counted_at = clock()
        self._readers: dict[int, threading.Thread] = {}
        self._wanted: frozenset[int] = frozenset()
        self._main = threading.Thread(target=self._run, name="listener", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._main.start()

    def stop_claiming(self, drain_seconds: float = 0) -> None:
        """Read nothing more. Fit for signal handlers."""
        self._over.set()

    def stop(self, drain_seconds: float = 5) -> None:
        """End, after so many seconds at most."""
        self._over.set()
        ended_by = time.monotonic() + drain_seconds
        for thread in [self._main, *self._readers.values()]:
            if thread.is_alive():
                thread.join(max(ended_by - time.monotonic(), 0))

    def _run(self) -> None:
        try:
            while not self._over.is_set():
                try:
                    self.look()
                except Exception:
                    logger.exception("The streams could not be looked at")
                    connections.close_all()
                self._over.wait(_LOOKS_EVERY_SECONDS)
        finally:
            connections.close_all()

    def look(self) -> None:
        """Read the watches anew where they changed, and the streams that nobody reads."""
        if compiling.edition() != self._watches.edition:
            expected = vocabulary.expected(now=self._clock())
            self._watches = compiling.compile_watches(expected=expected)
            compiling.note_left_out(self._watches.index)
        there = leasing.ensure(self._watches)
        self._wanted = frozenset(stream.pk for stream in there)
        self._readers = {pk: thread for pk, thread in self._readers.items() if thread.is_alive()}
        idle = [stream for stream in there if stream.pk not in self._readers]
        for stream in leasing.claim(idle, now=self._clock()):
            name = f"stream-{stream.network}-{stream.pk}"
            reader = threading.Thread(target=self._read, args=(stream,), name=name, daemon=True)
            self._readers[stream.pk] = reader
            reader.start()
        self._keep_counts()

    def _keep_counts(self) -> None:
        """Write down now and then how often words were met."""
        now = self._clock()
        if now - self._counted_at >= _COUNTS_EVERY:
            self._counted_at = now
            for network, sampler in list(self._samplers.items()):
                sampler.save(network, now=now)

    def _read(self, stream: Stream) -> None:
        try:
            self._read_until_over(stream)
            leasing.release(stream)
        except LostStream:
            logger.info("%s is read by another process", stream)
        except CursorTooOld:
            leasing.start_anew(stream, now=self._clock())
            leasing.release(stream)
        except NetworkError as error:
            logger.warning("%s: %s %s", stream, type(error).__name__, error.detail)
            now = self._clock()
            asked = asked_pause(error, now=now)
            leasing.note_failure(stream, type(error).__name__, now=now, asked=asked)
        except Exception:
            logger.exception("%s could not be read", stream)
            leasing.note_failure(stream, "Broken", now=self._clock())
        finally:
            connections.close_all()

    def _read_until_over(self, stream: Stream) -> None:
        """Take in all that a stream tells, until it or we are to end."""
        hearing = Hearing(stream)
        topics = streams.topics(stream, self._watches)
        batches = self._opener(stream).stream(
            match=partial(self._match, stream.network),
            cursor=stream.cursor,
            topics=topics,
            is_over=lambda: self._is_over(stream, topics),
        )
        for batch in batches:
            hearing.take(batch, compiled=self._watches, now=self._clock())

    def _is_over(self, stream: Stream, topics: Sequence[str]) -> bool:
        """Tell whether a reading ends: here, for good, or to be opened with other hashtags."""
        return (
            self._over.is_set()
            or stream.pk not in self._wanted
            or streams.topics(stream, self._watches) != topics
        )

    def _match(self, network: str, text: str, _declared: str) -> Collection[int]:
        """Match words alone; of the few that are met, hearing reads the language."""
        self._samplers[network].note(text)
        return self._watches.index.match(text, source=network)
