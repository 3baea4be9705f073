"""A process that runs jobs of the kind "probe", and dies where it is told to.

Each run of a probe appends one line to a file, as something that others see. Environment:
PROBE_FILE, the file; PROBE_LEASE, seconds; CRASH_AT, the number of the step to die at;
PROBE_THREADS; PROBE_HOLD, seconds that a probe takes between its two lines.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import django

django.setup()

from beffroi.core import heartbeat, jobs  # noqa: E402
from beffroi.core.clock import Clock  # noqa: E402
from beffroi.core.jobs import registry, store  # noqa: E402
from beffroi.core.models import Job  # noqa: E402

CRASH_AT = int(os.environ.get("CRASH_AT", "0"))
HOLD_SECONDS = float(os.environ.get("PROBE_HOLD", "0"))
STEPS = (
    (heartbeat, "beat"),
    (store, "ensure_periodic"),
    (store, "expire"),
    (store, "claim"),
    (store, "settle"),
)
_steps = threading.Lock()
_count = 0
_last_settled = 0


def step() -> int:
    """Die here, if it is the turn of this step; else return its number."""
    global _count
    with _steps:
        _count += 1
        if _count == CRASH_AT:
            os.kill(os.getpid(), signal.SIGKILL)
        return _count


def note(text: str) -> None:
    """Append a line, at once and whole."""
    descriptor = os.open(os.environ["PROBE_FILE"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(descriptor, f"{text}\n".encode())
    os.close(descriptor)


def around(function: Callable[..., Any]) -> Callable[..., Any]:
    """Put a step before a function, and one after it."""

    def stepped(*arguments: Any, **named: Any) -> Any:
        global _last_settled
        step()
        result = function(*arguments, **named)
        number = step()
        if function.__name__ == "settle":
            _last_settled = number
        return result

    return stepped


def probe(payload: Mapping[str, Any], *, clock: Clock) -> None:
    step()
    note(f"start {payload['n']}")
    time.sleep(HOLD_SECONDS)
    if HOLD_SECONDS:
        jobs.ensure_leased()
        note(f"end {payload['n']} {os.getpid()}")
    step()


def suicide(payload: Mapping[str, Any], *, clock: Clock) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def main() -> int:
    """Run probes until none is left; then say which step was the end of the last one."""
    registry._registrations.clear()
    jobs.job("probe")(probe)
    jobs.job("suicide")(suicide)
    for module, name in STEPS:
        setattr(module, name, around(getattr(module, name)))
    lease = timedelta(seconds=float(os.environ.get("PROBE_LEASE", "1")))
    runner = jobs.Runner(threads=int(os.environ.get("PROBE_THREADS", "2")), lease=lease)
    runner.start()
    while Job.objects.exclude(state=Job.State.QUARANTINED).exists():
        time.sleep(0.02)
    runner.stop()
    Path(os.environ["PROBE_FILE"]).with_suffix(".steps").write_text(str(_last_settled))
    return 0


if __name__ == "__main__":
    sys.exit(main())
