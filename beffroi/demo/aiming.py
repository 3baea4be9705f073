"""What the bakery aims at: three goals that are open, two campaigns with what belongs to them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from beffroi.demo.world import World
from beffroi.insight.aims import keeping, parts
from beffroi.insight.aims.keeping import Focus
from beffroi.insight.aims.parts import Chosen
from beffroi.links.models import Link
from beffroi.publishing.models import Post
from beffroi.sales import spending
from beffroi.sales.models import Offer
from beffroi.sales.rules import CostKind
from beffroi.sales.spending import Purpose
from beffroi.strategy import actions
from beffroi.strategy.actions import CampaignWish, GoalWish
from beffroi.strategy.models import Campaign
from beffroi.strategy.rules import Aim, Days, Measure

_WEEK = timedelta(days=7)


def aim(world: World, *, now: datetime) -> None:
    """Set goals and gather what is there into campaigns."""
    today = now.astimezone(world.atelier.zone).date()
    running, over = Offer.objects.filter(workspace=world.atelier).order_by("-last_day", "id")[:2]
    _set_goals(world, running, today, now=now)
    _gather(world, "La boîte à partager", (running,), "Signature de mail", 12_000, now=now)
    _gather(world, "Le pain du mercredi", (over,), "Tract du marché", None, now=now)


def _set_goals(world: World, offer: Offer, today: date, *, now: datetime) -> None:
    since = today - timedelta(days=20)
    month = Days(since, since + timedelta(days=29))
    for wish, focus in (
        (GoalWish(Aim.SERVICE, Measure.ON_TIME, 90, month), Focus()),
        (
            GoalWish(Aim.SALES, Measure.SALES, 60, Days(offer.first_day, offer.last_day + _WEEK)),
            Focus(offer=offer),
        ),
        (GoalWish(Aim.IMAGE, Measure.REVIEWS, 12, month), Focus()),
    ):
        keeping.make(world.atelier, wish, focus, actor=world.claire, now=now)


def _gather(
    world: World,
    name: str,
    offers: tuple[Offer, ...],
    link: str,
    budget_cents: int | None,
    *,
    now: datetime,
) -> None:
    days = Days(min(one.first_day for one in offers), max(one.last_day for one in offers))
    wish = CampaignWish(name, Aim.SALES, days, budget_cents=budget_cents)
    campaign = actions.make_campaign(world.atelier, wish, actor=world.claire, now=now)
    links = Link.objects.filter(workspace=world.atelier, name=link).values_list("pk", flat=True)
    free = Post.objects.filter(workspace=world.atelier, campaign=None, carries__offer__in=offers)
    posts = free.order_by("pk").values_list("pk", flat=True).distinct()
    parts.choose(
        campaign,
        posts=Chosen((), list(posts)),
        offers=Chosen((), [one.pk for one in offers]),
        links=Chosen((), list(links)),
        actor=world.claire,
        now=now,
    )
    _pay(world, campaign, now=now)


def _pay(world: World, campaign: Campaign, *, now: datetime) -> None:
    spending.note_cost(
        world.atelier,
        kind=CostKind.OTHER,
        cents=2_600,
        days=(campaign.first_day, campaign.last_day),
        note="Impression des étiquettes",
        purpose=Purpose(campaign=campaign),
        actor=world.claire,
        now=now,
    )
