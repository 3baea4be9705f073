"""Makers of what addresses of offers, sales and costs name."""

from __future__ import annotations

from beffroi.archives.models import TableImport
from beffroi.sales import noting, shops, spending
from beffroi.sales.models import Shop
from beffroi.sales.noting import Count
from beffroi.sales.rules import CostKind, Kind
from beffroi.sales.spending import Purpose
from tests.access.contest_objects import offer_with_contest
from tests.access.objects import Side, maker


@maker
def offer_id(side: Side) -> object:
    """Make a contest: as any offer, and with pages of its own."""
    return offer_with_contest(side).pk


@maker
def conversion_id(side: Side) -> object:
    count = Count(Kind.CALL, side.now.date(), 1)
    return noting.note(side.workspace, count, actor=side.person, now=side.now).pk


@maker
def cost_id(side: Side) -> object:
    day = side.now.date()
    return spending.note_cost(
        side.workspace,
        kind=CostKind.TOOLS,
        cents=1900,
        days=(day, day),
        note="",
        purpose=Purpose(),
        actor=side.person,
        now=side.now,
    ).pk


@maker
def work_time_id(side: Side) -> object:
    return spending.note_time(
        side.workspace,
        day=side.now.date(),
        minutes=20,
        note="",
        purpose=Purpose(),
        actor=side.person,
        now=side.now,
    ).pk


@maker
def shop_id(side: Side) -> object:
    return _shop(side).pk


@maker
def shop_token(side: Side) -> object:
    return _shop(side).token


@maker
def table_id(side: Side) -> object:
    """Return a table of orders that was taken."""
    row = TableImport.objects.create(
        workspace=side.workspace,
        kind="orders",
        subject_id=_shop(side).pk,
        name="orders.csv",
        size_bytes=120,
        status=TableImport.Status.DONE,
        lines_total=1,
        lines_done=1,
        added=1,
        created_at=side.now,
        ended_at=side.now,
    )
    return row.pk


def _shop(side: Side) -> Shop:
    made, _secret = shops.connect(
        side.workspace, name="Online", software="plain", actor=side.person, now=side.now
    )
    return made
