"""Databases that other processes can open: the one of the tests, and new ones."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dj_database_url
import psycopg
from django.apps.registry import Apps
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor


def url_of_tests() -> str:
    """Return the address of the database that this test uses."""
    return _url(str(connection.settings_dict["NAME"]))


def _url(name: str) -> str:
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    server = connection.settings_dict
    return (
        f"postgresql://{server['USER']}:{server['PASSWORD']}"
        f"@{server['HOST']}:{server['PORT']}/{name}"
    )


@contextmanager
def new_database(folder: Path, *, template: str = "") -> Iterator[str]:
    """Make a database of the kind that is tested, empty or a copy; give its address."""
    if connection.vendor == "sqlite":
        if template:
            shutil.copy(template.removeprefix("sqlite:///"), folder / "beffroi.sqlite3")
        yield _url(str(folder / "beffroi.sqlite3"))
        return
    name = f"test_{uuid.uuid4().hex}"
    model = template.rpartition("/")[2] or "template1"
    with psycopg.connect(_url("postgres"), autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{model}"')
        try:
            yield _url(name)
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def tables_at(app: str, step: str, *, folder: Path) -> Iterator[Apps]:
    """Work in a database of its own, migrated up to a step of an app; give the models of then.

    Later steps are made by whoever asks. The tests' own database is left alone.
    """
    default = connections["default"]
    own = default.settings_dict["NAME"]
    with new_database(folder) as url:
        default.close()
        default.settings_dict["NAME"] = dj_database_url.parse(url)["NAME"]
        try:
            executor = MigrationExecutor(default)
            executor.migrate([(app, step)])
            yield executor.loader.project_state([(app, step)]).apps
        finally:
            default.close()
            default.settings_dict["NAME"] = own


def environment(*, folder: Path, database_url: str, **more: str) -> dict[str, str]:
    """Return the environment of a process of Beffroi with its own folder."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BEFFROI_")}
    own = {"BEFFROI_DATA_DIR": str(folder), "BEFFROI_DATABASE_URL": database_url}
    return {**kept, **own, "PYTHONUNBUFFERED": "1", **more}
