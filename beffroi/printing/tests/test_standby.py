"""How a print ends: in time or not, killed or left alone; nothing of its page stays behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.utils import translation

from beffroi.printing import printer, standby, words
from beffroi.printing.errors import PrintingFailed, PrintingTookTooLong, Reason
from beffroi.printing.tests.pages import on_paper, read

SHORT, LONG = "<p>x</p>", "<p>x</p>" * 1000
#: A server that prints a long page in a thread, in a folder of ours, and waits for a word.
SERVER = """
import sys, tempfile, threading
tempfile.tempdir = sys.argv[1]
import django
django.setup()
from beffroi.printing import printer
page = {"html": "<p>x</p>" * 1000, "language": "fr", "title": "x"}
threading.Thread(target=printer.print_page, kwargs=page, daemon=True).start()
sys.stdin.readline()
"""
LACKING = "raise OSError(\"cannot load library 'libpango-1.0-0': libpango-1.0-0: cannot open\")"


def test_a_page_that_takes_too_long_is_given_up(
    monkeypatch: pytest.MonkeyPatch, no_press: None, own_folder: Path
) -> None:
    monkeypatch.setattr(printer, "_SECONDS_MAX", 0.05)
    with pytest.raises(PrintingTookTooLong) as given_up:
        read(on_paper(SHORT))
    assert given_up.value.reason is Reason.TOO_SLOW
    assert list(own_folder.iterdir()) == []
    monkeypatch.setattr(printer, "_SECONDS_MAX", 30)
    assert len(read(on_paper(SHORT)).pages) == 1


def replaced(monkeypatch: pytest.MonkeyPatch, folder: Path, code: str) -> None:
    """Have the press find another `weasyprint` than the real one."""
    folder.mkdir()
    (folder / "weasyprint.py").write_text(code)
    known = standby.environment()
    known["PYTHONPATH"] = f"{folder}:{known['PYTHONPATH']}"
    monkeypatch.setattr(standby, "environment", lambda: known)


@pytest.mark.parametrize(
    ("code", "reason", "said"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", Reason.DIED, "exit -9"),
        ("raise RuntimeError('no')", Reason.DIED, "RuntimeError: no"),
        ("bytearray(2_000_000_000)", Reason.TOO_HEAVY, ""),
        (f"import os; os.write(1, b'x'); {LACKING}", Reason.LIBRARY_MISSING, ""),
    ],
    ids=["killed", "an error", "too heavy", "it prints"],
)
def test_a_press_that_cannot_begin_leaves_a_named_failure_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch,
    no_press: None,
    own_folder: Path,
    tmp_path_factory: pytest.TempPathFactory,
    caplog: pytest.LogCaptureFixture,
    code: str,
    reason: Reason,
    said: str,
) -> None:
    replaced(monkeypatch, tmp_path_factory.mktemp("other") / "code", code)
    with pytest.raises(PrintingFailed) as failed:
        read(on_paper(SHORT))
    assert failed.value.reason is reason
    assert said in caplog.text
    assert list(own_folder.iterdir()) == []


def test_a_library_that_is_missing_is_named_with_what_remains(
    monkeypatch: pytest.MonkeyPatch, no_press: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    replaced(monkeypatch, tmp_path_factory.mktemp("other") / "code", LACKING)
    with pytest.raises(PrintingFailed) as failed:
        read(on_paper(SHORT))
    assert failed.value.reason is Reason.LIBRARY_MISSING
    with translation.override("fr"):
        told = words.sentence(failed.value)
    assert "apt install libpango-1.0-0" in told
    assert "Votre navigateur" in told


def await_layout(folder: Path) -> None:
    """Wait until fonts are written, which is before anything is laid out."""
    wait_until(lambda: bool(list(folder.glob("*/weasyprint-*"))))


def wait_until(it_came: Callable[[], bool]) -> None:
    """Wait a minute at most."""
    end = time.monotonic() + 60
    while not it_came():
        assert time.monotonic() < end
        time.sleep(0.01)


def press_pid() -> int:
    """Return the id of the process that stands ready."""
    press = printer.standby._press
    assert press is not None
    return press._process.pid


def children(pid: int) -> list[int]:
    """Return the ids of what a process started, by whichever thread."""
    told = [one.read_text() for one in Path(f"/proc/{pid}/task").glob("*/children")]
    return [int(one) for one in " ".join(told).split()]


def lives(pid: int) -> bool:
    """Tell whether a process goes on; one that ended may stand in the table until it is noticed."""
    try:
        told = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return told.rpartition(")")[2].split()[0] not in {"Z", "X"}


@contextmanager
def killing(folder: Path, whom: Callable[[], int]) -> Iterator[list[int]]:
    """Kill a process once a page is being laid out; yield those that were, when it is over."""
    killed: list[int] = []

    def kill() -> None:
        await_layout(folder)
        pid = whom()
        os.kill(pid, signal.SIGKILL)
        killed.append(pid)

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        yield killed
    finally:
        killer.join()


def test_a_page_killed_while_it_is_laid_out_leaves_nothing_and_the_next_is_printed(
    own_folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    read(on_paper(SHORT))
    press = press_pid()
    with killing(own_folder, lambda: children(press)[0]), pytest.raises(PrintingFailed) as failed:
        read(on_paper(LONG))
    assert failed.value.reason is Reason.DIED
    assert "killed by signal 9" in caplog.text
    assert list(own_folder.iterdir()) == []
    assert len(read(on_paper(SHORT)).pages) == 1
    assert press_pid() == press


def test_a_press_killed_while_it_prints_costs_no_page(own_folder: Path, no_press: None) -> None:
    with killing(own_folder, press_pid) as killed:
        assert len(read(on_paper(LONG)).pages) > 1
    assert len(killed) == 1
    assert list(own_folder.iterdir()) == []


def test_a_press_that_ended_since_or_is_about_to_is_replaced(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read(on_paper(SHORT))
    first = press_pid()
    os.kill(first, signal.SIGKILL)
    os.waitid(os.P_PID, first, os.WEXITED | os.WNOWAIT)
    assert len(read(on_paper(SHORT)).pages) == 1
    second = press_pid()
    monkeypatch.setattr(standby, "_READY_SECONDS", 0)
    assert len(read(on_paper(SHORT)).pages) == 1
    assert len({first, second, press_pid()}) == 3


def test_a_press_ends_when_nobody_asks() -> None:
    code = "from beffroi.printing import press; press.IDLE_SECONDS = 0.1; press.main()"
    with subprocess.Popen(
        [sys.executable, "-c", code], env=standby.environment(), stdin=subprocess.PIPE
    ) as press:
        assert press.wait(30) == 0


@pytest.mark.parametrize("is_killed", [True, False], ids=["killed", "ended"])
def test_what_prints_ends_with_its_server_and_leaves_nothing(
    own_folder: Path, is_killed: bool
) -> None:
    command = [sys.executable, "-c", SERVER, str(own_folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as server:
        await_layout(own_folder)
        (press,) = children(server.pid)
        (page,) = children(press)
        if is_killed:
            server.kill()
        else:
            server.communicate(b"\n")
    wait_until(lambda: not lives(press) and not lives(page))
    assert list(own_folder.iterdir()) == []


def test_one_page_is_printed_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printer, "_TURN_SECONDS_MAX", 0.01)
    entered, leave = threading.Event(), threading.Event()

    def hold(*_: object, **__: object) -> bytes:
        entered.set()
        assert leave.wait(30)
        return b""

    monkeypatch.setattr(printer, "_printed", hold)
    first = threading.Thread(
        target=printer.print_page, args=("",), kwargs={"language": "fr", "title": "x"}
    )
    first.start()
    assert entered.wait(30)
    with pytest.raises(PrintingFailed) as failed:
        printer.print_page("", language="fr", title="x")
    leave.set()
    first.join()
    assert failed.value.reason is Reason.BUSY
    assert printer.print_page("", language="fr", title="x") == b""  # its turn was given back
