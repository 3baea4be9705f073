from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db.models import Model

from beffroi.core.models import AuditEntry
from beffroi.sales import noting, offering, shops, spending
from beffroi.sales.models import Offer, Shop
from beffroi.sales.noting import Count
from beffroi.sales.rules import CostKind, Kind
from beffroi.sales.spending import Purpose
from beffroi.sales.tests.test_recording import WISH
from tests.clock import FrozenClock
from tests.world import World

pytestmark = pytest.mark.usefixtures("said")
DAY = date(2026, 9, 10)
#: How each thing is taken back, and put back.
GESTURES: dict[str, tuple[Callable[..., None], Callable[..., None]]] = {
    "conversion": (noting.take_back, noting.put_back),
    "cost": (spending.take_back, spending.put_back),
    "work_time": (spending.take_back, spending.put_back),
    "offer": (offering.remove, offering.bring_back),
    "shop": (shops.disconnect, shops.reconnect),
}


@pytest.fixture
def things(world: World, shop: Shop, clock: FrozenClock) -> dict[str, Model]:
    by: dict[str, Any] = {"actor": world.claire, "now": clock()}
    common: dict[str, Any] = {"note": "", "purpose": Purpose(), **by}
    return {
        "conversion": noting.note(world.atelier, Count(Kind.CALL, DAY, 1), **by),
        "cost": spending.note_cost(
            world.atelier, kind=CostKind.TOOLS, cents=100, days=(DAY, DAY), **common
        ),
        "work_time": spending.note_time(world.atelier, day=DAY, minutes=5, **common),
        "offer": offering.make(world.atelier, WISH, **by),
        "shop": shop,
    }


def test_a_change_of_one_tab_does_not_undo_the_removal_of_another(
    world: World, things: dict[str, Model], clock: FrozenClock
) -> None:
    by: dict[str, Any] = {"actor": world.claire, "now": clock()}
    offering.remove(Offer.objects.get(), **by)
    stale = things["offer"]
    assert isinstance(stale, Offer)
    offering.change(stale, replace(WISH, name="The other box"), **by)
    kept = Offer.objects.get()
    assert (kept.name, kept.removed_at) == ("The other box", clock())


@pytest.mark.parametrize("name", GESTURES)
def test_what_is_taken_back_twice_is_told_once(
    world: World, things: dict[str, Model], clock: FrozenClock, name: str
) -> None:
    row: Any = things[name]
    take, put = GESTURES[name]
    before = AuditEntry.objects.count()
    first = clock()
    take(row, actor=world.claire, now=first)
    clock.advance(minutes=1)
    take(row, actor=world.karim, now=clock())
    row.refresh_from_db()
    assert row.removed_at == first
    for _again in range(2):
        put(row, actor=world.claire, now=clock())
    row.refresh_from_db()
    assert row.removed_at is None
    assert AuditEntry.objects.count() == before + 2
