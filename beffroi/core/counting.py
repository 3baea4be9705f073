"""Counts rows up to a limit: beyond, a number helps nobody and costs the whole table."""

from __future__ import annotations

from typing import Any

from django.db.models import IntegerField, QuerySet, Subquery


class CountUpTo(Subquery):
    """How many rows a query with a limit gives."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


def count_up_to(rows: QuerySet[Any], *, most: int) -> CountUpTo:
    """Return the number of `rows`, at most `most`, as a column of another query."""
    return CountUpTo(rows.order_by().values("pk")[:most])
