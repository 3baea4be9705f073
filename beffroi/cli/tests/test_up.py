from __future__ import annotations

import re
import shutil
import socket
import time
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from beffroi.cli import messages, up
from beffroi.cli.tests.commands import Home, end, line_with
from beffroi.cli.tests.conftest import Command


class Hanging:
    """A part that takes all the time that it is given."""

    def __init__(self) -> None:
        self.given: list[float] = []

    def start(self) -> None: ...

    def stop_claiming(self, drain_seconds: float = 0) -> None: ...

    def stop(self, drain_seconds: float = 0) -> None:
        self.given.append(drain_seconds)
        time.sleep(drain_seconds)


def test_parts_share_the_time_in_which_they_end() -> None:
    first, last = Hanging(), Hanging()
    up._Together([first, last]).stop(0.1)
    assert first.given[0] > 0.05
    assert last.given == [0]


def status_of(address: str, path: str) -> int:
    connection = HTTPConnection(urlsplit(address).netloc, timeout=20)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()


def test_beffroi_prepares_an_empty_folder_serves_and_ends_when_told(
    home: Home, command: Command
) -> None:
    with home.started("up", "--port", "0") as process:
        assert "changes" in line_with(process, "Preparing the database")
        address = line_with(process, "ready").split()[-1]
        assert status_of(address, "/health/") == 200
        assert status_of(address, "/account/login/") == 200
        taken = command("up", "--port", str(urlsplit(address).port))
        code, seconds = end(process)
    assert code == 0
    assert seconds < 30
    assert taken.code == 1


def test_jobs_alone_end_when_told(filled: Home) -> None:
    with filled.started("up", BEFFROI_ROLES="worker") as process:
        line_with(process, "serves no pages")
        code, seconds = end(process)
    assert code == 0
    assert seconds < 30


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_a_port_in_use_is_one_sentence(command: Command, language: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        said = command("up", "--port", port, language=language)
    assert (said.code, said.out) == (1, "")
    assert port in said.err
    assert "--port" in said.err
    assert said.err.count("\n") == 1


@pytest.mark.parametrize("host", ["192.0.2.1", "no host"])
def test_an_address_that_is_not_ours_is_one_sentence(command: Command, host: str) -> None:
    said = command("up", "--host", host, "--port", "0")
    assert (said.code, said.out) == (1, "")
    assert host in said.err
    assert said.err.count("\n") == 1


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_a_full_disk_is_one_sentence_and_nothing_is_changed(
    command: Command,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    language: str,
) -> None:
    usage = shutil.disk_usage(tmp_path)._replace(free=2_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    monkeypatch.setattr(up, "migrate", lambda: pytest.fail("the database was touched"))
    said = command("up", "--port", "0", language=language)
    assert (said.code, said.out) == (1, "")
    assert re.search(r"2\sM", said.err)
    assert str(tmp_path) in said.err
    assert said.err.count("\n") == 1


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_a_folder_where_nothing_can_be_written_is_one_sentence(home: Home, language: str) -> None:
    done = home.run(f"--language={language}", "up", BEFFROI_DATA_DIR="/sys/beffroi")
    assert (done.returncode, done.stdout) == (1, "")
    assert "/sys/beffroi" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_wrong_setting_is_one_sentence(home: Home) -> None:
    done = home.run("up", BEFFROI_SIGNUP="everybody")
    assert (done.returncode, done.stdout) == (1, "")
    assert "BEFFROI_SIGNUP" in done.stderr
    assert done.stderr.count("\n") == 1
