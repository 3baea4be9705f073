from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from scripts.processes import NotStarted, free_port, is_listening, running, wait_until

SERVER = """
import http.server, sys
address = ("127.0.0.1", int(sys.argv[1]))
http.server.HTTPServer(address, http.server.BaseHTTPRequestHandler).serve_forever()
"""
DEAF = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("deaf", flush=True)
time.sleep(600)
"""
IDLE = "import time; time.sleep(600)"


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_program_runs_for_the_length_of_the_with(tmp_path: Path) -> None:
    port, log = free_port(), tmp_path / "log"
    command = [sys.executable, "-c", SERVER, str(port)]
    with running(command, log=log, cwd=tmp_path, env=os.environ) as process:
        wait_until(lambda: is_listening(port), process=process, name="It", log=log)
    assert not _is_alive(process.pid)
    assert not is_listening(port)


def test_a_program_is_ended_when_what_it_serves_fails(tmp_path: Path) -> None:
    pids = []

    def serve_and_break() -> None:
        command = [sys.executable, "-c", IDLE]
        with running(command, log=tmp_path / "log", cwd=tmp_path, env=os.environ) as process:
            pids.append(process.pid)
            raise RuntimeError("the tests broke")

    with pytest.raises(RuntimeError, match="the tests broke"):
        serve_and_break()
    assert not _is_alive(pids[0])


def test_a_program_that_does_not_listen_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scripts.processes.STOP_SECONDS", 0.2)
    log = tmp_path / "log"
    command = [sys.executable, "-c", DEAF]
    with running(command, log=log, cwd=tmp_path, env=os.environ) as process:
        wait_until(lambda: "deaf" in log.read_text(), process=process, name="It", log=log)
    assert not _is_alive(process.pid)


def test_a_program_that_ends_at_once_is_reported_with_its_last_words(tmp_path: Path) -> None:
    log = tmp_path / "log"
    command = [sys.executable, "-c", "import sys; sys.exit('no such disk')"]
    with (
        running(command, log=log, cwd=tmp_path, env=os.environ) as process,
        pytest.raises(NotStarted, match="no such disk"),
    ):
        wait_until(lambda: False, process=process, name="It", log=log)


def test_a_program_that_is_never_ready_is_reported(tmp_path: Path) -> None:
    log = tmp_path / "log"
    command = [sys.executable, "-c", IDLE]
    with (
        running(command, log=log, cwd=tmp_path, env=os.environ) as process,
        pytest.raises(NotStarted, match="not ready"),
    ):
        wait_until(lambda: False, process=process, name="It", log=log, seconds=0.2)
