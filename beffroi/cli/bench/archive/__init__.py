"""Whether a large archive is read in little memory, and nothing is lost when reading is killed.

A made-up export of Instagram of 1 GB with 300,000 photos, on a temporary SQLite database.
"""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from beffroi.cli.bench.archive.making import POSTS, make

_POLL_SECONDS = 0.1
_PATIENCE_SECONDS = 1800.0

Figures = dict[str, float | int]


def run() -> Figures:
    """Make the archive, read it with a kill in the middle, and count what came of it."""
    with tempfile.TemporaryDirectory(prefix="beffroi-bench-") as name:
        folder = Path(name)
        archive = folder / "instagram.zip"
        _say("making the archive…")
        started_at = time.perf_counter()
        make(archive)
        made_seconds = time.perf_counter() - started_at
        size_bytes = archive.stat().st_size
        _start("prepare", folder, archive).wait(timeout=_PATIENCE_SECONDS)
        _say("reading, until it is killed…")
        reading_at = time.perf_counter()
        killed_at, first_rss = _read_until_killed(folder)
        _say("reading on…")
        second_rss = _read_to_the_end(folder)
        read_seconds = time.perf_counter() - reading_at
        rows, doubled = _rows(folder)
    return {
        "archive_mb": round(size_bytes / 1_000_000, 1),
        "make_s": round(made_seconds, 1),
        "read_s": round(read_seconds, 1),
        "killed_after_rows": killed_at,
        "rows": rows,
        "rows_lost": POSTS - rows,
        "rows_doubled": doubled,
        "peak_rss_mb": round(max(first_rss, second_rss) / 1_000_000, 1),
    }


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _start(task: str, folder: Path, archive: Path | None = None) -> subprocess.Popen[bytes]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BEFFROI_")}
    own = {"BEFFROI_DATA_DIR": str(folder / "data"), "BEFFROI_LOG_LEVEL": "ERROR"}
    own["DJANGO_SETTINGS_MODULE"] = "beffroi.config.settings"
    line = [sys.executable, "-m", "beffroi.cli.bench.archive.process", task, str(archive or "")]
    return subprocess.Popen(line, env={**kept, **own})  # noqa: S603 ourselves


def _read_until_killed(folder: Path) -> tuple[int, int]:
    process = _start("read", folder)
    rows = peak_bytes = 0
    for seen_bytes in _peaks(process):
        peak_bytes = seen_bytes
        rows = _count(folder, "SELECT COUNT(*) FROM archives_historypost")
        if rows >= POSTS // 2:
            break
    process.send_signal(signal.SIGKILL)
    process.wait()
    return rows, peak_bytes


def _read_to_the_end(folder: Path) -> int:
    process = _start("resume", folder)
    peak_bytes = max(_peaks(process), default=0)
    if process.returncode:
        raise RuntimeError(f"Reading ended with {process.returncode}.")
    return peak_bytes


def _peaks(process: subprocess.Popen[bytes]) -> Iterator[int]:
    """Give the most memory that a process has held so far, until it ends."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        peak_bytes = _peak_bytes(process.pid)
        if peak_bytes:
            yield peak_bytes
        time.sleep(_POLL_SECONDS)


def _peak_bytes(pid: int) -> int:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    lines = (line.split() for line in status.splitlines() if line.startswith("VmHWM:"))
    return next((int(words[1]) * 1024 for words in lines), 0)


def _rows(folder: Path) -> tuple[int, int]:
    """Return how many posts are kept, and how many of them are there twice."""
    rows = _count(folder, "SELECT COUNT(*) FROM archives_historypost")
    different = _count(folder, "SELECT COUNT(DISTINCT text) FROM archives_historypost")
    (listed,) = _one(folder, "SELECT listed FROM archives_archiveimport")
    if json.loads(str(listed)):
        raise RuntimeError(f"Files were not read: {listed}")
    return rows, rows - different


def _count(folder: Path, query: str) -> int:
    return int(str(_one(folder, query)[0]))


def _one(folder: Path, query: str) -> tuple[object, ...]:
    with closing(sqlite3.connect(folder / "data" / "beffroi.sqlite3", timeout=30)) as database:
        found: tuple[object, ...] = database.execute(query).fetchone()
        return found
