"""Ten weeks of results of Atelier Martin, for the pictures and checks of their pages."""

from __future__ import annotations

from datetime import date, timedelta

from beffroi.core.clock import utc_now
from beffroi.insight.results.tests.bakery import Bakery
from beffroi.metrics.proofs import Proof
from beffroi.sales.offering import Wish, make
from beffroi.sales.rules import OfferKind
from tests.browser import companies
from tests.world import World

_DAY, _WEEK = timedelta(days=1), timedelta(days=7)
_WEEKS = 10
#: Of each week, oldest first, in cents before tax: certain, probable, declared.
_SALES = (
    (9_000, 8_000, 4_000),
    (12_000, 6_000, 5_000),
    (8_000, 9_500, 3_000),
    (11_000, 7_000, 6_000),
    (14_000, 8_000, 2_000),
    (11_600, 10_000, 5_500),
    (13_500, 6_400, 4_800),
    (60_000, 27_100, 14_800),
    (10_600, 9_300, 6_100),
    (7_700, 8_100, 4_200),
)
_WAITED = (300, 280, 310, 250, 260, 312, 276, 366, 144, 126)
_TEXTS = (
    "Le coffret de la fête des mères",
    "Les plateaux du vendredi",
    "Le sandwich de la semaine",
    "On a rentré 40 kilos de farine de petit épeautre",
    "Coulisses : le tourage à trois heures du matin",
)


def measured(world: World) -> None:
    """Ten weeks of posts, sales, costs, hours and answers."""
    companies.told(world)
    bakery = Bakery(world, utc_now)
    bakery.say()
    bakery.promise(hours=4)
    today = utc_now().astimezone(world.atelier.zone).date()
    monday = today - timedelta(days=today.weekday())
    first = monday - _WEEKS * _WEEK
    wish = Wish("Le coffret", OfferKind.DISCOUNT, "MAMAN10", first, today)
    offer = make(world.atelier, wish, actor=world.claire, now=utc_now())
    bakery.spend(24_000, first, today)
    for number, sums in enumerate(_SALES):
        start = first + number * _WEEK
        channel = bakery.other if number % 3 == 2 else bakery.channel
        post = bakery.publish(start, _TEXTS[number % len(_TEXTS)], channel)
        bakery.counted(
            post,
            reactions=9 + number,
            comments=number % 4,
            shares=number % 3,
            **({"impressions": 420 + 60 * number} if channel == bakery.other else {}),
        )
        bakery.visited(post, start, 14 + 3 * number)
        bakery.work(40 + 5 * (number % 3), start, post)
        _sell(bakery, start, sums, offer=offer, post=post, channel=channel)
        for day in range(3):
            waited = _WAITED[number] + 20 * day
            bakery.answer(start + day * _DAY, waited, in_time=waited < 330)


def _sell(bakery: Bakery, start: date, sums: tuple[int, int, int], **more: object) -> None:
    """Count three sales of a week, one with each proof; the declared one has no post."""
    offer, post, channel = more["offer"], more["post"], more["channel"]
    led = {"post": post, "channel": channel}
    for proof, cents in zip(Proof, sums, strict=True):
        known = {} if proof is Proof.DECLARED else led
        with_code = {"offer": offer, "code": "MAMAN10"} if proof is Proof.CERTAIN else {}
        bakery.sell(start + 2 * _DAY, cents, proof, **known, **with_code)
