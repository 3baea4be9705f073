"""A month that has something to tell, by what people do: codes at the till, costs, hours."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from beffroi.insight.tests.conftest import make_channel
from beffroi.sales import economics, noting, offering, spending
from beffroi.sales.economics import Said
from beffroi.sales.noting import Count
from beffroi.sales.offering import Wish
from beffroi.sales.rules import CostKind, Kind, OfferKind
from beffroi.sales.spending import Purpose
from tests.world import World


def a_month(world: World, first: date, *, now: datetime) -> None:
    """Twelve codes at 22.50 €, 40 € of advertising, 1 h 25 of work, from a day on."""
    workspace, claire = world.atelier, world.claire
    make_channel(workspace, "linkedin", now=now)
    money = Said("EUR", Decimal("0.62"), Decimal("0.055"), 3500)
    economics.say(workspace, money, actor=claire, now=now)
    last = first + timedelta(days=27)
    wish = Wish(
        name="Le coffret",
        kind=OfferKind.DISCOUNT,
        code="COFFRET10",
        first_day=first,
        last_day=last,
        product="Coffret",
        usual_cents=2500,
        price_cents=2250,
    )
    offer = offering.make(workspace, wish, actor=claire, now=now)
    for place in range(4):
        day = first + timedelta(days=2 + 7 * place)
        noting.note(workspace, Count(Kind.TILL, day, 3, offer=offer), actor=claire, now=now)
    purpose = Purpose()
    spending.note_cost(
        workspace,
        kind=CostKind.MEDIA,
        cents=4000,
        days=(first, last),
        note="",
        purpose=purpose,
        actor=claire,
        now=now,
    )
    spending.note_time(
        workspace, day=first, minutes=85, note="", purpose=purpose, actor=claire, now=now
    )
