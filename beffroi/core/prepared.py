"""Queries that every page asks: built once, since that takes longer than their answer."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet

M = TypeVar("M", bound=Model)

#: Stands for an id while the query is built: no row has one as high.
_FIRST_STAND_IN = 2**53
#: Stands for an instant: the last year that there is.
_LAST_YEAR = 9999


class Prepared(Generic[M]):
    """A query whose only variable parts are ids and instants (aware UTC).

    `build` is called once, with a stand-in for each of `names`, which are of ids, and `instants`;
    it must not depend on anything else that changes.
    """

    def __init__(
        self, build: Callable[..., QuerySet[M]], *names: str, instants: tuple[str, ...] = ()
    ) -> None:
        self._build = build
        ids = {name: _FIRST_STAND_IN + place for place, name in enumerate(names)}
        self._stand_ins: dict[str, int | datetime] = {**ids}
        for day, name in enumerate(instants, start=1):
            self._stand_ins[name] = datetime(_LAST_YEAR, 1, day, tzinfo=UTC)

    def rows(self, **asked_for: int | datetime) -> list[M]:
        """Return the rows for these values; annotations come as the database gives them."""
        model, sql, parameters = self._compiled
        values = {
            _written(stand_in): _written(asked_for[name])
            for name, stand_in in self._stand_ins.items()
        }
        asked = [values.get(parameter, parameter) for parameter in parameters]
        return list(model._default_manager.raw(sql, asked))

    def rows_of_each(self, name: str, ids: Collection[int], **asked_for: int | datetime) -> list[M]:
        """Return the row of each of these ids, in one query, for the values of all other names.

        `name` is of the id that says which row it is, the model's own; the query ends with its
        conditions, without an order.
        """
        if not ids:
            return []
        model, sql, parameters = self._compiled
        stand_in = _written(self._stand_ins[name])
        values = {
            _written(self._stand_ins[other]): _written(value) for other, value in asked_for.items()
        }
        own = _column(model)
        pieces = sql.split("%s")
        places = [own if parameter == stand_in else "%s" for parameter in parameters]
        many = "".join(piece + place for piece, place in zip(pieces, [*places, ""], strict=True))
        asked = [values.get(one, one) for one in parameters if one != stand_in]
        wanted = ", ".join(["%s"] * len(ids))
        return list(model._default_manager.raw(f"{many} AND {own} IN ({wanted})", [*asked, *ids]))

    @cached_property
    def _compiled(self) -> tuple[type[M], str, tuple[Any, ...]]:
        rows = self._build(**self._stand_ins)
        sql, parameters = rows.query.get_compiler(connection=connection).as_sql()
        return rows.model, sql, tuple(parameters)


def _column(model: type[Model]) -> str:
    """Return the key of a model's rows as SQL names it, also where a query stands in another."""
    quote = connection.ops.quote_name
    return f"{quote(model._meta.db_table)}.{quote(str(model._meta.pk.column))}"


def _written(value: int | datetime) -> Any:
    """Return a value as the database is given it."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value
