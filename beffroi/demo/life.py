"""The life of the demo's world: made while the pages are open already, lively until the end."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import connection, connections

from beffroi.core.clock import utc_now
from beffroi.core.jobs import Runner
from beffroi.demo import past, progress
from beffroi.demo.desk import Desk
from beffroi.demo.networks import Village
from beffroi.demo.past import Past
from beffroi.demo.present import Present
from beffroi.demo.world import people_and_places

logger = logging.getLogger(__name__)


@contextmanager
def _light_writes() -> Iterator[None]:
    """Do not wait for the disk at each commit of this thread: a past can be made again."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=OFF")
        try:
            yield
        finally:
            cursor.execute("PRAGMA synchronous=FULL")


class Life:
    """Plays the past once the pages are open, then goes on, jobs included, until it is stopped.

    Stands where the runner of jobs stands in an ordinary start. The database is empty before.
    """

    def __init__(self, village: Village, *, lease: timedelta) -> None:
        origins = {key: one.origin for key, one in village.simulators.items()}
        progress.now = progress.Progress(origins=origins)
        self._village = village
        self._world = people_and_places(now=utc_now() - past.AGE)
        self._runner = Runner(lease=lease)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._live, name="demo", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop_claiming(self, drain_seconds: float = 25) -> None:
        """Begin nothing more. Fit for signal handlers."""
        self._stopping.set()
        self._runner.stop_claiming(drain_seconds)

    def stop(self, drain_seconds: float = 25) -> None:
        """End what goes on."""
        self.stop_claiming(drain_seconds)
        if self._thread.ident is not None:  # started, before the end came
            self._thread.join(drain_seconds)
        self._runner.stop(drain_seconds)

    def _live(self) -> None:
        try:
            self._live_on()
        except Exception:
            progress.now.has_failed = True
            logger.exception("The demo's world stands still")
        finally:
            connections.close_all()

    def _live_on(self) -> None:
        desk = Desk(self._world, self._village)
        with _light_writes():
            for share in Past(desk, self._world, self._village, now=utc_now()).play():
                progress.now.share = share
                if self._stopping.is_set():
                    return
        self._village.join_present()
        present = Present(desk, self._village, clock=utc_now)
        present.plan_posts()
        self._runner.start()
        progress.now.is_ready = True
        present.go_on(self._stopping)
