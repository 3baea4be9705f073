"""Who works on the data folder: many processes together, or a restore alone. No Django."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_NAME = "running.lock"


class Busy(Exception):
    """Somebody else holds the folder in a way that excludes us."""


@contextmanager
def shared(folder: Path) -> Iterator[None]:
    """Say that we work here, with others; raises Busy while a restore runs."""
    with _held(folder / _NAME, fcntl.LOCK_SH):
        yield


@contextmanager
def alone(folder: Path, *, name: str = _NAME) -> Iterator[None]:
    """Keep everybody else out; raises Busy while anybody works here."""
    with _held(folder / name, fcntl.LOCK_EX):
        yield


@contextmanager
def _held(path: Path, kind: int) -> Iterator[None]:
    with path.open("a") as file:
        try:
            fcntl.flock(file, kind | fcntl.LOCK_NB)
        except OSError as error:
            raise Busy(str(path)) from error
        yield  # closing the file lets go
