from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from beffroi.insight.reports import actions
from beffroi.insight.reports.models import Report, ReportRecipient
from beffroi.insight.tests.conftest import channel, workspace, world
from beffroi.sales import economics, noting, offering, spending
from beffroi.sales.economics import Said
from beffroi.sales.noting import Count
from beffroi.sales.offering import Wish
from beffroi.sales.rules import CostKind, Kind, OfferKind
from beffroi.sales.spending import Purpose
from tests.clock import FrozenClock
from tests.world import World

__all__ = ["channel", "workspace", "world"]

AUGUST = date(2026, 8, 1)


@pytest.fixture
def sold(world: World, clock: FrozenClock) -> None:
    """Ten codes in August and one in July, 40 € of advertising, 1 h 25 of work."""
    now = clock()
    money = Said("EUR", Decimal("0.62"), Decimal("0.055"), 3500)
    economics.say(world.atelier, money, actor=world.claire, now=now)
    wish = Wish(
        name="Le coffret",
        kind=OfferKind.DISCOUNT,
        code="AOUT10",
        first_day=date(2026, 7, 1),
        last_day=date(2026, 8, 31),
        product="Coffret",
        usual_cents=2500,
        price_cents=2250,
    )
    offer = offering.make(world.atelier, wish, actor=world.claire, now=now)
    for day, many in ((date(2026, 7, 31), 1), (AUGUST, 4), (date(2026, 8, 31), 6)):
        count = Count(Kind.TILL, day, many, offer=offer)
        noting.note(world.atelier, count, actor=world.karim, now=now)
    spending.note_cost(
        world.atelier,
        kind=CostKind.MEDIA,
        cents=4000,
        days=(AUGUST, date(2026, 8, 31)),
        note="",
        purpose=Purpose(),
        actor=world.claire,
        now=now,
    )
    spending.note_time(
        world.atelier,
        day=date(2026, 8, 31),
        minutes=85,
        note="",
        purpose=Purpose(),
        actor=world.karim,
        now=now,
    )


def made(world: World, now: datetime) -> Report:
    """Make the report of August."""
    return actions.make(world.atelier, AUGUST, language="fr", actor=world.claire, now=now)


def receives(
    world: World,
    now: datetime,
    address: str = "claire@example.org",
    *,
    is_weekly: bool = False,
    is_monthly: bool = True,
) -> ReportRecipient:
    """Have an address receive reports."""
    return actions.add_recipient(
        world.atelier,
        address,
        is_weekly=is_weekly,
        is_monthly=is_monthly,
        language="fr",
        actor=world.claire,
        now=now,
    )
