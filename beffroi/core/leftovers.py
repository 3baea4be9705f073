"""What a database keeps of erased rows outside its tables."""

from __future__ import annotations

from django.db import OperationalError, connection


def clear_leftovers(*, whole: bool = False) -> bool:
    """Have SQLite write its log into its file and empty it; tell whether that was done.

    Erased words stand in the log until then. It cannot be while somebody reads from it, or inside
    a transaction: try again. With `whole` the file is written anew before: where rows moved from
    one page of it to another, what they left behind is not overwritten (`secure_delete` sees only
    rows that are deleted). That takes seconds for each GB. PostgreSQL clears up by itself.
    """
    if connection.vendor != "sqlite":
        return True
    if connection.in_atomic_block:
        return False
    with connection.cursor() as cursor:
        if whole:
            try:
                cursor.execute("VACUUM")
            except OperationalError:  # somebody writes, or the disk is full
                return False
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        is_busy, *_ = cursor.fetchone()
    return not is_busy
