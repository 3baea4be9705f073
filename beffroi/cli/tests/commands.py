"""Runs the command line as people do: in a process of its own, on a folder of its own."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from beffroi.core.tests.databases import environment


@dataclass(frozen=True)
class Home:
    """A data folder with its database."""

    folder: Path
    database_url: str

    def variables(self, **more: str) -> dict[str, str]:
        """Return the environment of commands on this home."""
        given = {"BEFFROI_LOG_LEVEL": "WARNING", "LANG": "en_GB.UTF-8", "LC_ALL": "", **more}
        return environment(folder=self.folder, database_url=self.database_url, **given)

    def run(self, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Run `beffroi` to its end."""
        command = [sys.executable, "-m", "beffroi.cli.main", *arguments]
        return subprocess.run(
            command,
            env=self.variables(**more),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def script(self, module: str, *arguments: str, **more: str) -> str:
        """Run a module with Django's settings; return what it printed."""
        command = [sys.executable, "-m", f"beffroi.cli.tests.{module}", *arguments]
        variables = self.variables(DJANGO_SETTINGS_MODULE="beffroi.config.settings", **more)
        done = subprocess.run(
            command, env=variables, stdout=subprocess.PIPE, text=True, timeout=60, check=True
        )
        return done.stdout

    @contextmanager
    def started(self, *arguments: str, **more: str) -> Iterator[subprocess.Popen[str]]:
        """Start `beffroi`, and end it if the test did not."""
        command = [sys.executable, "-m", "beffroi.cli.main", *arguments]
        process = subprocess.Popen(
            command,
            env=self.variables(**more),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        try:
            yield process
        finally:
            process.kill()
            process.communicate()


def line_with(process: subprocess.Popen[str], text: str) -> str:
    """Return the first line of a process's output that contains `text`."""
    assert process.stdout is not None
    seen = []
    for line in process.stdout:
        seen.append(line)
        if text in line:
            return line
    raise AssertionError(f"{text!r} never came: {seen}")


def end(process: subprocess.Popen[str], number: int = signal.SIGTERM) -> tuple[int, float]:
    """Send a signal; return the exit code and how many seconds it took."""
    started_at = time.monotonic()
    process.send_signal(number)
    code = process.wait(timeout=40)
    return code, time.monotonic() - started_at
