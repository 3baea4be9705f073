"""A heavy file on its way, in pieces: it is never held whole. Pure but for reading its source."""

from __future__ import annotations

import io
from collections.abc import Iterator

from beffroi.networks.contracts import MediaSource

_PIECE_BYTES = 1_000_000
#: The slowest line on which a call may last: a village's, upwards.
_SLOWEST_BYTES_PER_SECOND = 100_000
#: What every call is given anyway.
_USUAL_SECONDS = 30.0


class Pieces:
    """The bytes of a source as the body of a call, from the first one each time it is sent."""

    def __init__(self, source: MediaSource) -> None:
        self._source = source

    def __iter__(self) -> Iterator[bytes]:
        """Yield the file in order."""
        for start in range(0, self._source.size_bytes, _PIECE_BYTES):
            yield self._source.read(start, _PIECE_BYTES)


def as_file(source: MediaSource) -> io.BufferedReader:
    """Return a source as an open file, for the part of a form."""
    return io.BufferedReader(_Reader(source), _PIECE_BYTES)


def patience(size_bytes: int) -> float | None:
    """Return how many seconds a call that sends so much may last, None: as long as any other."""
    seconds = size_bytes / _SLOWEST_BYTES_PER_SECOND
    return seconds if seconds > _USUAL_SECONDS else None


class _Reader(io.RawIOBase):
    def __init__(self, source: MediaSource) -> None:
        self._source = source
        self._place = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        beginning = {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: self._source.size_bytes}
        self._place = beginning[whence] + offset
        return self._place

    def tell(self) -> int:
        return self._place

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        content = self._source.read(self._place, len(buffer))
        buffer[: len(content)] = content
        self._place += len(content)
        return len(content)
