"""A recorded stream, told again: at its own pace, faster, or as fast as it is taken.

One frame a line, as a Jetstream sent it, in a file that may be packed (`.gz`, `.zst`).
"""

from __future__ import annotations

import codecs
import gzip
import re
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from beffroi.core.clock import Clock, utc_now
from beffroi.networks.bluesky import stream
from beffroi.networks.bluesky.jetstream import instant_of, microseconds_of
from beffroi.networks.bluesky.packing import zstd
from beffroi.networks.bluesky.timeline import BEGINNING_US
from beffroi.networks.errors import NetworkUnavailable
from beffroi.networks.listening import Batch, Match

_TOLD_AT = re.compile(rb'"time_us": ?(\d{16})\b|"witnessedAt": ?"([0-9T:.Z+-]{20,40})"')
_AT_ONCE = 2_000
#: Where a frame names its instant, if it does at all.
_NAMED_BY = 400
_LONGEST = 200_000
_WAIT_SECONDS = 0.02
#: A clock that jumped, or hours in which nothing was recorded, keep nobody waiting for longer.
_PAUSE_SECONDS = 3.0
#: What the clock of a stream may be ahead of ours: nothing recorded is later.
_AHEAD = timedelta(days=1)


class EmptyRecording(ValueError):
    """A file holds no frame that tells its instant."""


class DamagedRecording(NetworkUnavailable):
    """A packed file that is cut off, or damaged in its middle: what stood before was told."""


_NOT_PACKED = (EOFError, gzip.BadGzipFile, zlib.error, zstd.ZstdError)


class Recording:
    """Stands where a network's stream stands; `now` is the instant that is being told."""

    def __init__(self, path: Path, *, speed: float = 1.0, clock: Clock = utc_now) -> None:
        """Open a recording; `speed` 0 tells it as fast as it is taken.

        Raises EmptyRecording; DamagedRecording now, or where it is met while it is told.
        """
        self._path = path
        self._speed = speed
        self._last_us = microseconds_of(clock() + _AHEAD)
        first = next((at for at, _frame in self._frames() if at is not None), None)
        if first is None:
            raise EmptyRecording(path.name)
        self._at_us = first
        self._is_told = False

    def now(self) -> datetime:
        """Return the instant that is being told, UTC."""
        return instant_of(self._at_us)

    def stream(
        self, *, match: Match, cursor: str, topics: Sequence[str], is_over: Callable[[], bool]
    ) -> Iterator[Batch]:
        """Tell it from a little before `cursor`, "" for its beginning, to its end."""
        if cursor.isdigit():  # else the past would be taken for what is to come
            self._at_us = max(self._at_us, int(cursor))
        return stream.listen(
            lambda address, **_limits: _Playing(self, since_us=_asked(address)),
            url="recording:",
            match=match,
            cursor=cursor,
            clock=self.now,
            is_over=lambda: self._is_told or is_over(),
        )

    def play(self, since_us: int) -> Iterator[list[bytes]]:
        """Yield what is due, again and again; nothing while nothing is."""
        pace = _Pace(self._speed)
        due: list[bytes] = []
        try:
            for at, frame in self._frames():
                if at is not None and at < since_us:
                    continue
                if at is not None:
                    pace.note(at)
                    self._at_us = max(self._at_us, at)
                while not pace.is_due:
                    yield due
                    due = []
                due.append(frame)
                if len(due) >= _AT_ONCE:
                    yield due
                    due = []
        except DamagedRecording:
            yield due
            raise
        yield due
        self._is_told = True

    def _frames(self) -> Iterator[tuple[int | None, bytes]]:
        with _opened(self._path) as file:
            try:
                for number, line in enumerate(file):
                    frame = (line if number else line.removeprefix(codecs.BOM_UTF8)).strip()
                    if frame:
                        yield self._read(frame)
            except _NOT_PACKED as error:
                raise DamagedRecording(self._path.name) from error

    def _read(self, frame: bytes) -> tuple[int | None, bytes]:
        """Return a frame and when it was told; an empty one where it cannot be read."""
        at = _told_us(frame)
        if at is not None and not BEGINNING_US <= at <= self._last_us:
            return None, b""
        return at, frame if len(frame) <= _LONGEST else b""


class _Pace:
    """When what is recorded is due, by the clock of whoever listens."""

    def __init__(self, speed: float) -> None:
        self._speed = speed
        self._due_at = time.monotonic()
        self._at_us: int | None = None

    @property
    def is_due(self) -> bool:
        """Whether what was noted last may be told."""
        return self._speed <= 0 or time.monotonic() >= self._due_at

    def note(self, at_us: int) -> None:
        """Take in the instant of the next frame."""
        if self._at_us is not None and at_us > self._at_us and self._speed > 0:
            apart = (at_us - self._at_us) / 1_000_000 / self._speed
            self._due_at += min(apart, _PAUSE_SECONDS)
        self._at_us = max(self._at_us or 0, at_us)


class _Playing:
    """An open connection to a recording."""

    def __init__(self, recording: Recording, *, since_us: int) -> None:
        self._due = recording.play(since_us)

    def receive(self, seconds: float = 1.0) -> Sequence[bytes]:
        """Return what is due by now, nothing at the end."""
        frames = next(self._due, [])
        if not frames:
            time.sleep(min(seconds, _WAIT_SECONDS))
        return frames

    def send(self, message: bytes) -> None:
        """Say nothing: nobody listens."""

    def close(self) -> None:
        """Leave."""


def _opened(path: Path) -> AbstractContextManager[Iterable[bytes]]:
    if path.suffix == ".zst":
        return zstd.open(path)
    return gzip.open(path) if path.suffix == ".gz" else path.open("rb")


def _asked(address: str) -> int:
    found = parse_qs(urlsplit(address).query).get("cursor", ["0"])
    return int(found[0])


def _told_us(frame: bytes) -> int | None:
    """Return when a frame was told, in µs; None for one that does not say."""
    found = _TOLD_AT.search(frame, 0, _NAMED_BY)
    if found is None:
        return None
    if found[1]:
        return int(found[1])
    try:
        told_at = datetime.fromisoformat(found[2].decode())
    except ValueError:
        return None
    return microseconds_of(told_at if told_at.tzinfo else told_at.replace(tzinfo=UTC))
