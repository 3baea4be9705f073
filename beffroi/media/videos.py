"""Turns an uploaded video into one that is safe to keep and fit for every network.

It is wrapped anew as MP4 with its beginning first: no metadata (place, device), no other tracks.
Sound and images stay as they are, bit by bit: a small machine could not encode them again. Reading
happens in a process of its own, `wrapping`, with a bound on time and memory, and few at once: what
strangers made cannot take the product down.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from beffroi.core.leash import leash
from beffroi.media import places
from beffroi.media.problems import FileRefused, Problem

#: Ours: what a small machine keeps and sends in good time. YouTube alone takes far more.
UPLOAD_BYTES_MAX = 1_000_000_000
MEDIA_TYPE = "video/mp4"
_SECONDS_MAX = 300


@dataclass(frozen=True, slots=True)
class Video:
    """What is known of a kept video. Sizes in pixels, as it is shown, upright."""

    width: int
    height: int
    seconds: float


def prepare(upload: Path, *, target: Path, thumbnail: Path, person_id: int | None = None) -> Video:
    """Write `upload` wrapped anew to `target`, and its first image. Raises FileRefused.

    Waits for a place first; `person_id` is who waits.
    """
    files = [str(path) for path in (upload, target, thumbnail)]
    command = [sys.executable, "-m", "beffroi.media.wrapping", *files]
    with places.taken(person_id=person_id) as place, leash() as end:
        try:
            done = subprocess.run(  # noqa: S603 - our own module, on paths that we chose
                command,
                stdin=end,
                capture_output=True,
                timeout=_SECONDS_MAX,
                check=False,
                pass_fds=(place,),
            )
        except subprocess.TimeoutExpired as error:
            raise FileRefused(Problem.UNREADABLE) from error
    if done.returncode:
        raise FileRefused(_problem(done.stdout))
    return Video(**json.loads(done.stdout))


def _problem(told: bytes) -> Problem:
    """Return what the process said, UNREADABLE when it died without a word."""
    try:
        return Problem(told.decode().strip())
    except ValueError:
        return Problem.UNREADABLE
