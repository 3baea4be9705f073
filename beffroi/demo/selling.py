"""What the bakery sells thanks to its posts: two offers, codes at the till, a shop, hours."""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from beffroi.demo.world import World
from beffroi.links.models import Link
from beffroi.publishing.models import Post
from beffroi.sales import economics, noting, offering, shops, spending
from beffroi.sales.economics import Said
from beffroi.sales.models import Offer, Shop
from beffroi.sales.noting import Count
from beffroi.sales.offering import Wish
from beffroi.sales.orders.told import Landing, OrderTold, RefundTold, Tax, rank_of
from beffroi.sales.recording import record
from beffroi.sales.rules import CostKind, Kind, OfferKind, Source
from beffroi.sales.spending import Purpose

_FIGURES = Said("EUR", Decimal("0.62"), Decimal("0.055"), 3_500)
_CALLS = ("Par Facebook", "Vu sur Instagram", "Une amie m’a montré votre page")
#: Of ten orders, so many had the code, and so many came by a short link.
_BY_CODE, _BY_LINK = 3, 3
#: The month before is whole on any day.
_WEEKS = 9
#: So many days lie between two orders of the shop.
_ORDER_EACH_DAYS = 2
_ORDERS = 28


def sell(world: World, *, now: datetime) -> None:
    """Have nine weeks of offers, sales, hours and costs behind us."""
    chance = random.Random(21)  # noqa: S311 no secret
    economics.say(world.atelier, _FIGURES, actor=world.claire, now=now)
    today = now.astimezone(world.atelier.zone).date()
    over = _offer(world, "Le pain du mercredi", "PAIN3", today - timedelta(days=14), now=now)
    running = _offer(world, "La boîte à partager", "BOITE10", today + timedelta(days=3), now=now)
    first = _offer(world, "Le seigle de la semaine", "SEIGLE", today - timedelta(days=38), now=now)
    offers = (over, running, first)
    _carry(world, offers, now=now)
    _count_by_hand(world, offers, today, chance, now=now)
    _order_online(world, offers, chance, now=now)
    _spend(world, running, today, now=now)


def _offer(world: World, name: str, code: str, last: date, *, now: datetime) -> Offer:
    wish = Wish(
        name=name,
        kind=OfferKind.DISCOUNT,
        code=code,
        first_day=last - timedelta(days=11),
        last_day=last,
        product=name.partition(" ")[2].capitalize(),
        usual_cents=2_500,
        price_cents=2_250,
        limit=60,
        conditions="Un code par client, en boutique et en ligne, dans la limite de la fournée.",
    )
    return offering.make(world.atelier, wish, actor=world.claire, now=now)


def _carry(world: World, offers: tuple[Offer, ...], *, now: datetime) -> None:
    """Have the latest posts before the last days of each offer carry it."""
    posts = Post.objects.filter(workspace=world.atelier, variants__delivery__status="published")
    for offer in offers:
        carrying = posts.filter(planned_at__date__lte=offer.last_day).distinct()
        latest = list(carrying.order_by("-planned_at", "-id")[:2])
        offering.choose_posts(offer, latest, actor=world.claire, now=now)


def _count_by_hand(
    world: World,
    offers: tuple[Offer, ...],
    today: date,
    chance: random.Random,
    *,
    now: datetime,
) -> None:
    for ago in range(7 * _WEEKS):
        day = today - timedelta(days=ago)
        for offer in offers:
            if offer.first_day <= day <= offer.last_day and day.weekday() != 0:
                count = Count(Kind.TILL, day, chance.randint(1, 5), offer=offer)
                noting.note(world.atelier, count, actor=world.karim, now=now)
        if ago % 4 == 1:
            said = chance.choice(_CALLS)
            count = Count(Kind.VISIT, day, chance.randint(1, 2), paid_cents=1_950, said=said)
            noting.note(world.atelier, count, actor=world.karim, now=now)


def _order_online(
    world: World, offers: tuple[Offer, ...], chance: random.Random, *, now: datetime
) -> None:
    shop, _secret = shops.connect(
        world.atelier, name="Boutique en ligne", software="plain", actor=world.claire, now=now
    )
    links = Link.objects.filter(workspace=world.atelier).order_by("id")
    codes = list(links.values_list("code", flat=True)) or [""]
    told: list[OrderTold | RefundTold] = []
    for number in range(_ORDERS):
        ago, hour = timedelta(days=number * _ORDER_EACH_DAYS), time(chance.randint(8, 19), 20)
        day = (now - ago).astimezone(world.atelier.zone).date()
        at = datetime.combine(day, hour, tzinfo=world.atelier.zone)
        tenth = chance.randrange(10)
        on_offer = [one.code for one in offers if one.first_day <= day <= one.last_day]
        code = on_offer[:1] if tenth < _BY_CODE else []
        followed = chance.choice(codes) if _BY_CODE <= tenth < _BY_CODE + _BY_LINK else ""
        told.append(
            OrderTold(
                order_id=f"C-{310 + number}",
                number=f"C-{310 + number}",
                moment=min(at, now),
                currency="EUR",
                net_cents=chance.randrange(1_400, 5_200, 50),
                tax=Tax.KNOWN,
                discount_cents=237 if code else 0,
                codes=tuple(code),
                landing=Landing(content=followed),
                email=f"client{chance.randrange(15)}@clients.example",
                rank=rank_of(min(at, now)),
            )
        )
    told.append(
        RefundTold(
            refund_id="R-1",
            order_id="C-311",
            net_cents=900,
            tax=Tax.KNOWN,
            currency="EUR",
            moment=now,
            rank=rank_of(now),
        )
    )
    record(shop, told, source=Source.SHOP, now=now)
    Shop.objects.filter(pk=shop.pk).update(heard_at=now)  # as its calls would have left it


def _spend(world: World, offer: Offer, today: date, *, now: datetime) -> None:
    for kind, cents, note, purpose, until in (
        (CostKind.TOOLS, 1_900, "Retouche de photos", Purpose(), 0),
        (CostKind.MEDIA, 4_000, "Mise en avant sur Facebook", Purpose(offer=offer), 0),
        (CostKind.TOOLS, 1_900, "Retouche de photos", Purpose(), 28),
        (CostKind.MEDIA, 3_000, "Mise en avant du pain de seigle", Purpose(), 28),
    ):
        last = today - timedelta(days=until)
        spending.note_cost(
            world.atelier,
            kind=kind,
            cents=cents,
            days=(last - timedelta(days=27), last),
            note=note,
            purpose=purpose,
            actor=world.claire,
            now=now,
        )
    for ago, minutes, note in (
        (1, 35, "Photos de la fournée"),
        (4, 25, "Réponses aux commentaires"),
        (8, 40, "Trois publications d’avance"),
        (15, 30, "Réponses et avis"),
        (22, 45, "Photos et textes"),
        (33, 30, "Réponses et avis"),
        (41, 50, "Photos des boîtes"),
        (48, 25, "Réponses aux commentaires"),
        (54, 45, "Deux publications d’avance"),
    ):
        spending.note_time(
            world.atelier,
            day=today - timedelta(days=ago),
            minutes=minutes,
            note=note,
            purpose=Purpose(offer=offer) if ago < 8 else Purpose(),
            actor=world.karim,
            now=now,
        )
