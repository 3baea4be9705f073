"""Emptying tables that refuse deletions: the triggers step aside, then come back as they were."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db.models.signals import post_migrate


def step_aside() -> None:
    """Drop the triggers of SQLite until the tables are flushed; PostgreSQL truncates past them.

    The flush between tests ends with `post_migrate`, which puts them back.
    """
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = dict(cursor.fetchall())
        for name in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
    post_migrate.connect(_put_back(triggers), weak=False, dispatch_uid="triggers")


def _put_back(triggers: dict[str, str]) -> Callable[..., None]:
    def receive(**_details: Any) -> None:
        post_migrate.disconnect(dispatch_uid="triggers")
        with connection.cursor() as cursor:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            present = {name for (name,) in cursor.fetchall()}
            for name in triggers.keys() - present:
                cursor.execute(triggers[name])

    return receive
