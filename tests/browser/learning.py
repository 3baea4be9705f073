"""Lessons of Atelier Martin, for the pictures and checks of their room."""

from __future__ import annotations

from datetime import timedelta

from beffroi.channels.models import Channel
from beffroi.core.clock import utc_now
from beffroi.demo import studying
from beffroi.inbox.models import Conversation
from beffroi.sales import offering
from beffroi.sales.offering import Wish
from beffroi.sales.rules import OfferKind
from beffroi.web.tests import morning
from tests.browser import publishing
from tests.world import World

_REPROACH = "Samedi à 10 h, plus une seule baguette de tradition et vingt minutes de queue."


def learned(world: World) -> None:
    """Some lessons are done; a review, an offer and a wish about data call for others."""
    publishing.month(world)
    now = utc_now()
    studying.learn(world, now=now)
    _be_told(world)
    today = now.astimezone(world.atelier.zone).date()
    wish = Wish(
        name="La boîte de l’été",
        kind=OfferKind.DISCOUNT,
        code="ETE10",
        first_day=today + timedelta(days=6),
        last_day=today + timedelta(days=20),
    )
    offering.make(world.atelier, wish, actor=world.claire, now=now)


def _be_told(world: World) -> None:
    channel = Channel.objects.filter(workspace=world.atelier).order_by("id")[0]
    now = utc_now()
    review = morning.conversation(channel, now=now, person="Sandrine L.", text=_REPROACH, hours=3)
    Conversation.objects.filter(pk=review.pk).update(kind="review", stars=2)
    morning.conversation(channel, now=now, person="Anne Petit", text="Effacez mon numéro, merci.")
