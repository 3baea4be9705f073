"""Goals and campaigns of Atelier Martin, for the pictures and checks of their pages."""

from __future__ import annotations

from datetime import timedelta

from beffroi.core.clock import utc_now
from beffroi.insight.aims import keeping, parts
from beffroi.insight.aims.keeping import Focus
from beffroi.insight.aims.parts import Chosen
from beffroi.links.actions import Wish, make_by_hand
from beffroi.publishing.models import Post
from beffroi.sales import noting, spending
from beffroi.sales.models import Offer
from beffroi.sales.noting import Count
from beffroi.sales.rules import CostKind, Kind
from beffroi.sales.spending import Purpose
from beffroi.strategy import actions
from beffroi.strategy.actions import CampaignWish, GoalWish
from beffroi.strategy.models import Campaign, Goal
from beffroi.strategy.rules import Aim, Days, Measure
from tests.browser import measuring
from tests.world import World

_WEEK = timedelta(days=7)


def aimed(world: World) -> None:
    """Ten weeks of results, three goals, one that ended, two campaigns."""
    measuring.measured(world)
    now = utc_now()
    today = now.astimezone(world.atelier.zone).date()
    offer = Offer.objects.get(code="MAMAN10")
    since = today - timedelta(days=13)
    month = Days(since, since + timedelta(days=29))
    count = Count(Kind.TILL, today - timedelta(days=2), 18, offer=offer)
    noting.note(world.atelier, count, actor=world.karim, now=now)
    ended = _goal(world, GoalWish(Aim.AWARENESS, Measure.POSTS, 2, month))
    keeping.end(ended, actor=world.claire, now=now)
    weeks = Days(today - timedelta(days=65), today + _WEEK)
    _goal(world, GoalWish(Aim.SERVICE, Measure.ON_TIME, 50, weeks))
    wish = GoalWish(Aim.SALES, Measure.SALES, 60, month, "60 boîtes pour la fête des mères")
    _goal(world, wish, Focus(offer=offer))
    _goal(world, GoalWish(Aim.IMAGE, Measure.REVIEWS, 20, month))
    _campaigns(world, offer)


def goal_change(world: World) -> str:
    """Return the address where a goal is changed."""
    return f"/measure/goals/{Goal.objects.get(measure='sales').pk}/change/"


def campaign_page(world: World) -> str:
    """Return the address of the campaign with a budget."""
    return f"/measure/campaigns/{Campaign.objects.get(budget_cents__isnull=False).pk}/"


def _goal(world: World, wish: GoalWish, focus: Focus | None = None) -> Goal:
    return keeping.make(world.atelier, wish, focus or Focus(), actor=world.claire, now=utc_now())


def _campaigns(world: World, offer: Offer) -> None:
    now = utc_now()
    today = now.astimezone(world.atelier.zone).date()
    days = Days(today - timedelta(days=40), today + timedelta(days=3))
    wish = CampaignWish(
        "La fête des mères", Aim.SALES, days, "Un coffret, un code, trois publications.", 15_000
    )
    campaign = actions.make_campaign(world.atelier, wish, actor=world.claire, now=now)
    old = Days(today - timedelta(days=90), today - timedelta(days=60))
    actions.make_campaign(
        world.atelier, CampaignWish("Chandeleur", Aim.AWARENESS, old), actor=world.claire, now=now
    )
    link = make_by_hand(
        world.atelier,
        Wish("Affiche vitrine", "atelier-martin.example/coffret"),
        actor=world.claire,
        now=now,
    )
    posts = Post.objects.filter(workspace=world.atelier).order_by("-pk")[:4]
    parts.choose(
        campaign,
        posts=Chosen((), [one.pk for one in posts]),
        offers=Chosen((), [offer.pk]),
        links=Chosen((), [link.pk]),
        actor=world.claire,
        now=now,
    )
    spending.note_cost(
        world.atelier,
        kind=CostKind.MEDIA,
        cents=9_000,
        days=(days.first, today),
        note="",
        purpose=Purpose(campaign=campaign),
        actor=world.claire,
        now=now,
    )
