"""`beffroi up` in a process of its own, that can be killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from beffroi.cli.scratch import address_in_use


class Installation:
    """A whole Beffroi on the scratch database, with a folder of its own, on one port."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.port = 0

    def __enter__(self) -> Self:
        self._start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.send_signal(signal.SIGTERM)
        self._process.wait()

    def kill_and_start(self) -> None:
        """End it as a power cut would, and start it again at the same address."""
        self._process.kill()
        self._process.wait()
        self._start()

    def _start(self) -> None:
        environment = {
            **os.environ,
            "BEFFROI_DATABASE_URL": address_in_use(),
            "BEFFROI_DATA_DIR": str(self._folder),
            "BEFFROI_ROLES": "web,worker,listener",
        }
        line = [sys.executable, "-m", "beffroi.cli.main", "--language", "en", "up"]
        self._process = subprocess.Popen(  # noqa: S603 - our own module
            [*line, "--port", str(self.port)], env=environment, stdout=subprocess.PIPE, text=True
        )
        said = self._process.stdout.readline() if self._process.stdout else ""
        address = next((word for word in said.split() if "://" in word), "")
        self.port = urlsplit(address).port or 0
        if not self.port:
            raise RuntimeError(f"Beffroi did not start: {said!r}")
