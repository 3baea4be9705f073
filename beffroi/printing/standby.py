"""The press stays ready for the next page a while: loading it is half of what a page takes.

It ends by itself when nobody asks for a minute, and with us, whatever ends us. What is left of one
that ended by itself, an entry of the system and its pipes, goes with the next page.
"""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import IO, cast

import beffroi
from beffroi.printing import press
from beffroi.printing.errors import PrintingTookTooLong

_COMMAND = (sys.executable, "-P", "-m", "beffroi.printing.press")
#: Nobody asks one that is about to end by itself.
_READY_SECONDS = press.IDLE_SECONDS - 10
_WORDS_BYTES = 2_000


class Press:
    """One process that prints page after page. It belongs to one thread at a time."""

    def __init__(self) -> None:
        self._words = tempfile.TemporaryFile()  # noqa: SIM115 - it is closed with the press
        self._process = subprocess.Popen(  # noqa: S603 - our own module
            _COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._words,
            cwd="/",
            env=environment(),
            start_new_session=True,  # its pages can be ended with it
        )
        self._asks = cast("IO[bytes]", self._process.stdin)
        self._answers = cast("IO[bytes]", self._process.stdout)
        self._answered_at = time.monotonic()

    @property
    def is_ready(self) -> bool:
        """Whether it lives, and will until it is asked."""
        is_fresh = time.monotonic() - self._answered_at < _READY_SECONDS
        return is_fresh and self._process.poll() is None

    def ask(self, folder: Path, *, seconds: float) -> bool:
        """Have what lies in a folder printed; return whether the press lived to say so.

        Raises PrintingTookTooLong.
        """
        self._words.seek(0)
        self._words.truncate()
        with suppress(BrokenPipeError):
            self._asks.write(json.dumps(str(folder)).encode() + b"\n")
            self._asks.flush()
        answered = select.poll()
        answered.register(self._answers, select.POLLIN)
        if not answered.poll(seconds * 1000):
            raise PrintingTookTooLong
        self._answered_at = time.monotonic()
        return os.read(self._answers.fileno(), 1) != b""

    def last_words(self) -> str:
        """Return the last line that it, or the page's own process, wrote of what went wrong."""
        size = self._words.seek(0, os.SEEK_END)
        self._words.seek(max(0, size - _WORDS_BYTES))
        lines = self._words.read().decode(errors="replace").strip().splitlines()
        return lines[-1] if lines else ""

    def end(self) -> str:
        """End it, and what it prints; return how it ended, once both are gone."""
        if self._process.returncode is None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.communicate()  # until nobody holds its output any more
        words = self.last_words() or f"exit {self._process.returncode}"
        self._words.close()
        return words


class Standby:
    """Where a press stands ready, or none. For one thread at a time."""

    def __init__(self) -> None:
        self._press: Press | None = None

    def have_printed(self, folder: Path, *, seconds: float) -> str:
        """Have what lies in a folder printed; return the last words of whoever did.

        Raises PrintingTookTooLong.
        """
        ready = self._ready()
        try:
            lived = ready.ask(folder, seconds=seconds)
        except BaseException:
            self.clear()
            raise
        return ready.last_words() if lived else self.clear()

    def clear(self) -> str:
        """End the press that stands ready, if one does; return how it ended."""
        last, self._press = self._press, None
        return last.end() if last else ""

    def _ready(self) -> Press:
        if self._press is None or not self._press.is_ready:
            self.clear()
            self._press = Press()
        return self._press


def environment() -> dict[str, str]:
    """Return all that the process knows of ours: where its code is."""
    known = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    code = str(Path(beffroi.__file__).parents[1])
    return {**known, "PYTHONPATH": code, "LANG": "C.UTF-8"}
