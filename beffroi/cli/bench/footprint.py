"""How long until the first page, and how much memory, of a fresh installation in one process."""

from __future__ import annotations

import http.client
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

_READY_WITHIN_SECONDS = 60
_PAUSE_SECONDS = 0.02
_REQUESTS = 50
_MOST_REDIRECTS = 5


def run() -> dict[str, float | int]:
    """Start `beffroi up` on an empty folder; measure, and stop it."""
    with tempfile.TemporaryDirectory(prefix="beffroi-bench-") as folder:
        first = _measure(Path(folder), requests=_REQUESTS)
        again = _measure(Path(folder), requests=1)
    return {
        "health_s": round(first.health_seconds, 2),
        "first_page_s": round(first.first_page_seconds, 2),
        "restart_first_page_s": round(again.first_page_seconds, 2),
        "page_ms": round(first.page_seconds * 1000, 1),
        "rss_mb": round(first.memory_bytes / 1_000_000, 1),
        "stop_s": round(first.stop_seconds, 2),
    }


@dataclass(frozen=True)
class _Measure:
    health_seconds: float
    first_page_seconds: float
    page_seconds: float
    memory_bytes: int
    stop_seconds: float


def _measure(folder: Path, *, requests: int) -> _Measure:
    port = _free_port()
    started_at = time.perf_counter()
    process = _start(folder, port)
    try:
        _wait_for(process, port, "/health/")
        health_seconds = time.perf_counter() - started_at
        _page(port, "/")
        first_page_seconds = time.perf_counter() - started_at
        page_seconds = min(_timed_page(port, "/") for _ in range(requests))
        memory_bytes = _memory_bytes(process.pid)
    finally:
        stopping_at = time.perf_counter()
        process.terminate()
        process.wait(timeout=40)
    stop_seconds = time.perf_counter() - stopping_at
    return _Measure(health_seconds, first_page_seconds, page_seconds, memory_bytes, stop_seconds)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def _start(folder: Path, port: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "beffroi.cli.main", "up", "--port", str(port)]
    removed = {"BEFFROI_DATABASE_URL", "BEFFROI_SECRET_FILE", "BEFFROI_ROLES"}
    kept = {name: value for name, value in os.environ.items() if name not in removed}
    environment = {**kept, "BEFFROI_DATA_DIR": str(folder)}
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)  # noqa: S603 ourselves


def _wait_for(process: subprocess.Popen[bytes], port: int, path: str) -> None:
    deadline = time.perf_counter() + _READY_WITHIN_SECONDS
    while process.poll() is None and time.perf_counter() < deadline:
        try:
            if _get(port, path)[0] == http.client.OK:
                return
        except OSError:
            pass
        time.sleep(_PAUSE_SECONDS)
    raise RuntimeError(f"No answer at {path}; exit code {process.poll()}.")


def _timed_page(port: int, path: str) -> float:
    started_at = time.perf_counter()
    _page(port, path)
    return time.perf_counter() - started_at


def _page(port: int, path: str) -> None:
    """Get a page, through redirects to the sign-in."""
    status = 0
    for _ in range(_MOST_REDIRECTS):
        status, location = _get(port, path)
        if not location:
            break
        path = urlsplit(location)._replace(scheme="", netloc="").geturl()
    if status != http.client.OK:
        raise RuntimeError(f"{path} answers {status}.")


def _get(port: int, path: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        response.read()
        return response.status, response.getheader("Location", "")
    finally:
        connection.close()


def _memory_bytes(pid: int) -> int:
    """Return the resident memory of a process."""
    status = Path(f"/proc/{pid}/status")
    if status.exists():
        found = re.search(r"^VmRSS:\s+(\d+) kB$", status.read_text(), re.MULTILINE)
        return int(found[1]) * 1024 if found else 0
    asked = subprocess.run(  # noqa: S603 a fixed command
        ["/bin/ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True, check=True
    )
    return int(asked.stdout) * 1024
