"""Queries that every page asks: built once, since that takes longer than their answer."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet

M = TypeVar("M", bound=Model)

#: Stands for an id while the query is built: no row has one as high.
_FIRST_STAND_IN = 2**53


class Prepared(Generic[M]):
    """A query whose only variable parts are ids.

    `build` is called once, with a stand-in for each of `names`; it must not depend on anything
    else that changes.
    """

    def __init__(self, build: Callable[..., QuerySet[M]], *names: str) -> None:
        self._build = build
        self._stand_ins = {name: _FIRST_STAND_IN + place for place, name in enumerate(names)}

    def rows(self, **ids: int) -> list[M]:
        """Return the rows for these ids; annotations come as the database gives them."""
        model, sql, parameters = self._compiled
        values = {stand_in: ids[name] for name, stand_in in self._stand_ins.items()}
        asked = [values.get(parameter, parameter) for parameter in parameters]
        return list(model._default_manager.raw(sql, asked))

    @cached_property
    def _compiled(self) -> tuple[type[M], str, tuple[Any, ...]]:
        rows = self._build(**self._stand_ins)
        sql, parameters = rows.query.get_compiler(connection=connection).as_sql()
        return rows.model, sql, tuple(parameters)
