"""Triggers that let the database itself refuse to leave a place without an owner.

Actions refuse first, in words. This holds for every other hand: a script, a shell, a mistake.
A workspace of an agency has the agency's owners; one that is closed may be taken apart.
"""

from __future__ import annotations

from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import DEFAULT_DB_ALIAS

from beffroi.workspaces.models import Agency, AgencyMembership, Membership, Workspace
from beffroi.workspaces.rules import Role

_REFUSAL = "An owner must stay."
_OWNER = Role.OWNER.value

#: Per table of memberships: its column of the place, the table of places, and which need an owner.
_PLACES = {
    Membership._meta.db_table: (
        "workspace_id",
        Workspace._meta.db_table,
        "place.agency_id IS NULL AND place.closed_at IS NULL",
    ),
    AgencyMembership._meta.db_table: (
        "agency_id",
        Agency._meta.db_table,
        "place.closed_at IS NULL",
    ),
}


def protect(connection: BaseDatabaseWrapper) -> None:
    """Refuse from now on to take away the last owner."""
    statements = _protect_sqlite if connection.vendor == "sqlite" else _protect_postgresql
    _execute(connection, statements())


def protect_after_migrate(using: str = DEFAULT_DB_ALIAS, **_: Any) -> None:
    """Put the triggers back: rebuilding a table loses them."""
    connection = connections[using]
    if set(_PLACES) <= set(connection.introspection.table_names()):
        protect(connection)


def _protect_sqlite() -> list[str]:
    return [
        f"CREATE TRIGGER IF NOT EXISTS {table}_owner_{change.lower()} AFTER {change} ON {table} "
        f"WHEN {_was_the_last(table)} "
        f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
        for table in _PLACES
        for change in ("UPDATE", "DELETE")
    ]


def _protect_postgresql() -> list[str]:
    statements = []
    for table in _PLACES:
        statements += [
            f"CREATE OR REPLACE FUNCTION {table}_keep_owner() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN IF {_was_the_last(table)} THEN "
            f"RAISE EXCEPTION '{_REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; "
            "END IF; RETURN NULL; END $$",
            *(
                f"CREATE OR REPLACE TRIGGER {table}_owner_{change.lower()} AFTER {change} "
                f"ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_keep_owner()"
                for change in ("UPDATE", "DELETE")
            ),
        ]
    return statements


def _was_the_last(table: str) -> str:
    """Say in SQL that the place has just lost its last owner. Made of constants only."""
    column, places, need = _PLACES[table]
    others = f"SELECT 1 FROM {table} WHERE {column} = OLD.{column} AND role = '{_OWNER}'"  # noqa: S608
    place = f"SELECT 1 FROM {places} AS place WHERE place.id = OLD.{column} AND {need}"  # noqa: S608
    return f"OLD.role = '{_OWNER}' AND NOT EXISTS ({others}) AND EXISTS ({place})"


def _execute(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
