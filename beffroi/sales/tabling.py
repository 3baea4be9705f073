"""A table of orders that a shop wrote: what of it is new, and which lines were not taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from beffroi.sales.calls import settings_of
from beffroi.sales.models import Conversion, Shop
from beffroi.sales.orders.tables import LineProblem, held_against, read_table
from beffroi.sales.orders.told import Telling, Unreadable
from beffroi.sales.recording import record
from beffroi.sales.rules import Source

#: As many lines as a page names; how many more there are is said.
_NAMED_MAX = 50


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a table. `problem` says why nothing of it was taken, "" where it was."""

    taken: int = 0
    known: int = 0
    refused: Sequence[LineProblem] = ()
    refused_more: int = 0
    problem: str = ""


def take(shop: Shop, file: BinaryIO, *, now: datetime) -> Taken:
    """Keep the orders of a table that are new or newer; a wrong line keeps no other back.

    A table of another shop is not taken at all: its orders would stand among ours.
    """
    told = read_table(file, shop=settings_of(shop), now=now)
    if isinstance(told, Unreadable):
        return Taken(problem=told.problem.value)
    ids = [line.order.order_id for line in told.lines]
    known = Conversion.objects.filter(shop=shop, order_id__in=ids).values_list(
        "order_id", "happened_at"
    )
    told = held_against(told, dict(known))
    refused, beyond = told.problems[:_NAMED_MAX], len(told.problems[_NAMED_MAX:])
    if told.another_shop:
        return Taken(refused=refused, refused_more=beyond, problem=told.another_shop.value)
    tellings: list[Telling] = []
    for line in told.lines:
        tellings.append(line.order)
        if line.refund is not None:
            tellings.append(line.refund)
    recorded = record(shop, tellings, source=Source.TABLE, now=now)
    return Taken(recorded.orders, recorded.known, refused, beyond)
