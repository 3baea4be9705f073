from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from beffroi.printing import libraries
from scripts import debian, setup


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout whose environment was prepared for people who change Beffroi."""
    for name in ("build.txt", "base.txt", "dev.txt", "pyproject.toml"):
        (tmp_path / name).write_text(name)
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    monkeypatch.setattr(setup, "ROOT", tmp_path)
    monkeypatch.setattr(setup, "REQUIREMENTS", tmp_path)
    monkeypatch.setattr(setup, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(setup, "STAMP", tmp_path / ".venv" / "stamp.json")
    _note("dev")
    return tmp_path


def _note(aim: str) -> None:
    setup.STAMP.write_text(json.dumps({"inputs": setup._inputs(aim), "aim": aim}))


@pytest.mark.parametrize("aim", ["run", "dev", "test"])
def test_nothing_is_installed_twice(aim: str, checkout: Path) -> None:
    assert setup._is_installed(aim)


def test_another_lock_is_installed(checkout: Path) -> None:
    (checkout / "dev.txt").write_text("another")
    assert not setup._is_installed("dev")


def test_what_runs_beffroi_is_not_enough_to_change_it(checkout: Path) -> None:
    _note("run")
    assert setup._is_installed("run")
    assert not setup._is_installed("dev")


def test_an_environment_whose_python_is_gone_is_made_again(checkout: Path) -> None:
    (checkout / ".venv" / "bin" / "python").unlink()
    assert not setup._is_installed("run")


def test_libraries_that_print_are_installed_where_they_are_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[str] = []

    def install(*packages: str) -> bool:
        asked.extend(packages)
        return False

    monkeypatch.setattr(debian, "install", install)
    monkeypatch.setattr(libraries, "missing", list)
    setup._find_libraries()
    assert asked == []
    monkeypatch.setattr(libraries, "missing", lambda: ["libpango-1.0-0"])
    setup._find_libraries()
    assert asked == list(libraries.WANTED)
    assert "libpango-1.0-0" in capsys.readouterr().err


def test_a_python_that_cannot_run_is_not_new_enough() -> None:
    assert setup._is_new_enough(sys.executable)
    assert not setup._is_new_enough("/nowhere/python3")
