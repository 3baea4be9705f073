"""A worker that may die: a forked process that runs jobs on a clock that runs fast."""

from __future__ import annotations

import logging
import os
import signal
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.db import connections

from beffroi.channels import gateway
from beffroi.cli.chaos.scenarios import Crash
from beffroi.cli.chaos.verdicts import RESTING
from beffroi.core.jobs import Runner
from beffroi.delivery import steps
from beffroi.delivery.models import Delivery

#: Seconds of the scenario in one real second: waits of minutes pass in moments.
SPEED = 100
#: Real seconds after which a world that does not come to rest is stuck.
PATIENCE_SECONDS = 45.0
_UPKEEP_SECONDS = 0.3
_LEASE = timedelta(seconds=4 * _UPKEEP_SECONDS * SPEED)


def fast_clock(*, started: datetime, at: float) -> Callable[[], datetime]:
    """Return a clock that showed `started` when the monotonic clock showed `at`."""
    return lambda: started + timedelta(seconds=(time.monotonic() - at) * SPEED)


def fork_worker(clock: Callable[[], datetime], *, crash: Crash | None) -> int:
    """Start a worker in a process of its own; return its id. Connections must be closed."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        logging.disable(logging.CRITICAL)
        if crash is not None:
            steps.observer = _kill_at(crash)
        code = _work(clock)
    finally:
        os._exit(code)


def _work(clock: Callable[[], datetime]) -> int:
    gateway.forget()
    runner = Runner(
        threads=2,
        worker_name=f"chaos-{os.getpid()}",
        lease=_LEASE,
        clock=clock,
        upkeep_seconds=_UPKEEP_SECONDS,
    )
    runner.start()
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and not _is_quiet():
        time.sleep(0.05)
    runner.stop(drain_seconds=2)
    connections.close_all()
    return 0


def _is_quiet() -> bool:
    return not Delivery.objects.exclude(status__in=RESTING).exists()


def _kill_at(crash: Crash) -> Callable[[str], None]:
    seen: Counter[str] = Counter()

    def observe(step: str) -> None:
        seen[step] += 1
        if step == crash.step and seen[step] == crash.occurrence:
            os.kill(os.getpid(), signal.SIGKILL)

    return observe


def wait_for(children: list[int]) -> int:
    """Wait until every child has ended; return how many were killed."""
    endings = [os.waitpid(child, 0)[1] for child in children]
    return sum(
        os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL for status in endings
    )


def now() -> datetime:
    """Return the instant at which a scenario begins."""
    return datetime.now(UTC)  # noqa: TID251 - the scenario's own beginning
