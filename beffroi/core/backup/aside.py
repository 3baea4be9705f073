"""Folders in which a backup or a restore prepares what it writes, and what killed ones left.

No Django. Everything is in there until it is whole: a killed process leaves one folder, and nothing
else. Whoever works in one holds its lock, which ends with the process, however that ends.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_PREFIX = ".beffroi-"
_LOCK_NAME = "in-use.lock"


@contextmanager
def folder(parent: Path, *, purpose: str) -> Iterator[Path]:
    """Make a private folder in `parent`, gone after; clear what others left there first."""
    clear_abandoned(parent)
    made = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{purpose}-", dir=parent))
    try:
        with (made / "lock").open("w") as lock:
            with suppress(OSError):  # a disk that knows no locks: such a folder is never cleared
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            (made / "lock").rename(made / _LOCK_NAME)  # nobody ever sees it there and free
            yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def clear_abandoned(parent: Path) -> None:
    """Delete the folders in `parent` that their process left behind; those in use stay."""
    for left in sorted(parent.glob(f"{_PREFIX}*")):
        with suppress(OSError):  # in use, gone meanwhile, or not ours to open
            _delete(left)


def _delete(left: Path) -> None:
    descriptor = os.open(left / _LOCK_NAME, os.O_RDWR)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(left)
    finally:
        os.close(descriptor)
