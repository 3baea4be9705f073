"""Makes an empty database, step by step or at once, and prints what every table then holds.

It can also die as somebody pulls the plug, once every table stands.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator

import django
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models.signals import post_migrate

Row = tuple[object, ...]

#: Names of keys and indexes may tell of a table's former name: what they hold is compared.
_POSTGRESQL = {
    "columns": (
        "SELECT table_name, column_name, data_type, character_maximum_length, is_nullable,"
        " column_default, collation_name, is_identity"
        " FROM information_schema.columns WHERE table_schema = 'public'"
        # Django's own steps forget which kind of key its own app asks for.
        " AND (table_name, column_name) <> ('auth_group_permissions', 'id')"
    ),
    "keys": (
        "SELECT conrelid::regclass::text, contype::text, pg_get_constraintdef(oid)"
        " FROM pg_constraint WHERE connamespace = 'public'::regnamespace"
    ),
    "indexes": "SELECT tablename, regexp_replace(indexdef, 'INDEX .* ON', 'ON') FROM pg_indexes"
    " WHERE schemaname = 'public'",
    "triggers": "SELECT tgrelid::regclass::text, pg_get_triggerdef(oid) FROM pg_trigger"
    " WHERE NOT tgisinternal",
}
_CONSTRAINT = re.compile(r'CONSTRAINT "(\w+)" (?:CHECK|UNIQUE)')


def shape() -> dict[str, list[Row]]:
    """Return it, part by part, each sorted."""
    parts = _sqlite() if connection.vendor == "sqlite" else _postgresql()
    return {name: sorted(set(rows), key=repr) for name, rows in parts}


def _postgresql() -> Iterator[tuple[str, list[Row]]]:
    for part, statement in _POSTGRESQL.items():
        yield part, _rows(statement)


def _sqlite() -> Iterator[tuple[str, list[Row]]]:
    yield "tables", _rows("SELECT name, type, wr, strict FROM pragma_table_list")
    yield "others", _rows("SELECT type, name, sql FROM sqlite_master WHERE type != 'table'")
    for row in _rows("SELECT name, sql FROM sqlite_master WHERE type = 'table'"):
        table, sql = map(str, row)
        named: list[Row] = [(name,) for name in _CONSTRAINT.findall(sql)]
        columns = 'SELECT name, type, "notnull", dflt_value, pk FROM pragma_table_xinfo(%s)'
        keys = 'SELECT "table", "from", "to", on_delete FROM pragma_foreign_key_list(%s)'
        yield table, named + _rows(columns, table) + _rows(keys, table)


def _rows(statement: str, *values: str) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return list(cursor.fetchall())


def main(way: str) -> None:
    """Make it that way, in the database of the environment."""
    django.setup()
    if way == "dying":
        post_migrate.connect(lambda **_: os._exit(9), weak=False)
    if way == "slowly":
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())
    call_command("migrate", verbosity=0)
    sys.stdout.write(json.dumps(shape()))


if __name__ == "__main__":
    main(sys.argv[1])
