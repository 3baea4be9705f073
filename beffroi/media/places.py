"""How many videos this machine wraps at once: one place each, kept by locks of the system.

Whoever is killed gives its place back at once: nothing has to be counted or tidied.
"""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

from django.conf import settings

_LOOK_AGAIN_SECONDS = 0.2


@contextmanager
def taken(*, person_id: int | None) -> Iterator[int]:
    """Wait for a place; yield its descriptor, for the process that needs it to hold it too.

    The place is free once all that hold it have ended. `person_id` is who waits, if anybody does.
    """
    with ExitStack() as stack:
        places = [stack.enter_context(file.open("a")) for file in _places()]
        found = _free(places)
        if found is None:
            with _waiting(person_id):
                found = _wait(places)
        yield found.fileno()


def is_waiting(person_id: int) -> bool:
    """Tell whether a video of somebody waits for a place now."""
    try:
        file = _waits(person_id).open("r+")
    except FileNotFoundError:  # nothing of theirs ever waited
        return False
    with file:
        return not _locked(file, fcntl.LOCK_EX)


def _wait(places: Sequence[IO[str]]) -> IO[str]:
    while (found := _free(places)) is None:
        time.sleep(_LOOK_AGAIN_SECONDS)
    return found


def _free(places: Sequence[IO[str]]) -> IO[str] | None:
    return next((place for place in places if _locked(place, fcntl.LOCK_EX)), None)


@contextmanager
def _waiting(person_id: int | None) -> Iterator[None]:
    """Let `is_waiting` see that somebody waits, perhaps for several videos."""
    if person_id is None:
        yield
        return
    with _waits(person_id).open("a") as file:
        _locked(file, fcntl.LOCK_SH)
        yield


def _locked(file: IO[str], kind: int) -> bool:
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _places() -> list[Path]:
    return [_folder() / f"place-{number}" for number in range(settings.VIDEOS_AT_ONCE)]


def _waits(person_id: int) -> Path:
    return _folder() / f"waits-{person_id}"


def _folder() -> Path:
    folder = Path(settings.DATA_DIR) / "wrapping"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder
