"""How long until the first page, and how much memory: of the demo, and of an ordinary start."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from beffroi.demo.story.present import FIRST_WORDS
from beffroi.demo.visiting import Visitor, until

_PATIENCE_SECONDS = 120.0
_STOP_PATIENCE_SECONDS = 40
_REQUESTS = 50
_VISITED = ("/", "/calendar/", "/posts/", "/posts/new/", "/inbox/", "/channels/", "/workspace/")
_CLAIRE, _NADIA = "claire@atelier-martin.example", "nadia@nova.example"

Figures = dict[str, float | int]


def run() -> Figures:
    """Start the demo and look around in it, then start `beffroi up` twice on an empty folder."""
    with tempfile.TemporaryDirectory(prefix="beffroi-bench-") as folder:
        return {**_demo(), **_ordinary(Path(folder))}


def _demo() -> Figures:
    """Measure the demo: pages, jobs and both simulated networks in one process."""
    with _started("demo") as (process, port, started_at):
        visitor = Visitor(port)
        until(lambda: visitor.page("/"), seconds=_PATIENCE_SECONDS)
        first_page_seconds = time.perf_counter() - started_at
        first_page_cpu_seconds = _cpu_seconds(process.pid)
        until(lambda: visitor.enter(_CLAIRE), seconds=_PATIENCE_SECONDS)
        ready_seconds = time.perf_counter() - started_at
        until(lambda: FIRST_WORDS in visitor.page("/inbox/"), seconds=_PATIENCE_SECONDS)
        lively_seconds = time.perf_counter() - started_at
        cpu_seconds = _cpu_seconds(process.pid)
        for email in (_CLAIRE, _NADIA):
            visitor.enter(email)
            for path in _VISITED:
                visitor.page(path)
        used_bytes = memory_bytes(process.pid)
    return {
        "rss_mb": round(used_bytes / 1_000_000, 1),
        "first_page_s": round(first_page_seconds, 2),
        "first_page_cpu_s": round(first_page_cpu_seconds, 2),
        "ready_s": round(ready_seconds, 2),
        "lively_s": round(lively_seconds, 2),
        "lively_cpu_s": round(cpu_seconds, 2),
    }


def _ordinary(folder: Path) -> Figures:
    figures: Figures = {}
    for name in ("up_first", "up"):  # the first start makes the database
        with _started("up", BEFFROI_DATA_DIR=str(folder)) as (process, port, started_at):
            visitor = Visitor(port)
            until(lambda: visitor.page("/"), seconds=_PATIENCE_SECONDS)  # noqa: B023 called here
            figures[f"{name}_first_page_s"] = round(time.perf_counter() - started_at, 2)
            figures[f"{name}_cpu_s"] = round(_cpu_seconds(process.pid), 2)
            page_seconds = min(_timed_page(visitor) for _ in range(_REQUESTS))
            figures["up_rss_mb"] = round(memory_bytes(process.pid) / 1_000_000, 1)
            stopping_at = time.perf_counter()
        figures["stop_s"] = round(time.perf_counter() - stopping_at, 2)
        figures["page_ms"] = round(page_seconds * 1000, 1)
    return figures


@contextmanager
def _started(command: str, **more: str) -> Iterator[tuple[subprocess.Popen[bytes], int, float]]:
    """Start `beffroi` on a free port for the block: the process, the port, and when it began."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = int(listener.getsockname()[1])
    line = [sys.executable, "-m", "beffroi.cli.main", command, "--port", str(port)]
    ordinary = {name: value for name, value in os.environ.items() if "BEFFROI_" not in name}
    ordinary.pop("DJANGO_SETTINGS_MODULE", None)
    started_at = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 ourselves
        line, env={**ordinary, **more}, stdout=subprocess.DEVNULL
    )
    try:
        yield process, port, started_at
    finally:
        process.terminate()
        process.wait(timeout=_STOP_PATIENCE_SECONDS)


def _timed_page(visitor: Visitor) -> float:
    started_at = time.perf_counter()
    visitor.page("/")
    return time.perf_counter() - started_at


def memory_bytes(pid: int) -> int:
    """Return the resident memory of a process."""
    status = Path(f"/proc/{pid}/status")
    if status.exists():
        found = re.search(r"^VmRSS:\s+(\d+) kB$", status.read_text(), re.MULTILINE)
        return int(found[1]) * 1024 if found else 0
    asked = subprocess.run(  # noqa: S603 a fixed command
        ["/bin/ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True, check=True
    )
    return int(asked.stdout) * 1024


def _cpu_seconds(pid: int) -> float:
    """Return the processor time that a process has used: says more than time on a busy machine."""
    stat = Path(f"/proc/{pid}/stat")
    if not stat.exists():
        return 0.0
    fields = stat.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
