"""What must be there before short links are followed, or looked at."""

from __future__ import annotations

from datetime import timedelta

from beffroi.core.clock import utc_now
from beffroi.demo import linking
from beffroi.demo.story.links import GIVEN
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


def stopped(world: World) -> None:
    """A link of Atelier Martin leads nowhere any more."""
    now = utc_now()
    link = actions.make(workspace=world.atelier, target="https://example.com/pain", now=now)
    actions.stop(link, actor=world.claire, now=now)


def month(world: World) -> None:
    """Five links of Atelier Martin were followed for a month, and two of its posts’."""
    now = utc_now()
    for given in GIVEN:
        link = linking.give_away(world, given, now=now - timedelta(days=given.days))
        if given.then:
            linking.lead_elsewhere(world, link, given, now=now)
        if given.stopped:
            linking.stop(world, link, now=now - timedelta(days=given.stopped))
    linking.follow(world, now=now)
    for page in ("boutique/galette-des-rois", "boutique/" + "pain-aux-noix-" * 8):
        target = f"https://www.atelier-martin.example/{page}?utm_source=bluesky"
        actions.make(workspace=world.atelier, target=target, now=now)


def page(world: World, *, name: str = "Affiche vitrine") -> str:
    """Return the page of a link."""
    return f"/measure/links/{Link.objects.get(workspace=world.atelier, name=name).pk}/"


def page_elsewhere(world: World) -> str:
    """Return the page of the link that leads to another site than before."""
    return page(world, name="Sets de table du café")


def page_stopped(world: World) -> str:
    """Return the page of the link that was stopped."""
    return page(world, name="Tract du marché")


def page_of_post(world: World) -> str:
    """Return the page of a link that nobody followed, and that has no name."""
    rows = Link.objects.filter(workspace=world.atelier, name="")
    return f"/measure/links/{rows.order_by('pk')[0].pk}/"


def counting(world: World) -> str:
    """Return the public page that says what is counted."""
    return f"{address(world)}/counting/"
