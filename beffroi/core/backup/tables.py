"""Which tables a backup holds."""

from __future__ import annotations

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

#: Open sessions stay out: a backup in wrong hands must not open anybody's account.
LEFT_OUT = frozenset({"django_session", "usersessions_usersession"})

#: Rows that a fresh installation makes by itself.
_ALWAYS_THERE = frozenset(
    {
        "django_migrations",
        "django_content_type",
        "auth_permission",
        "core_installation",
        "core_worker",
        "core_job",
        *LEFT_OUT,
    }
)


def names() -> list[str]:
    """Return our tables in the present database, sorted; others may have theirs beside."""
    ours = {*connection.introspection.django_table_names(), "django_migrations"}
    with connection.cursor() as cursor:
        return sorted(ours.intersection(connection.introspection.table_names(cursor)))


def has_content() -> bool:
    """Tell whether the present database holds anything that a person put there."""
    return any(_has_rows(table) for table in names() if table not in _ALWAYS_THERE)


def _has_rows(table: str) -> bool:
    with connection.cursor() as cursor:
        name = connection.ops.quote_name(table)
        cursor.execute(f"SELECT 1 FROM {name} LIMIT 1")  # noqa: S608 a name that the database gave
        return cursor.fetchone() is not None


def applied_migrations() -> tuple[tuple[str, str], ...]:
    """Return the steps that the present database has made, sorted."""
    return tuple(sorted(MigrationRecorder(connection).applied_migrations()))
