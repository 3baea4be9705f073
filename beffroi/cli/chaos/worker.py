"""A worker to which things happen: a forked process that runs jobs on a clock that runs fast."""

from __future__ import annotations

import logging
import mmap
import os
import signal
import struct
import threading
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from django.db import connections

from beffroi.channels import gateway
from beffroi.cli.chaos import interruptions
from beffroi.cli.chaos.scenarios import Blow, Mishap
from beffroi.cli.chaos.verdicts import RESTING
from beffroi.core.jobs import Runner
from beffroi.delivery import steps
from beffroi.delivery.models import Delivery

#: What one beat of a lane's clock is worth.
BEAT = timedelta(seconds=1)
#: A world that did not come to rest after this time is stuck.
PATIENCE = timedelta(minutes=75)
_LOOK_SECONDS = 0.05
_UPKEEP_SECONDS = 0.3
_LEASE = timedelta(minutes=2)
_JUMPS = {Mishap.AHEAD: timedelta(hours=1), Mishap.BACK: timedelta(minutes=-20)}


class FastClock:
    """The time of one scenario, the same in all of its processes.

    It goes on by beats of the lane, so that on a busy machine it slows down as the workers do.
    """

    def __init__(self) -> None:
        self.started = datetime.now(UTC)  # noqa: TID251 - the scenario's own beginning
        self._memory = mmap.mmap(-1, 16)  # seconds passed, seconds jumped: one writer each

    def __call__(self) -> datetime:
        """Return the scenario's instant."""
        return self.started + timedelta(seconds=sum(struct.unpack("dd", self._memory)))

    def passed(self) -> timedelta:
        """Return how long the scenario has gone on, whatever the clock says."""
        return timedelta(seconds=struct.unpack_from("d", self._memory)[0])

    def beat(self) -> None:
        """Go on."""
        struct.pack_into("d", self._memory, 0, (self.passed() + BEAT).total_seconds())

    def jump(self, by: timedelta) -> None:
        """Set the clock wrong."""
        struct.pack_into("d", self._memory, 8, by.total_seconds())


class Fate:
    """Deals each blow once, to whichever process comes to it; made before the processes are."""

    def __init__(self, blows: Sequence[Blow], clock: FastClock) -> None:
        self._blows = [(blow, _tickets(blow.occurrence)) for blow in blows]
        self._clock = clock

    def __call__(self, step: str) -> None:
        """Let happen what is to happen at `step`."""
        for blow, tickets in self._blows:
            if blow.step == step and os.read(tickets, 1) == b"!":
                self._strike(blow.mishap)

    def _strike(self, mishap: Mishap) -> None:
        if mishap is Mishap.KILL:
            os.kill(os.getpid(), signal.SIGKILL)
        elif mishap is Mishap.FREEZE:
            # To this thread: one sent to the process lets it run on for a while.
            signal.pthread_kill(threading.get_ident(), signal.SIGSTOP)
        elif mishap is Mishap.PAUSE:
            interruptions.begin(clock=self._clock)
        else:
            self._clock.jump(_JUMPS[mishap])

    def end(self) -> int:
        """Return how many blows have come."""
        left = 0
        for _, tickets in self._blows:
            left += b"!" in os.read(tickets, 99)
            os.close(tickets)
        return len(self._blows) - left


def _tickets(occurrence: int) -> int:
    """Return a pipe whose `occurrence`-th byte is the winning one, then nothing."""
    read_end, write_end = os.pipe()
    os.write(write_end, b"." * (occurrence - 1) + b"!")
    os.close(write_end)
    return read_end


def fork_worker(clock: FastClock, fate: Fate) -> int:
    """Start a worker in a process of its own; return its id. Connections must be closed."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        logging.disable(logging.CRITICAL)
        steps.observer = fate
        _work(clock)
        code = 0
    finally:
        os._exit(code)


def _work(clock: FastClock) -> None:
    gateway.forget()
    runner = Runner(
        threads=2,
        worker_name=f"chaos-{os.getpid()}",
        lease=_LEASE,
        clock=clock,
        upkeep_seconds=_UPKEEP_SECONDS,
    )
    runner.start()
    while clock.passed() < PATIENCE and not _is_quiet():
        interruptions.end_when_over(clock=clock)
        time.sleep(_LOOK_SECONDS)
    runner.stop(drain_seconds=2)
    connections.close_all()


def _is_quiet() -> bool:
    return not Delivery.objects.exclude(status__in=RESTING).exists()
