"""A kept file as networks read it: piece by piece, never whole."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class StoredFile:
    """The bytes of one file on disk; a `MediaSource` of the port."""

    path: Path
    size_bytes: int

    def read(self, start: int, length: int) -> bytes:
        """Return up to `length` bytes from `start` on."""
        with self.path.open("rb") as file:
            file.seek(start)
            return file.read(length)
