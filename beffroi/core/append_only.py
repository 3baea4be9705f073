"""Triggers that let the database itself refuse to change or to remove lines of the trail.

They stop mistakes and hasty hands. Whoever owns the database can drop them: that is what the chain
of hashes is for.
"""

from __future__ import annotations

from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import DEFAULT_DB_ALIAS

from beffroi.core.models import AuditEntry

_TABLE = AuditEntry._meta.db_table
_REFUSAL = "The audit trail is append-only."

_PROTECT = {
    "sqlite": [
        f"CREATE TRIGGER IF NOT EXISTS audit_no_{change} BEFORE {change} ON {_TABLE} "
        f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
        for change in ("update", "delete")
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$",
        "CREATE OR REPLACE TRIGGER audit_no_update BEFORE UPDATE OR DELETE "
        f"ON {_TABLE} FOR EACH ROW EXECUTE FUNCTION audit_refuse()",
    ],
}


def protect(connection: BaseDatabaseWrapper) -> None:
    """Refuse changes to the trail from now on."""
    _execute(connection, _PROTECT[connection.vendor])


def _execute(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def protect_after_migrate(using: str = DEFAULT_DB_ALIAS, **_: Any) -> None:
    """Put the triggers back: rebuilding a table loses them."""
    connection = connections[using]
    if _TABLE in connection.introspection.table_names():
        protect(connection)
