"""The life of the demo's world: made while the pages are open already, lively until the end."""

from __future__ import annotations

import importlib
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from types import TracebackType
from typing import Self

from django.conf import settings
from django.db import connection, connections

from beffroi.core.clock import utc_now
from beffroi.core.jobs import Runner
from beffroi.demo import past, progress
from beffroi.demo.desk import Desk
from beffroi.demo.networks import Village
from beffroi.demo.past import Past
from beffroi.demo.present import Present
from beffroi.demo.world import World, people_and_places

logger = logging.getLogger(__name__)

_PATIENCE_SECONDS = 10.0


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
    """Goes on in a thread for as long as the block lasts. The database is there before."""

    def __init__(self, village: Village, *, lease: timedelta) -> None:
        self._village = village
        self._runner = Runner(lease=lease)
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        now = utc_now()
        world = people_and_places(now=now - past.AGE)
        origins = {key: one.origin for key, one in self._village.simulators.items()}
        progress.now = progress.Progress(origins=origins)
        self._thread = threading.Thread(target=self._live, args=(world,), name="demo", daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._stopping.set()
        self._runner.stop()
        if self._thread is not None:
            self._thread.join(_PATIENCE_SECONDS)

    def _live(self, world: World) -> None:
        try:
            self._live_on(world)
        except Exception:
            progress.now.has_failed = True
            logger.exception("The demo's world stands still")
        finally:
            connections.close_all()

    def _live_on(self, world: World) -> None:
        importlib.import_module(settings.ROOT_URLCONF)  # the first page needs it first
        desk = Desk(world, self._village)
        with _light_writes():
            for share in Past(desk, world, self._village, now=utc_now()).play():
                progress.now.share = share
                if self._stopping.is_set():
                    return
        self._village.join_present()
        present = Present(desk, self._village, clock=utc_now)
        present.plan_posts()
        self._runner.start()
        progress.now.is_ready = True
        present.go_on(self._stopping)
