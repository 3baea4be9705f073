"""Offers, sales and costs of Atelier Martin, for the pictures and checks of their pages."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from beffroi.core.clock import utc_now
from beffroi.links.actions import make as make_link
from beffroi.sales import economics, noting, offering, shops, spending
from beffroi.sales.economics import Said
from beffroi.sales.models import Offer, Shop
from beffroi.sales.noting import Count
from beffroi.sales.offering import Wish
from beffroi.sales.orders.told import Landing, OrderTold, RefundTold, Tax, rank_of
from beffroi.sales.recording import record
from beffroi.sales.rules import CostKind, Kind, OfferKind, Source
from beffroi.sales.spending import Purpose
from tests.browser import publishing
from tests.world import World


def sold(world: World) -> None:
    """An offer that runs, with its codes at the till, orders, calls, costs and hours."""
    publishing.month(world)
    now, today = utc_now(), _today(world)
    money = Said("EUR", Decimal("0.62"), Decimal("0.055"), 3500)
    economics.say(world.atelier, money, actor=world.claire, now=now)
    offer = _offer(world, "Le coffret de la fête des mères", "MAMAN10", today)
    _offer(world, "Le pain du mercredi", "PAIN3", today - timedelta(days=60))
    for days, many in ((6, 9), (4, 12), (1, 5)):
        _count(world, Count(Kind.TILL, today - timedelta(days=days), many, offer=offer))
    _count(world, Count(Kind.CALL, today, 3, said="Par Facebook"))
    _count(world, Count(Kind.VISIT, today, 4, paid_cents=9200, said="Instagram"))
    _count(world, Count(Kind.TILL, today - timedelta(days=40), 2, offer=offer))  # too early
    _orders(world)
    for minutes, note in ((50, "Photos et textes"), (35, "Réponses aux commentaires")):
        spending.note_time(
            world.atelier,
            day=today,
            minutes=minutes,
            note=note,
            purpose=Purpose(offer=offer),
            actor=world.karim,
            now=now,
        )
    for kind, cents, note in ((CostKind.MEDIA, 4000, "Meta"), (CostKind.TOOLS, 1900, "Studio")):
        spending.note_cost(
            world.atelier,
            kind=kind,
            cents=cents,
            days=(today.replace(day=1), today),
            note=note,
            purpose=Purpose(offer=offer if kind is CostKind.MEDIA else None),
            actor=world.claire,
            now=now,
        )


def offer_page(world: World) -> str:
    """Return the address of the offer that runs."""
    return f"/measure/offers/{Offer.objects.get(code='MAMAN10').pk}/"


def offer_change(world: World) -> str:
    """Return the address where the offer that runs is changed."""
    return f"{offer_page(world)}change/"


def shop_page(world: World) -> str:
    """Return the address of the shop."""
    return f"/measure/sales/shops/{Shop.objects.get().pk}/"


def _orders(world: World) -> None:
    now = utc_now()
    shop, _secret = shops.connect(
        world.atelier, name="La boutique", software="woocommerce", actor=world.claire, now=now
    )
    link = make_link(workspace=world.atelier, target="https://atelier-martin.example/", now=now)
    told = [
        OrderTold(
            order_id=str(1040 + number),
            number=f"#{1040 + number}",
            moment=now - timedelta(days=number),
            currency="EUR",
            net_cents=2100 + 350 * number,
            tax=Tax.KNOWN,
            codes=("MAMAN10",) if number % 3 == 0 else (),
            landing=Landing(content=link.code) if number % 3 == 1 else Landing(),
            email=f"client{number}@example.org",
            rank=rank_of(now),
        )
        for number in range(7)
    ]
    back = RefundTold(
        refund_id="r1",
        order_id="1041",
        net_cents=800,
        tax=Tax.KNOWN,
        currency="EUR",
        moment=now,
        rank=rank_of(now),
    )
    record(shop, [*told, back], source=Source.SHOP, now=now)
    Shop.objects.filter(pk=shop.pk).update(heard_at=now, forged=2)


def _offer(world: World, name: str, code: str, last: date) -> Offer:
    wish = Wish(
        name=name,
        kind=OfferKind.DISCOUNT,
        code=code,
        first_day=last - timedelta(days=9),
        last_day=last,
        product="Coffret",
        usual_cents=2500,
        price_cents=2250,
        limit=60,
        conditions="Un code par client, en boutique et en ligne.",
    )
    return offering.make(world.atelier, wish, actor=world.claire, now=utc_now())


def _count(world: World, count: Count) -> None:
    noting.note(world.atelier, count, actor=world.karim, now=utc_now())


def _today(world: World) -> date:
    return utc_now().astimezone(world.atelier.zone).date()
