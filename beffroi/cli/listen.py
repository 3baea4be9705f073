"""`beffroi listen --replay FILE`: plays a recorded stream into the watches of this installation."""

from __future__ import annotations

import argparse
import hashlib
import signal
import sys
import threading
from pathlib import Path

from beffroi.cli.messages import Stop
from beffroi.cli.messages import gettext as _
from beffroi.listening.hearing import LostStream
from beffroi.listening.models import Watch
from beffroi.listening.replaying import Progress, replay
from beffroi.networks.bluesky.recording import DamagedRecording, EmptyRecording, Recording

_NETWORK = "bluesky"


def run(options: argparse.Namespace) -> int:
    """Play the file to its end, or until a signal; told again, it goes on where it was left."""
    path = Path(options.replay)
    recording = _opened(path, speed=options.speed)
    if not Watch.objects.listening().exists():
        raise Stop(_("Nothing is watched here yet: nothing would be heard. Make a watch first."))
    over = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: over.set())
    last = None
    try:
        for progress in replay(
            recording, network=_NETWORK, name=_digest(path), is_over=over.is_set
        ):
            last = progress
            _tell(progress)
    except DamagedRecording:
        raise _damaged(path) from None
    except LostStream:
        text = _("%(file)s is now played by another process, which goes on from here.")
        raise Stop(text % {"file": path}) from None
    _conclude(last, is_over=over.is_set())
    return 0


def _opened(path: Path, *, speed: float) -> Recording:
    try:
        return Recording(path, speed=speed)
    except EmptyRecording:
        text = _("%(file)s holds no frame of a stream: one is expected on each line.")
        raise Stop(text % {"file": path}) from None
    except DamagedRecording:
        raise _damaged(path) from None


def _damaged(path: Path) -> Stop:
    text = _("%(file)s is cut off or damaged: it cannot be unpacked to its end.")
    return Stop(text % {"file": path})


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _tell(progress: Progress) -> None:
    """Say how far it is, on a line that is written over."""
    if sys.stderr.isatty():
        at = progress.at.strftime("%Y-%m-%d %H:%M:%S")
        print(f"\r{at}  {progress.events}  {progress.kept}", end="", file=sys.stderr, flush=True)


def _conclude(last: Progress | None, *, is_over: bool) -> None:
    if sys.stderr.isatty():
        print(file=sys.stderr)
    values = {"events": last.events if last else 0, "kept": last.kept if last else 0}
    if is_over:
        text = _("Stopped after %(events)s events, %(kept)s mentions kept. It can go on from here.")
    else:
        text = _("The recording is told: %(events)s events, %(kept)s mentions kept.")
    print(text % values)
