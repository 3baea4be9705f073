"""Runs due jobs: one thread claims and keeps the leases alive, the others work."""

from __future__ import annotations

import logging
import os
import queue
import random
import socket
import threading
import time
from collections import Counter
from contextvars import ContextVar
from datetime import timedelta

import django.db
from django.db import close_old_connections, connection, connections, transaction

from beffroi.core import heartbeat
from beffroi.core.clock import Clock, utc_now
from beffroi.core.jobs import registry, store, wakeup
from beffroi.core.jobs.registry import RetryAt
from beffroi.core.jobs.store import MOST_CRASHES, SUSPECT_CRASHES, Claim, Outcome

logger = logging.getLogger(__name__)

LONGEST_SLEEP_SECONDS = 0.5
HEARTBEAT_SECONDS = 15
SETTLE_TRIES = 6
SUSPECT_PATIENCE = timedelta(seconds=30)
DEFAULT_LEASE = timedelta(seconds=60)

_current: ContextVar[Claim | None] = ContextVar("beffroi_job", default=None)


class LeaseLost(Exception):
    """This process was silent for so long that another one may run the job."""


def ensure_leased() -> None:
    """Raise LeaseLost unless the running job is still ours; it stays so until the transaction ends.

    Outside a job it says nothing.
    """
    claim = _current.get()
    if claim is None:
        return
    with transaction.atomic():
        if not store.is_held(claim):
            raise LeaseLost(f"{claim.kind} {claim.key}")


