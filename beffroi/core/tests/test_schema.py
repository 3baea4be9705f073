from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from beffroi.core.tests.databases import environment, new_database

_SETTINGS = "beffroi.config.settings"


pytestmark = [pytest.mark.django_db, pytest.mark.timeout(600)]


def _run(folder: Path, url: str, way: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "beffroi.core.tests.shape_process", way],
        env=environment(folder=folder, database_url=url, DJANGO_SETTINGS_MODULE=_SETTINGS),
        check=False,
        timeout=500,
        capture_output=True,
        text=True,
    )


def _shape(folder: Path, way: str) -> Any:
    folder.mkdir()
    with new_database(folder) as url:
        done = _run(folder, url, way)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_tables_made_at_once_are_those_that_the_migrations_make(tmp_path: Path) -> None:
    slowly, at_once = (_shape(tmp_path / way, way) for way in ("slowly", "at_once"))
    assert at_once.keys() == slowly.keys()
    for part, rows in at_once.items():
        assert rows == slowly[part], part


def test_a_process_that_dies_at_its_first_start_leaves_nothing_in_the_way(tmp_path: Path) -> None:
    with new_database(tmp_path) as url:
        assert _run(tmp_path, url, "dying").returncode == 9
        again = _run(tmp_path, url, "at_once")
    assert again.returncode == 0, again.stderr
    assert "audit_no_update" in again.stdout
