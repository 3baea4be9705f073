"""Where codes lead, kept at hand: the database is asked once in a few seconds for each."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from django.db import Error, close_old_connections

from beffroi.links.queries import open_link

logger = logging.getLogger(__name__)

#: A target that is changed is followed after so long, once somebody came; a stopped one is not.
FRESH_SECONDS = 5.0
#: Who comes after a longer silence waits for what is true now.
STALE_SECONDS = 30.0
_KEPT_MAX = 50_000


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link leads; `is_elsewhere` when that is another host than it was made for."""

    workspace_id: int
    address: str
    is_elsewhere: bool


@dataclass(slots=True)
class _Known:
    target: Target | None
    until: float


class Targets:
    """Targets by code. While the database does not answer, those that were known lead on.

    Used by one thread; the database is asked by another.
    """

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._known: dict[str, _Known] = {}
        self._asked: dict[str, Future[Target | None]] = {}
        self._asker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="links")

    def knows(self, code: str) -> bool:
        """Tell whether a code was looked up before, be it in vain."""
        return code in self._known

    def is_stale(self, code: str) -> bool:
        """Tell whether what is known of a code is too old to go by while the database answers."""
        return self._clock() > self._known[code].until + STALE_SECONDS

    def at_hand(self, code: str) -> Target | None:
        """Return the target of a code that it knows; asks anew, beside, when that is old."""
        known = self._known[code]
        if self._clock() > known.until:
            self.ask(code)
        return known.target

    def ask(self, code: str) -> Future[Target | None]:
        """Look a code up. The future raises django.db.Error where nobody can tell."""
        asked = self._asked.get(code)
        if asked is None or asked.done():
            asked = self._asker.submit(_look_up_there, code)
            self._asked[code] = asked
            asked.add_done_callback(lambda done: self._keep(code, done))
        return asked

    def _keep(self, code: str, done: Future[Target | None]) -> None:
        self._asked.pop(code, None)
        if done.cancelled() or done.exception() is not None:
            return
        if len(self._known) >= _KEPT_MAX:
            self._known.pop(next(iter(self._known)), None)
        self._known[code] = _Known(done.result(), self._clock() + FRESH_SECONDS)

    def close(self) -> None:
        """Ask nothing more, and wait for what was asked."""
        self._asker.shutdown(wait=True, cancel_futures=True)


def _look_up_there(code: str) -> Target | None:
    close_old_connections()
    try:
        return look_up(code)
    except Error:  # that a connection broke is no DatabaseError
        logger.warning("A link could not be looked up.", exc_info=True)
        raise


def look_up(code: str) -> Target | None:
    """Return where a code leads, None for nowhere, as of a stopped link. One query."""
    link = open_link(code)
    if link is None or link.stopped_at is not None:
        return None
    return Target(link.workspace_id, link.target, link.is_elsewhere)
