"""Visits on their way into the database: files to which each is appended before it is answered.

What was written survives the end of the process, however it comes. A file belongs to the process
that holds its lock; whoever empties them tells by that which are finished. No Django.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_SUFFIX = ".visits"
#: A file is followed by the next one after so long, or so much.
_SECONDS_MAX = 30.0
_BYTES_MAX = 4_000_000


class Spool:
    """Appends lines to a file of its own, then to the next. For one thread."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: int | None = None
        self._opened_at = 0.0
        self._bytes = 0

    def write(self, line: bytes) -> None:
        """Append a line. Raises OSError where it cannot be kept."""
        now = time.monotonic()
        if self._file is None or now > self._opened_at + _SECONDS_MAX or self._bytes > _BYTES_MAX:
            self.close()
            self._file = _new_file(self._folder)
            self._opened_at, self._bytes = now, 0
        written = os.write(self._file, line)
        if written < len(line):  # the disk is full: the next file begins with a whole line
            self.close()
            raise OSError("a visit was written by half")
        self._bytes += written

    def close(self) -> None:
        """Let go of the file: it is complete."""
        if self._file is not None:
            os.close(self._file)
            self._file = None


def _new_file(folder: Path) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    while True:
        name = f"{time.time_ns()}-{secrets.token_hex(4)}{_SUFFIX}"
        file = os.open(folder / name, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_EXCL, 0o600)
        fcntl.flock(file, fcntl.LOCK_EX)
        if os.fstat(file).st_nlink:
            return file
        os.close(file)  # taken for a finished one, and removed, before it was locked


def files(folder: Path) -> list[Path]:
    """Return the files of a spool, the oldest first."""
    return sorted(folder.glob(f"*{_SUFFIX}"))


def lines_after(path: Path, offset: int, *, bytes_max: int) -> tuple[list[bytes], int]:
    """Return the whole lines of a file from an offset on, and the offset after them."""
    with path.open("rb") as file:
        file.seek(offset)
        content = file.read(bytes_max)
    end = content.rfind(b"\n") + 1
    return content[:end].splitlines(), offset + end


@contextmanager
def finished(path: Path) -> Iterator[bool]:
    """Tell whether nobody writes to a file any more, and keep it so meanwhile."""
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
        else:
            yield True


def remove(path: Path) -> None:
    """Remove a file of the spool that was counted."""
    with suppress(FileNotFoundError):
        path.unlink()
