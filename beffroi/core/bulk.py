"""Makes and writes many rows at once, faster than the ORM: each statement is prepared once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import attrgetter
from types import NoneType
from typing import Any, Final, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

Row = TypeVar("Row", bound=models.Model)

#: The values that every database takes as they are, by the field that holds them.
_AS_IT_IS: Final = {
    models.CharField: str,
    models.TextField: str,
    models.IntegerField: int,
    models.BigIntegerField: int,
    models.PositiveIntegerField: int,
    models.PositiveSmallIntegerField: int,
    models.ForeignKey: int,
}


def maker(model: type[Row]) -> Callable[..., Row]:
    """Return what makes new rows by the names of their columns (`author_id`, not `author`).

    It does what `model` does, in a third to a half of the time: that looks up each field by name.
    """
    fields = model._meta.concrete_fields
    blank = {field.attname: field.get_default() for field in fields}
    own = [field for field in fields if field.has_default() and callable(field.default)]

    def make(**values: object) -> Row:
        values = {**blank, **{field.attname: field.get_default() for field in own}, **values}
        return model(*values.values())

    return make


def insert_new(rows: Sequence[models.Model]) -> None:
    """Insert rows of one model, and pass over those that a unique constraint knows.

    They get no id: whoever needs it asks by what makes them unique. Their fields are written as
    `save` would, without its signals.
    """
    if not rows:
        return
    fields = [field for field in rows[0]._meta.concrete_fields if not field.primary_key]
    columns = [_column(field, rows) for field in fields]
    _insert(type(rows[0]), fields, columns)


def _column(field: models.Field[Any, Any], rows: Sequence[models.Model]) -> list[object]:
    if type(field) in _AS_IT_IS:  # nothing is worked out before it is saved
        return list(map(attrgetter(field.attname), rows))
    return [field.pre_save(row, add=True) for row in rows]


def insert_values(
    model: type[models.Model], names: Sequence[str], rows: Sequence[tuple[object, ...]]
) -> None:
    """Do as `insert_new` with values by `names`, those of all fields of `model` but its key."""
    if not rows:
        return
    fields = {field.attname: field for field in model._meta.concrete_fields}
    _insert(model, [fields[name] for name in names], list(zip(*rows, strict=True)))


def add_up(
    model: type[models.Model],
    names: Sequence[str],
    rows: Sequence[tuple[object, ...]],
    *,
    unique: Sequence[str],
) -> None:
    """Insert values by `names`; where `unique` is known, add the other values to those there."""
    table = _quoted(model._meta.db_table)
    _insert_or(model, names, rows, unique, lambda one: f"{one} = {table}.{one} + EXCLUDED.{one}")


def replace(
    model: type[models.Model],
    names: Sequence[str],
    rows: Sequence[tuple[object, ...]],
    *,
    unique: Sequence[str],
) -> None:
    """Insert values by `names`; where `unique` is known, the other values are these from now on."""
    _insert_or(model, names, rows, unique, lambda one: f"{one} = EXCLUDED.{one}")


def _insert_or(
    model: type[models.Model],
    names: Sequence[str],
    rows: Sequence[tuple[object, ...]],
    unique: Sequence[str],
    change: Callable[[str], str],
) -> None:
    if not rows:
        return
    fields = {field.attname: field for field in model._meta.concrete_fields}
    columns = {name: _quoted(str(fields[name].column)) for name in names}
    changes = ", ".join(change(columns[name]) for name in names if name not in unique)
    known = ", ".join(columns[name] for name in unique)
    _insert(
        model,
        [fields[name] for name in names],
        list(zip(*rows, strict=True)),
        conflict=f"({known}) DO UPDATE SET {changes}",
    )


def _quoted(name: str) -> str:
    return connections[DEFAULT_DB_ALIAS].ops.quote_name(name)


def _insert(
    model: type[models.Model],
    fields: Sequence[models.Field[Any, Any]],
    columns: Sequence[Sequence[object]],
    *,
    conflict: str = "DO NOTHING",
) -> None:
    connection = connections[DEFAULT_DB_ALIAS]  # itself: its proxy would be asked for each value
    quote = connection.ops.quote_name
    names = ", ".join(quote(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    statement = (
        f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({places})"  # noqa: S608 - names
        f" ON CONFLICT {conflict}"
    )
    prepared = [
        _prepared(field, values, connection) for field, values in zip(fields, columns, strict=True)
    ]
    with connection.cursor() as cursor:
        cursor.executemany(statement, list(zip(*prepared, strict=True)))


def _prepared(
    field: models.Field[Any, Any], values: Sequence[Any], connection: BaseDatabaseWrapper
) -> list[object]:
    """Return values as the database takes them; each is made ready once: most are alike."""
    if set(map(type, values)) <= {_AS_IT_IS.get(type(field)), NoneType}:
        return list(values)
    ready: dict[tuple[type, Any], object] = {}
    found = []
    for value in values:
        if value.__hash__ is None:  # a dictionary or list, which goes into JSON
            found.append(field.get_db_prep_save(value, connection))
            continue
        key = type(value), value
        if key not in ready:
            ready[key] = field.get_db_prep_save(value, connection)
        found.append(ready[key])
    return found
