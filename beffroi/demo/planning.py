"""The strategy of the bakery: agreed when it began with Beffroi, with of what its posts speak."""

from __future__ import annotations

from datetime import datetime

from beffroi.demo.world import World
from beffroi.publishing.models import Post
from beffroi.strategy.models import Pillar
from beffroi.strategy.plan import actions
from beffroi.strategy.plan.rules import Address, Part, PillarShare, Standing
from beffroi.strategy.plan.wishes import (
    AudienceWish,
    ContentWish,
    MeansWish,
    MeasureWish,
    NetworkWish,
    ToneWish,
)

_MONDAY = 0
_OFFERS = "Nos offres"
_PILLARS = (
    PillarShare("Le pain et le fournil", 45),
    PillarShare("La vie du quartier", 30),
    PillarShare(_OFFERS, 25, is_offers=True),
)
_AUDIENCES = (
    AudienceWish(
        "Les familles du quartier",
        who="Elles habitent à moins de dix minutes à pied et passent le soir et le samedi.",
        wants="Savoir ce qui sort du four, et à quelle heure.",
        reached="Le soir, sur leur téléphone.",
    ),
    AudienceWish(
        "Les bureaux voisins",
        who="Ils commandent pour une réunion ou un pot de départ.",
        wants="Commander la veille en un message.",
        reached="En semaine, avant midi.",
    ),
)


def agree(world: World, *, now: datetime) -> None:
    """Have Claire answer the seven questions and agree; the goals come with the days."""
    ours, claire = world.atelier, world.claire
    actions.save_aims(ours, lambda: None, seen=0, actor=claire, now=now)
    actions.save_audience(ours, _AUDIENCES, is_agreed=True, seen=0, actor=claire, now=now)
    actions.save_networks(ours, _networks(world), seen=0, actor=claire, now=now)
    content = ContentWish("Ce qui sort du four, et les gens qui le font.", _PILLARS)
    actions.save_content(ours, content, seen=0, actor=claire, now=now)
    means = MeansWish(75, media_cents=60_000, tools_cents=22_800)
    actions.save_means(ours, means, seen=0, actor=claire, now=now)
    tone = ToneWish(
        Address.VOUS,
        we_say="Fournil, levain, tournée, à tout de suite.",
        we_do_not_say="Promo exceptionnelle, urgent, le meilleur de la ville.",
    )
    actions.save_tone(ours, tone, seen=0, actor=claire, now=now)
    measure = MeasureWish(claire.pk, _MONDAY)
    actions.save_measure(ours, measure, seen=0, actor=claire, now=now)
    actions.agree(ours, actor=claire, now=now)


def sort_posts(world: World) -> None:
    """Say of what each post of the bakery speaks: those that bear an offer of the offers.

    Of three others one is of the neighbours, as was meant: words are not read here.
    """
    bread, quarter, offers = Pillar.objects.filter(strategy__workspace=world.atelier).order_by(
        "place", "id"
    )
    posts = Post.objects.filter(workspace=world.atelier, pillar=None)
    bearing = set(posts.filter(carries__isnull=False).values_list("pk", flat=True))
    Post.objects.filter(pk__in=bearing).update(pillar=offers)
    others = posts.exclude(pk__in=bearing).order_by("pk").values_list("pk", flat=True)
    for number, pk in enumerate(list(others)):
        Post.objects.filter(pk=pk).update(pillar=quarter if number % 3 == 1 else bread)


def _networks(world: World) -> list[NetworkWish]:
    claire, karim = world.claire.pk, world.karim.pk
    return [
        NetworkWish("bluesky", part=Part.TALK, owner_id=karim, backup_id=claire, posts_a_week=2),
        NetworkWish("mastodon", part=Part.SHOW, owner_id=karim, backup_id=claire, posts_a_week=2),
        NetworkWish("google_business", part=Part.FOUND, owner_id=claire, posts_a_week=None),
        NetworkWish(
            "x",
            standing=Standing.NEVER,
            why="Nos clients n’y sont pas.",
        ),
    ]
