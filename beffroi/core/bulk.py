"""Writes many rows at once, faster than the ORM does: one statement, prepared once."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import DEFAULT_DB_ALIAS, connections, models


def insert_new(rows: Sequence[models.Model]) -> None:
    """Insert rows of one model, and pass over those that a unique constraint knows.

    They get no id: whoever needs it asks by what makes them unique. Their fields are written as
    `save` would, without its signals.
    """
    if not rows:
        return
    connection = connections[DEFAULT_DB_ALIAS]  # itself: its proxy would be asked for each value
    options = rows[0]._meta
    fields = [field for field in options.concrete_fields if not field.primary_key]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    statement = (
        f"INSERT INTO {quote(options.db_table)} ({columns}) VALUES ({places})"  # noqa: S608 - names
        " ON CONFLICT DO NOTHING"
    )
    values = [
        [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields]
        for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(statement, values)
