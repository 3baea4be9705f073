from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from beffroi.core.backup import aside

_KILLED = """
import os, signal, sys
from pathlib import Path
import aside
with aside.folder(Path(sys.argv[1]), purpose="restore") as folder:
    (folder / "database.sqlite3").write_text("what customers wrote")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def names(parent: Path) -> list[str]:
    return sorted(path.name for path in parent.rglob("*"))


def test_what_a_killed_process_left_is_cleared_by_the_next(tmp_path: Path) -> None:
    line = [sys.executable, "-c", _KILLED, str(tmp_path)]
    beside = Path(aside.__file__).parent  # by itself: its package wants Django
    subprocess.run(line, check=False, cwd=beside)
    assert "database.sqlite3" in names(tmp_path)
    with aside.folder(tmp_path, purpose="backup") as folder:
        assert [path.name for path in tmp_path.iterdir()] == [folder.name]
    assert names(tmp_path) == []


def test_what_is_in_use_stays(tmp_path: Path) -> None:
    with aside.folder(tmp_path, purpose="backup") as folder:
        (folder / "archive").write_text("half of it")
        aside.clear_abandoned(tmp_path)
        assert (folder / "archive").exists()
        with aside.folder(tmp_path, purpose="backup") as other:
            assert other != folder
        assert (folder / "archive").exists()


def test_what_is_not_ours_stays(tmp_path: Path) -> None:
    (tmp_path / ".beffroi-notes").mkdir()
    (tmp_path / ".beffroi-list").write_text("mine")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "in-use.lock").touch()
    (tmp_path / ".beffroi-link").symlink_to(elsewhere)
    aside.clear_abandoned(tmp_path)
    kept = [".beffroi-link", ".beffroi-list", ".beffroi-notes", "elsewhere", "in-use.lock"]
    assert names(tmp_path) == kept
