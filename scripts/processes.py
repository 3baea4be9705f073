"""Start programs for the length of a `with`, and end them by their own id whatever happens."""

from __future__ import annotations

import contextlib
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

#: How long a program may take to end by itself before it is killed.
STOP_SECONDS = 15.0


class NotStarted(Exception):
    """A program ended, or stayed silent, before it was ready; the message is for the user."""


@dataclass(frozen=True)
class Account:
    """The system account that a program runs as; None means the one that asks."""

    user: str | None = None
    group: str | None = None


OWN_ACCOUNT = Account()


@contextlib.contextmanager
def running(
    command: Sequence[str | Path],
    *,
    log: Path,
    cwd: Path,
    env: Mapping[str, str],
    account: Account = OWN_ACCOUNT,
    stop_signal: signal.Signals = signal.SIGTERM,
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program beside us; its output goes to `log`.

    It leads a session of its own, so that Ctrl-C reaches us alone and the order of ending is ours.
    Its standard input closes when we die, however we die: a program may take that as its end.
    """
    with log.open("ab") as output:
        process = subprocess.Popen(
            [str(part) for part in command],
            cwd=cwd,
            env=env,
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            user=account.user,
            group=account.group,
            extra_groups=[] if account.user else None,
        )
    try:
        yield process
    finally:
        _stop(process, stop_signal=stop_signal)


def _stop(process: subprocess.Popen[bytes], *, stop_signal: signal.Signals) -> None:
    if process.poll() is None:
        process.send_signal(stop_signal)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdin:
        process.stdin.close()


def wait_until(
    is_ready: Callable[[], bool],
    *,
    process: subprocess.Popen[bytes],
    name: str,
    log: Path,
    seconds: float = 60,
) -> None:
    """Return once `is_ready`; raise NotStarted, with the end of the log, when that cannot be."""
    deadline = time.monotonic() + seconds
    while not is_ready():
        if process.poll() is not None:
            raise NotStarted(f"{name} ended at its start (exit {process.returncode}).\n{_end(log)}")
        if time.monotonic() > deadline:
            raise NotStarted(f"{name} was not ready after {seconds:.0f} s.\n{_end(log)}")
        time.sleep(0.1)


def _end(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-20:])


def free_port() -> int:
    """Return a port of loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def is_listening(port: int) -> bool:
    """Say whether somebody answers on this port of loopback."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def end_cleanly_on_signals() -> None:
    """Turn SIGTERM and SIGHUP into an ordinary end, so that every `with` closes."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _exit)


def _exit(number: int, _frame: FrameType | None) -> None:
    sys.exit(128 + number)


def run_command(command: Sequence[str], *, cwd: Path, env: Mapping[str, str]) -> int:
    """Run a command in the foreground and return its exit code; it hears Ctrl-C as we do."""
    process = subprocess.Popen(command, cwd=cwd, env=env)
    try:
        return process.wait()
    except BaseException:
        # Ctrl-C reached it too; SIGTERM did not. Either way it must be gone before its servers are.
        _stop(process, stop_signal=signal.SIGTERM)
        raise
