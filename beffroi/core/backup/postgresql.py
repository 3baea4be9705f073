"""The PostgreSQL side of backup and restore: rows as lines of JSON, read at one instant.

A line is a list: first the name of a table and its columns, then the values of one row of it.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from beffroi.core import schema
from beffroi.core.backup import tables
from beffroi.core.backup.errors import ArchiveUnreadable
from beffroi.core.backup.manifest import Manifest

_MIGRATIONS = "django_migrations"
_ROWS_AT_ONCE = 2000


def dump(target: Path) -> tuple[dict[str, int], tuple[tuple[str, str], ...]]:
    """Write every row as of one instant; return the count of rows per table, and the migrations."""
    counts: dict[str, int] = {}
    with target.open("w", encoding="utf-8") as file, transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        for table in tables.names():
            columns = _columns(table)
            file.write(json.dumps({"table": table, "columns": columns}) + "\n")
            counts[table] = 0
            if table in tables.LEFT_OUT:
                continue
            for row in _rows(table, columns):
                file.write(json.dumps(row, default=_plain, ensure_ascii=False) + "\n")
                counts[table] += 1
        applied = tables.applied_migrations()
    return counts, applied


def _columns(table: str) -> list[str]:
    with connection.cursor() as cursor:
        described = connection.introspection.get_table_description(cursor, table)
    return [column.name for column in described]


def _rows(table: str, columns: list[str]) -> Iterator[tuple[Any, ...]]:
    quote = connection.ops.quote_name
    listed = ", ".join(quote(column) for column in columns)
    with connection.chunked_cursor() as cursor:
        cursor.execute(f"SELECT {listed} FROM {quote(table)} ORDER BY 1")  # noqa: S608 quoted
        while rows := cursor.fetchmany(_ROWS_AT_ONCE):
            yield from rows


def _plain(value: object) -> object:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return {"base64": base64.b64encode(value).decode()}
    if isinstance(value, UUID | Decimal | timedelta):
        return str(value)
    raise TypeError(f"A backup cannot hold a {type(value).__name__}.")


def _from_plain(value: object) -> object:
    return base64.b64decode(value["base64"]) if isinstance(value, dict) else value


def check(source: Path, *, wanted: dict[str, int]) -> None:
    """Raise ArchiveUnreadable unless the lines hold as many rows of each table."""
    counts: dict[str, int] = {}
    table = ""
    with source.open(encoding="utf-8") as file:
        for line in file:
            if line.startswith("{"):
                table = json.loads(line)["table"]
            counts[table] = counts.get(table, -1) + 1
    if counts != wanted:
        raise ArchiveUnreadable(_("The database in this backup is damaged. Try an older backup."))


def load(source: Path, manifest: Manifest) -> None:
    """Replace everything by the rows of `source`, inside the caller's transaction."""
    _drop({*tables.names(), *manifest.tables})
    _make_tables(manifest)
    _empty(set(manifest.tables) - {_MIGRATIONS})
    _insert(source)
    connection.check_constraints()
    call_command("migrate", verbosity=0, interactive=False)
    _reset_sequences()


def _make_tables(manifest: Manifest) -> None:
    """Make them as they were when the backup was made."""
    if set(manifest.migrations) == set(MigrationLoader(None).disk_migrations):
        schema.make(connection.alias)
    else:
        MigrationExecutor(connection).migrate(_last_steps(manifest))


def _drop(names: set[str]) -> None:
    listed = _listed(names)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {listed} CASCADE")


def _listed(names: Iterable[str]) -> str:
    return ", ".join(connection.ops.quote_name(name) for name in sorted(names))


def _last_steps(manifest: Manifest) -> list[tuple[str, str]]:
    """Return the steps of the backup that no other of its steps in the same app follows."""
    graph = MigrationExecutor(connection).loader.graph
    applied = set(manifest.migrations) & set(graph.nodes)
    followed = {
        parent.key
        for key in applied
        for parent in graph.node_map[key].parents
        if parent.key[0] == key[0]
    }
    return sorted(applied - followed)


def _empty(names: set[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {_listed(names)}")


def _insert(source: Path) -> None:
    statement = ""
    batch: list[list[object]] = []
    with source.open(encoding="utf-8") as file, connection.cursor() as cursor:
        for line in file:
            said = json.loads(line)
            if isinstance(said, dict):
                _flush(cursor, statement, batch)
                statement = _insert_into(said["table"], said["columns"])
            elif statement:
                batch.append([_from_plain(value) for value in said])
                if len(batch) >= _ROWS_AT_ONCE:
                    _flush(cursor, statement, batch)
        _flush(cursor, statement, batch)


def _insert_into(table: str, columns: list[str]) -> str:
    if table == _MIGRATIONS:
        return ""
    quote = connection.ops.quote_name
    listed = ", ".join(quote(column) for column in columns)
    places = ", ".join("%s" for _ in columns)
    into = f"{quote(table)} ({listed}) OVERRIDING SYSTEM VALUE"
    return f"INSERT INTO {into} VALUES ({places})"  # noqa: S608 names of our tables


def _flush(cursor: Any, statement: str, batch: list[list[object]]) -> None:
    if batch:
        cursor.executemany(statement, batch)
        batch.clear()


def _reset_sequences() -> None:
    models = apps.get_models(include_auto_created=True)
    statements = connection.ops.sequence_reset_sql(no_style(), models)
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def other_sessions() -> int:
    """Return how many others are connected to this database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        return int(cursor.fetchone()[0])