class Runner:
    """Threads of this process that run jobs; or, with `run_until_idle`, the calling thread."""

    def __init__(
        self,
        threads: int = 4,
        worker_name: str = "",
        lease: timedelta = DEFAULT_LEASE,
        clock: Clock = utc_now,
        upkeep_seconds: float | None = None,
    ) -> None:
        """Take `upkeep_seconds` from the lease unless `clock` does not run as real time does."""
        self._name = worker_name or f"{socket.gethostname()}:{os.getpid()}"
        self._threads = threads
        self._lease = lease
        self._clock = clock
        self._upkeep_seconds = upkeep_seconds or min(lease.total_seconds() / 4, HEARTBEAT_SECONDS)
        self._longest_sleep_seconds = min(LONGEST_SLEEP_SECONDS, self._upkeep_seconds / 4)
        self._wake = threading.Event()
        self._work: queue.SimpleQueue[Claim | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._in_flight: dict[int, Claim] = {}
        self._served_last = 0
        self._waits_for_suspect = False
        self._stopping = False
        self._drained_by = 0.0
        self._next_upkeep = self._next_heartbeat = 0.0
        self._dispatcher: threading.Thread | None = None

    def start(self) -> None:
        """Begin to run jobs, periodic ones included."""
        if self._dispatcher is not None:
            raise RuntimeError("This runner was started before.")
        wakeup.listen(self._wake)
        for number in range(self._threads):
            threading.Thread(target=self._serve, name=f"job-{number}", daemon=True).start()
        self._dispatcher = threading.Thread(target=self._dispatch, name="jobs", daemon=True)
        self._dispatcher.start()

    def stop_claiming(self, drain_seconds: float = 25) -> None:
        """Begin to stop, without waiting: what runs has so long to end. Fit for signal handlers."""
        if not self._stopping:
            self._drained_by = time.monotonic() + drain_seconds
            self._stopping = True
            self._wake.set()

    def stop(self, drain_seconds: float = 25) -> bool:
        """Claim no more, wait for what runs, give back what does not end; True if all ended."""
        self.stop_claiming(drain_seconds)
        if self._dispatcher is None:
            return True
        self._dispatcher.join(max(self._drained_by - time.monotonic(), 0) + 5)
        for _ in range(self._threads):
            self._work.put(None)
        return not self._in_flight

    def run_until_idle(self, clock: Clock | None = None) -> int:
        """Run due jobs one after another in this thread until none is due; return how many ran."""
        clock = clock or self._clock
        ran = 0
        store.expire(clock=clock)
        while claim := self._take((0, MOST_CRASHES), clock=clock):
            self._run(claim, clock)
            ran += 1
        return ran

    def _dispatch(self) -> None:
        try:
            self._ask_for_periodic_jobs()
            while not self._is_done():
                self._wake.wait(self._tick_safely())
                self._wake.clear()
            self._leave()
        finally:
            connections.close_all()

    def _ask_for_periodic_jobs(self) -> None:
        try:
            store.ensure_periodic(now=self._clock())
        except django.db.Error:
            logger.exception("Periodic jobs could not be asked for")

    def _is_done(self) -> bool:
        return self._stopping and (not self._in_flight or time.monotonic() >= self._drained_by)

    def _tick_safely(self) -> float:
        try:
            return self._tick()
        except Exception:  # whatever it is: without this thread, no job would run any more
            logger.exception("The dispatcher stumbles; jobs wait")
            connection.close()
            return 1.0

    def _tick(self) -> float:
        """Do what is due; return how long to sleep, in seconds."""
        if time.monotonic() >= self._next_upkeep:
            self._upkeep()
        if self._stopping:
            return 0.1
        due = store.next_due()
        if due is None:
            return self._longest_sleep_seconds
        seconds = (due - self._clock()).total_seconds()
        if seconds > 0:
            return min(self._longest_sleep_seconds, seconds)
        while (claim := self._next()) is not None:
            with self._lock:
                self._in_flight[claim.id] = claim
            self._work.put(claim)
        return self._longest_sleep_seconds

    def _upkeep(self) -> None:
        """Hold our leases, say that we live, take back what silent processes held."""
        now, tick = self._clock(), time.monotonic()
        mine = self._running()
        store.extend(mine, lease_until=now + self._lease)
        if tick >= self._next_heartbeat:
            heartbeat.beat(self._name, now=now)
            self._next_heartbeat = tick + HEARTBEAT_SECONDS
        store.expire(clock=self._clock, except_ids=[claim.id for claim in mine])
        self._waits_for_suspect = store.suspect_is_late(now=now, patience=SUSPECT_PATIENCE)
        self._next_upkeep = tick + self._upkeep_seconds

    def _running(self) -> list[Claim]:
        with self._lock:
            return list(self._in_flight.values())

    def _next(self) -> Claim | None:
        """Take a job, if a thread is free: a suspect only when nothing else runs."""
        running = self._running()
        if not running:
            self._waits_for_suspect = False  # its turn is now, or it is gone
            if suspect := self._take((SUSPECT_CRASHES, MOST_CRASHES)):
                return suspect
        alone = any(claim.crashes >= SUSPECT_CRASHES for claim in running)
        if alone or self._waits_for_suspect or len(running) >= self._threads:
            return None
        return self._take((0, SUSPECT_CRASHES - 1), busy=self._busy(running))

    def _busy(self, running: list[Claim]) -> list[int]:
        """Return the workspaces that may not have the last free thread: it is for the others."""
        most = max(self._threads - 1, 1)
        counts = Counter(claim.workspace_id or 0 for claim in running)
        return [workspace_id for workspace_id, count in counts.items() if count >= most]

    def _take(
        self,
        crashes: tuple[int, int],
        *,
        busy: list[int] | None = None,
        clock: Clock | None = None,
    ) -> Claim | None:
        now = (clock or self._clock)()
        claim = store.claim(
            now=now,
            lease_until=now + self._lease,
            after=self._served_last,
            busy=busy or [],
            crashes=crashes,
        )
        if claim is not None:
            self._served_last = claim.workspace_id or 0
        return claim

    def _leave(self) -> None:
        try:
            store.release(self._running(), now=self._clock())
            heartbeat.leave(self._name)
        except django.db.Error:
            logger.exception("Jobs could not be given back; their leases will end")

    def _serve(self) -> None:
        try:
            while (claim := self._work.get()) is not None:
                close_old_connections()
                try:
                    self._run(claim, self._clock)
                finally:
                    with self._lock:
                        self._in_flight.pop(claim.id, None)
                    close_old_connections()
                    self._wake.set()
        finally:
            connections.close_all()

    def _run(self, claim: Claim, clock: Clock) -> None:
        token = _current.set(claim)
        try:
            outcome = _outcome(claim, clock)
        finally:
            _current.reset(token)
        for attempt in range(SETTLE_TRIES):
            try:
                kept = store.settle(claim, outcome, clock=clock, chance=random.random())  # noqa: S311 spreads retries
            except django.db.Error:
                logger.exception("Try %s to write the end of %s failed", attempt + 1, claim.kind)
                connection.close()
                time.sleep(0.2 * 2**attempt)
            else:
                if not kept:
                    logger.warning("Job %s lost its lease; its end is not written", claim.kind)
                return


def _outcome(claim: Claim, clock: Clock) -> Outcome:
    try:
        registration = registry.registration(claim.kind)
        next_at = registration.handler(claim.payload, clock=clock)
    except RetryAt as again:
        logger.info("Job %s tries again at %s", claim.kind, again.moment)
        return Outcome(next_at=again.moment, error=type(again.__cause__ or again).__name__)
    except (Exception, SystemExit) as error:
        logger.exception("Job %s failed", claim.kind)
        return Outcome(error=type(error).__name__)
    if next_at is None and registration.every is not None:
        next_at = clock() + registration.every
    return Outcome(next_at=next_at)
