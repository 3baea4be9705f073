"""The demo as a visitor starts it: a process that comes to life, and leaves nothing behind."""

from __future__ import annotations

import signal
import socket
from pathlib import Path

import pytest

from beffroi.cli.tests.commands import Home, end, line_with
from beffroi.demo.story.present import FIRST_WORDS
from beffroi.demo.visiting import Visitor, until

PATIENCE_SECONDS = 100.0


@pytest.fixture
def place(tmp_path: Path) -> Home:
    """An ordinary installation that the demo must leave alone, and a folder for temporary ones."""
    for name in ("ordinary", "temporary"):
        (tmp_path / name).mkdir()
    return Home(tmp_path / "ordinary", "sqlite:////nowhere/at/all")


@pytest.fixture
def temporary(place: Home) -> Path:
    return place.folder.parent / "temporary"


@pytest.fixture
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@pytest.mark.timeout(240)
def test_a_visitor_enters_and_something_new_arrives(
    place: Home, temporary: Path, port: int
) -> None:
    with place.started("demo", "--port", str(port), TMPDIR=str(temporary)) as process:
        line_with(process, f"http://127.0.0.1:{port}/")
        assert [one.name[:13] for one in temporary.iterdir()] == ["beffroi-demo-"]
        visitor = Visitor(port)
        until(lambda: visitor.enter("claire@atelier-martin.example"), seconds=PATIENCE_SECONDS)
        until(lambda: FIRST_WORDS in visitor.page("/inbox/"), seconds=PATIENCE_SECONDS)
        code, _ = end(process)
    assert code == 0
    assert list(temporary.iterdir()) == []
    assert list(place.folder.iterdir()) == []


def test_an_early_end_leaves_nothing_behind_either(place: Home, temporary: Path, port: int) -> None:
    with place.started("demo", "--port", str(port), TMPDIR=str(temporary)) as process:
        line_with(process, f"http://127.0.0.1:{port}/")
        code, _ = end(process, signal.SIGINT)
    assert code == 0
    assert list(temporary.iterdir()) == []


def test_a_port_that_is_taken_is_said_in_a_sentence(place: Home, temporary: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        done = place.run("demo", "--port", str(port), TMPDIR=str(temporary))
    assert done.returncode == 1
    assert f"127.0.0.1:{port} cannot be used" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert list(temporary.iterdir()) == []


def test_a_folder_that_holds_something_is_refused(place: Home, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter").write_text("dear")
    done = place.run("demo", "--data", str(tmp_path / "mine"))
    assert done.returncode == 1
    assert "cannot be used" in done.stderr
    assert [one.name for one in (tmp_path / "mine").iterdir()] == ["letter"]


def test_a_kept_world_is_an_ordinary_one_afterwards(place: Home, tmp_path: Path, port: int) -> None:
    kept = tmp_path / "kept"
    with place.started("demo", "--port", str(port), "--data", str(kept)) as process:
        line_with(process, f"http://127.0.0.1:{port}/")
        assert end(process)[0] == 0
    opened = Home(kept, f"sqlite:///{kept / 'beffroi.sqlite3'}")
    migrated = opened.run("migrate")
    assert migrated.returncode == 0
    assert "nothing to do" in migrated.stdout
