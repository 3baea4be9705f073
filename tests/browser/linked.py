"""What must be there before short links are followed."""

from __future__ import annotations

from beffroi.core.clock import utc_now
from beffroi.links import actions
from beffroi.links.models import Link
from tests.world import World


def elsewhere(world: World) -> None:
    """A link of Atelier Martin leads to another site than before."""
    now = utc_now()
    link = actions.make(workspace=world.atelier, target="https://example.com/pain", now=now)
    target = "https://commande.atelier-martin.example/fete-des-meres"
    actions.lead_elsewhere(link, target=target, actor=world.claire, now=now)


def address(world: World) -> str:
    """Return where that link is followed."""
    return f"/l/{Link.objects.get(workspace=world.atelier).code}"
