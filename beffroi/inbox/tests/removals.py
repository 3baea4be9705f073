"""A network that deletes as it is told to, and jobs that may be killed."""

from __future__ import annotations

from collections.abc import Callable

from beffroi.core import jobs
from beffroi.core.models import AuditEntry
from beffroi.inbox import rules
from beffroi.inbox.tests.desk import Desk
from beffroi.networks.errors import (
    NetworkError,
    NetworkUnavailable,
    OutcomeUnknown,
    QuotaExhausted,
    RateLimited,
    UnexpectedResponse,
)
from tests.clock import FrozenClock

NETWORK_ANSWERS_LATE: tuple[NetworkError, ...] = (
    NetworkUnavailable(),
    OutcomeUnknown(),
    RateLimited(retry_after_seconds=5),
    QuotaExhausted(),
    UnexpectedResponse(),
)


class Killed(BaseException):
    """What kill -9 does to a process: nothing after it runs."""


class Network:
    """Deletes, or raises; `meanwhile` happens during the call."""

    def __init__(self) -> None:
        self.removed: list[str] = []
        self.fails: NetworkError | Killed | None = None
        self.meanwhile: Callable[[], None] = lambda: None

    def remove(self, remote_id: str) -> None:
        """Do as told."""
        self.removed.append(remote_id)
        self.meanwhile()
        if self.fails is not None:
            raise self.fails


def run_jobs(clock: FrozenClock) -> None:
    """Run what is due in a new process."""
    jobs.Runner().run_until_idle(clock)


def let_pass(desk: Desk) -> None:
    """Let the time to undo pass, then run what is due."""
    desk.clock.advance(seconds=rules.REMOVAL_CAN_BE_UNDONE_FOR.total_seconds())
    run_jobs(desk.clock)


def trail() -> list[tuple[str, int | None]]:
    """Return who did what about feedback, oldest first."""
    about = AuditEntry.objects.filter(action__startswith="feedback.").order_by("id")
    return list(about.values_list("action", "actor_id"))
