from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from beffroi.core.tests.databases import environment

_MAKE = "import django; django.setup(); from beffroi.demo import schema; schema.make()"


def _shape(database: Path) -> dict[str, set[tuple[object, ...]]]:
    """Return what each table holds: columns, indexes, foreign keys, triggers."""
    connection = sqlite3.connect(database)
    named = connection.execute("SELECT type, name, tbl_name FROM sqlite_master").fetchall()
    found: dict[str, set[tuple[object, ...]]] = {"names": set()}
    for kind, name, table in named:
        found["names"].add((kind, name, table))
        if kind == "table":
            columns = connection.execute(f"PRAGMA table_info('{name}')").fetchall()
            keys = connection.execute(f"PRAGMA foreign_key_list('{name}')").fetchall()
            found[name] = {column[1:] for column in columns} | {key[2:5] for key in keys}
    connection.close()
    return found


@pytest.mark.timeout(180)
def test_tables_made_at_once_are_those_that_the_migrations_make(tmp_path: Path) -> None:
    commands = {
        "slowly": ["-m", "beffroi.cli.main", "migrate"],
        "at_once": ["-c", _MAKE],
    }
    shapes = []
    for name, command in commands.items():
        folder = tmp_path / name
        folder.mkdir()
        database = folder / "beffroi.sqlite3"
        variables = environment(
            folder=folder,
            database_url=f"sqlite:///{database}",
            DJANGO_SETTINGS_MODULE="beffroi.config.settings",
        )
        subprocess.run([sys.executable, *command], env=variables, check=True, timeout=120)
        shapes.append(_shape(database))
    assert shapes[0] == shapes[1]
