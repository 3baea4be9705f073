"""The SQLite side of backup and restore."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connection
from django.utils.translation import gettext as _

from beffroi.core.backup.errors import ArchiveUnreadable
from beffroi.core.backup.tables import LEFT_OUT


def snapshot(target: Path) -> None:
    """Copy the database as of one instant, while others go on writing; leave out sessions."""
    with (
        closing(sqlite3.connect(str(connection.settings_dict["NAME"]))) as source,
        closing(sqlite3.connect(target)) as copy,
    ):
        source.execute("PRAGMA busy_timeout=20000")
        source.backup(copy, pages=-1)
        copy.execute("PRAGMA journal_mode=DELETE")
        copy.execute("PRAGMA secure_delete=ON")
        present = _table_names(copy)
        for table in LEFT_OUT & present:
            copy.execute(f'DELETE FROM "{table}"')  # noqa: S608 names of ours
        copy.commit()


def _table_names(database: sqlite3.Connection) -> set[str]:
    rows = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    return {name for (name,) in rows if not name.startswith("sqlite_")}


def count_rows(file: Path) -> dict[str, int]:
    """Return how many rows each table of a database file has."""
    with closing(_read_only(file)) as database:
        names = sorted(_table_names(database))
        return {name: _count(database, name) for name in names}


def _count(database: sqlite3.Connection, table: str) -> int:
    name = table.replace('"', '""')
    count = database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608 quoted
    return int(count)


def migrations(file: Path) -> tuple[tuple[str, str], ...]:
    """Return the steps that a database file has made, sorted."""
    with closing(_read_only(file)) as database:
        rows = database.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
        return tuple((app, name) for app, name in rows)


def check(file: Path, *, wanted: dict[str, int]) -> None:
    """Raise ArchiveUnreadable unless the file is sound and holds as many rows of each table."""
    try:
        with closing(_read_only(file)) as database:
            sound = database.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        counts = count_rows(file)
    except sqlite3.DatabaseError as error:
        raise _damaged() from error
    if not sound or counts != wanted:
        raise _damaged()


def _read_only(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)


def _damaged() -> ArchiveUnreadable:
    return ArchiveUnreadable(_("The database in this backup is damaged. Try an older backup."))


@contextmanager
def connected_to(file: Path) -> Iterator[None]:
    """Have Django work in another database file, then come back."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = str(file)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before
