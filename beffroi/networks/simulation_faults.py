"""What a simulator can be told to do wrong, before or after a call’s effect. No server here."""

from __future__ import annotations

import threading
from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum


class FaultKind(Enum):
    """How one call goes wrong. "Before" leaves no effect, "after" leaves it."""

    ERROR_BEFORE = "error_before"
    ERROR_AFTER = "error_after"
    CUT_BEFORE = "cut_before"
    CUT_AFTER = "cut_after"
    HALF_AFTER = "half_after"
    HTML_BEFORE = "html_before"
    HTML_AFTER = "html_after"
    LATE = "late"  # silent, then the effect once the caller has given up
    HANG = "hang"  # silent for ever, without effect
    SLOW = "slow"  # late, but right
    DRIP_AFTER = "drip_after"  # the effect, then an answer that never ends
    HUGE_BEFORE = "huge_before"  # megabytes, without effect
    DEEP_BEFORE = "deep_before"  # JSON that nests without end, without effect
    REDIRECT_BEFORE = "redirect_before"


#: The call took effect, and the caller cannot know it.
AFTER_EFFECT = (
    FaultKind.ERROR_AFTER,
    FaultKind.CUT_AFTER,
    FaultKind.HALF_AFTER,
    FaultKind.HTML_AFTER,
    FaultKind.DRIP_AFTER,
)
#: The call did nothing, and the caller cannot know it.
BEFORE_EFFECT = (
    FaultKind.ERROR_BEFORE,
    FaultKind.CUT_BEFORE,
    FaultKind.HTML_BEFORE,
    FaultKind.HANG,
    FaultKind.HUGE_BEFORE,
    FaultKind.DEEP_BEFORE,
    FaultKind.REDIRECT_BEFORE,
)


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault, for `times` calls in a row.

    `status`, `headers` and `body` are those of an error; `seconds` is how long HANG, LATE and SLOW
    stay silent at most; `location` is where REDIRECT_BEFORE leads.
    """

    kind: FaultKind
    status: int = 500
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str = '{"error":"InternalServerError"}'
    seconds: float = 30.0
    location: str = "http://127.0.0.1:9/"
    times: int = 1


class Faults:
    """The faults to come, in a queue per route. "*" is every route."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._queues: dict[str, deque[Fault]] = defaultdict(deque)
        self._released = threading.Event()

    def add(self, route: str, fault: Fault) -> None:
        """Queue `fault` for the next calls of `route`."""
        with self._lock:
            self._released.clear()
            self._queues[route].extend([fault] * fault.times)

    def take(self, route: str) -> Fault | None:
        """Return the next fault of `route` and forget it."""
        with self._lock:
            for name in (route, "*"):
                if self._queues[name]:
                    return self._queues[name].popleft()
        return None

    def clear(self) -> None:
        """Forget every fault and end those under way."""
        with self._lock:
            self._queues.clear()
        self.release()

    def release(self) -> None:
        """End every HANG, LATE and SLOW now."""
        self._released.set()

    def wait(self, seconds: float) -> None:
        """Stay silent until `release` or for `seconds`."""
        self._released.wait(seconds)

    def waiting(self) -> dict[str, list[str]]:
        """Return the kinds of fault still to come, by route."""
        with self._lock:
            return {
                route: [fault.kind.value for fault in queue]
                for route, queue in self._queues.items()
                if queue
            }
