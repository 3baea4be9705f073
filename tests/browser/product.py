"""Beffroi as people run it: `beffroi up` in a process of its own, with its jobs and its folder."""

from __future__ import annotations

import os
import re
import sqlite3
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from scripts.paths import ROOT
from scripts.processes import free_port, running, wait_until

T = TypeVar("T")
_PAUSE_SECONDS = 0.1
#: A mail names its receiver, then gives the code: letters and digits in two groups, or one.
_CODE = r"To: {address}\n.*?^\s*(?P<code>[0-9A-Z]{{3,}}(?:-[0-9A-Z]{{3,}})?)\s*$"


@dataclass(frozen=True)
class Product:
    """A running Beffroi: where its pages are, what it prints, where it keeps its rows."""

    origin: str
    log: Path
    database: Path

    def mailed_code(self, address: str) -> str:
        """Return the code of the newest mail to `address`: without SMTP, mails are printed."""
        pattern = re.compile(_CODE.format(address=re.escape(address)), re.DOTALL | re.MULTILINE)

        def newest() -> str | None:
            found = [match["code"] for match in pattern.finditer(self.log.read_text())]
            return found[-1] if found else None

        return eventually(newest, f"a mail with a code to {address}")

    def hurry(self, *kinds: str) -> None:
        """Make waiting jobs of these kinds due now, as if the time until then had passed."""
        now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
        places = ", ".join("?" * len(kinds))
        with closing(sqlite3.connect(self.database, timeout=20)) as rows, rows:
            rows.execute(
                f"UPDATE core_job SET run_at = ? WHERE state = 'waiting' AND kind IN ({places})",
                [now, *kinds],
            )


@contextmanager
def product(
    folder: Path, *, allow: Iterable[str] = (), homes: Mapping[str, str] | None = None
) -> Iterator[Product]:
    """Run Beffroi for the length of a `with`, open to everybody and with nobody in it yet.

    It may call the `host:port` pairs in `allow`; `homes` are origins of simulators, by network.
    """
    port, log, data = free_port(), folder / "beffroi.log", folder / "data"
    origin = f"http://127.0.0.1:{port}"
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BEFFROI_")}
    environment = {
        **kept,
        "BEFFROI_DATA_DIR": str(data),
        "BEFFROI_PUBLIC_URL": origin,
        "BEFFROI_OUTBOUND_ALLOW": ",".join(allow),
        "BEFFROI_NETWORK_HOMES": ",".join(f"{key}={at}" for key, at in (homes or {}).items()),
        "BEFFROI_SIGNUP": "open",
        "PYTHONUNBUFFERED": "1",
    }
    command = [
        sys.executable,
        "-m",
        "beffroi.cli.main",
        "--language",
        "en",
        "up",
        "--port",
        str(port),
    ]
    with running(command, log=log, cwd=ROOT, env=environment) as process:
        wait_until(
            lambda: "Beffroi is ready" in log.read_text(), process=process, name="Beffroi", log=log
        )
        yield Product(origin, log, data / "beffroi.sqlite3")


def eventually(look: Callable[[], T | None], what: str, *, seconds: float = 30) -> T:
    """Return the first answer of `look` that is one; fail when none came in time."""
    deadline = time.monotonic() + seconds
    while True:
        found = look()
        if found:
            return found
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {seconds:.0f} s for {what}")
        time.sleep(_PAUSE_SECONDS)
