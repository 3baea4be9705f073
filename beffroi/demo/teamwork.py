"""What the team of the bakery shares out and notes: conversations, and two notes on days."""

from __future__ import annotations

from datetime import datetime, timedelta

from beffroi.demo.world import World
from beffroi.inbox import deeds, sweeping
from beffroi.inbox.models import Conversation
from beffroi.insight.notes import actions

_NOTES = (
    (11, "Panne du site, tout l’après-midi"),
    (4, "Marché de Noël place d’Armes"),
)


def share(world: World, *, now: datetime) -> None:
    """Give two of the open conversations to somebody, and note what happened on two days."""
    waiting = Conversation.objects.filter(workspace=world.atelier, waiting_since__isnull=False)
    chosen = waiting.order_by("waiting_since", "id").values_list("pk", flat=True)[:2]
    for key, person in zip(chosen, (world.karim, world.sophie), strict=False):
        deed = deeds.give(world.atelier, person.pk, actor=world.claire, now=now)
        sweeping.sweep(world.atelier, [key], deed, actor=world.claire, now=now)
    today = now.astimezone(world.atelier.zone).date()
    for ago, words in _NOTES:
        day = today - timedelta(days=ago)
        actions.write(world.atelier, day=day, words=words, actor=world.claire, now=now)
