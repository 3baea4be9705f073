"""The strategy of Atelier Martin, for the pictures and checks of its pages."""

from __future__ import annotations

from datetime import timedelta

from beffroi.channels.models import Channel
from beffroi.core.clock import utc_now
from beffroi.delivery.models import Delivery
from beffroi.publishing.models import Post, Variant
from beffroi.sales.models import Cost, WorkTime
from beffroi.strategy.models import NetworkRole, Pillar, Strategy, StrategyTemplate
from beffroi.strategy.plan import actions, templates
from beffroi.strategy.plan.queries import plan_of
from beffroi.strategy.plan.rules import Address, Part, PillarShare, Standing
from beffroi.strategy.plan.wishes import (
    AudienceWish,
    ContentWish,
    MeansWish,
    MeasureWish,
    NetworkWish,
    ToneWish,
)
from tests.browser import aiming
from tests.world import World

_WEEKS = timedelta(weeks=9)


def planned(world: World) -> None:
    """A strategy that was agreed nine weeks ago, with goals, posts and costs beside it."""
    aiming.aimed(world)
    _all_steps(world)
    _speak(world)


def begun(world: World) -> None:
    """A strategy of which three steps are saved."""
    aiming.aimed(world)
    _all_steps(world)
    strategy = Strategy.objects.get(workspace=world.atelier)
    strategy.steps.filter(name__in=["means", "tone", "measure", "content"]).delete()
    Strategy.objects.update(agreed_at=None, review_at=None)


def at_its_rhythm(world: World) -> None:
    """A strategy that wants four posts a week, of which none is written for the next."""
    planned(world)
    NetworkRole.objects.filter(network="bluesky").update(posts_a_week=4)


def due(world: World) -> None:
    """A strategy that is due to be read again, of which something changed since."""
    planned(world)
    now = utc_now()
    seven = timedelta(days=210)
    Strategy.objects.update(agreed_at=now - seven, review_at=now - timedelta(days=20))
    actions.save_means(
        world.atelier, MeansWish(150, 60_000, 24_000), seen=1, actor=world.karim, now=now
    )


def _all_steps(world: World) -> None:
    atelier, claire, karim = world.atelier, world.claire, world.karim
    then = utc_now() - _WEEKS
    actions.save_aims(atelier, lambda: None, seen=0, actor=claire, now=then)
    actions.save_audience(atelier, _AUDIENCE, is_agreed=False, seen=0, actor=karim, now=then)
    networks = [
        NetworkWish(
            "mastodon",
            part=Part.SELL,
            why="Annoncer et vendre\u202f: les familles de Douai y réservent.",
            owner_id=karim.pk,
            backup_id=claire.pk,
            posts_a_week=2,
        ),
        NetworkWish(
            "bluesky",
            part=Part.TALK,
            why="Parler aux restaurateurs et aux voisins.",
            owner_id=karim.pk,
        ),
        NetworkWish(
            "tiktok",
            Standing.CLOSED,
            why="Neuf vidéos, 1\u202fh\u202f30 par semaine, aucune commande en trois mois.",
            gave_back="16 heures, allées aux réponses.",
        ),
    ]
    actions.save_networks(atelier, networks, seen=0, actor=claire, now=then)
    pillars = [
        PillarShare("Le fournil", 40),
        PillarShare("Les produits", 20),
        PillarShare("Les offres", 25, is_offers=True),
        PillarShare("La ville, l’équipe", 15),
    ]
    content = ContentWish("Ce qui sort du four, comment on le fait, et qui vous répond.", pillars)
    actions.save_content(atelier, content, seen=0, actor=claire, now=then)
    actions.save_means(atelier, MeansWish(75, 60_000, 24_000), seen=0, actor=claire, now=then)
    say = "«\u00a0Bonjour Sandrine, merci de nous l’avoir dit.\u00a0»\nPhrases courtes, un prénom."
    not_say = (
        "«\u00a0Cher client, nous mettons tout en œuvre…\u00a0»\nNi formule, ni série de points."
    )
    actions.save_tone(atelier, ToneWish(Address.VOUS, say, not_say), seen=0, actor=claire, now=then)
    actions.save_measure(atelier, MeasureWish(claire.pk, 0), seen=0, actor=claire, now=then)
    actions.agree(atelier, actor=claire, now=then)


def _speak(world: World) -> None:
    """Give each post of the last weeks something of which it speaks: one offer too many."""
    pillars = list(Pillar.objects.filter(place__isnull=False).order_by("place"))
    order = [0, 2, 0, 1, 2, 0, 3, 2, 1, 0]
    rows = Delivery.objects.filter(channel__workspace=world.atelier, status="published").exclude(
        published_at=None
    )
    for number, row in enumerate(rows.order_by("-published_at", "-pk")):
        at = row.published_at or utc_now()
        pillar = pillars[order[number % len(order)]]
        variant = Variant.objects.filter(delivery=row).first()
        if variant is None:
            post = Post.objects.create(
                workspace=world.atelier,
                text=row.content["text"],
                stage="scheduled",
                planned_at=at,
                created_at=at,
                changed_at=at,
            )
            variant = Variant.objects.create(post=post, channel=row.channel, delivery=row)
        Post.objects.filter(pk=variant.post_id).update(pillar=pillar, planned_at=at)


_AUDIENCE = [
    AudienceWish(
        "Les familles du samedi",
        "30 à 50 ans, à dix minutes à pied.",
        "Réserver et ne pas attendre.",
        "Dès le jeudi soir, sur leur téléphone.",
    ),
    AudienceWish("Les bureaux du midi", "Autour de la gare.", "Choisir à 11\u202fh\u202f30."),
    AudienceWish("Les futurs apprentis", "15 à 18 ans, et leurs parents.", "Voir les mains."),
]


def untimed(world: World) -> None:
    """A strategy that says its means, and a month in which nobody noted any hours."""
    planned(world)
    WorkTime.objects.filter(workspace=world.atelier).delete()


def spent(world: World) -> None:
    """A strategy that says its means, an agency among them, and two months of hours and costs."""
    planned(world)
    now = utc_now()
    Strategy.objects.update(agency_cents=360_000, agency_minutes=90)
    channels = list(Channel.objects.filter(workspace=world.atelier).order_by("pk"))
    today = now.astimezone(world.atelier.zone).date()
    for number in range(24):
        WorkTime.objects.create(
            workspace=world.atelier,
            day=today - timedelta(days=number),
            minutes=11 + number % 5 * 4,
            person=world.karim if number % 3 else world.claire,
            channel=channels[number % len(channels)] if channels and number % 4 else None,
            noted_at=now,
        )
    Cost.objects.create(
        workspace=world.atelier,
        kind="agency",
        cents=30_000,
        first_day=today - timedelta(days=27),
        last_day=today,
        noted_at=now,
    )


def with_templates(world: World) -> None:
    """Two strategies that Nova keeps to begin others with."""
    planned(world)
    content = templates.told(plan_of(world.atelier))
    for name in ("Artisans", "Commerces de bouche"):
        StrategyTemplate.objects.create(
            agency=world.nova, name=name, content=content, made_at=utc_now()
        )


def begun_with_a_template(world: World) -> None:
    """The garage, of which a template fills five steps."""
    with_templates(world)
    template = StrategyTemplate.objects.get(name="Artisans")
    for client in world.nova.workspaces.all():
        templates.begin_with(client, template, actor=world.nadia, now=utc_now())
