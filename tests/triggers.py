"""Tables that refuse changes: their triggers step aside for tests, then come back as they were."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection


@contextmanager
def stepping_aside() -> Iterator[None]:
    """Let this connection change what the database itself protects."""
    vendors = {"sqlite": _dropped_on_sqlite, "postgresql": _silent_on_postgresql}
    with vendors[connection.vendor]():
        yield


@contextmanager
def stepping_aside_for_flushes() -> Iterator[None]:
    """Let the flush between tests pass on SQLite; PostgreSQL truncates past its triggers."""
    if connection.vendor != "sqlite":
        yield
        return
    operations = type(connection.ops)
    flush = operations.execute_sql_flush

    def flush_past_triggers(self: Any, statements: Any) -> None:
        with _dropped_on_sqlite():
            flush(self, statements)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(operations, "execute_sql_flush", flush_past_triggers)
        yield


@contextmanager
def _dropped_on_sqlite() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = dict(cursor.fetchall())
        for name in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
        try:
            yield
        finally:
            for statement in triggers.values():
                cursor.execute(statement)


@contextmanager
def _silent_on_postgresql() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        try:
            yield
        finally:
            cursor.execute("SET session_replication_role = DEFAULT")
