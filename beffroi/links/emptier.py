"""Counts visits of links while the process runs, in a thread of its own."""

from __future__ import annotations

import logging
import threading
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import close_old_connections, connections

from beffroi.core.clock import Clock, utc_now
from beffroi.links.counting import count_all, forget_people
from beffroi.links.salting import throw_away

logger = logging.getLogger(__name__)

_EVERY_SECONDS = 2.0
#: What is over when a day is need not be looked for more often.
_FORGETS_EVERY = timedelta(hours=1)


def folder() -> Path:
    """Return where this machine keeps visits until they are counted."""
    return Path(settings.DATA_DIR) / "visits"


class Emptier:
    """Counts what the spool of this machine holds, again and again.

    While the database does not answer, visits wait in their files.
    """

    def __init__(self, *, clock: Clock = utc_now) -> None:
        self._clock = clock
        self._forgets_at: datetime | None = None
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="visits", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop_claiming(self, drain_seconds: float = 0) -> None:
        """Count nothing more. Fit for signal handlers."""
        self._over.set()

    def stop(self, drain_seconds: float = 5) -> None:
        """End, after so many seconds at most."""
        self._over.set()
        self._thread.join(drain_seconds)

    def _run(self) -> None:
        while not self._over.wait(_EVERY_SECONDS):
            close_old_connections()
            try:
                count_all(folder())
                self._forget(now=self._clock())
            except Exception:  # whatever it is: without this thread, no visit would be counted
                logger.exception("Visits could not be counted: they wait.")
        connections.close_all()

    def _forget(self, *, now: datetime) -> None:
        if self._forgets_at is None or now >= self._forgets_at:
            forget_people(now=now)
            throw_away(folder(), now=now)
            self._forgets_at = now + _FORGETS_EVERY
