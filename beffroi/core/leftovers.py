"""What a database keeps of erased rows outside its tables."""

from __future__ import annotations

from django.db import connection


def clear_leftovers() -> bool:
    """Have SQLite write its log into its file and empty it; tell whether that was done.

    Erased words stand in the log until then. It cannot be while somebody reads from it, or inside
    a transaction: try again. PostgreSQL clears up by itself (autovacuum).
    """
    if connection.vendor != "sqlite":
        return True
    if connection.in_atomic_block:
        return False
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        is_busy, *_ = cursor.fetchone()
    return not is_busy
