"""The barometer of Atelier Martin, for the pictures and checks of its pages."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse

from beffroi.channels.models import Channel
from beffroi.coaching import actions, keeping
from beffroi.coaching.models import FEELING, Share, State
from beffroi.core.clock import utc_now
from beffroi.demo import studying
from beffroi.sitecheck import storing
from beffroi.sitecheck.models import FirstState
from beffroi.sitecheck.rules import ProfileFacts, SiteFacts
from beffroi.strategy.barometer.facts import Facts
from beffroi.strategy.barometer.parts import Dimension
from beffroi.strategy.barometer.rules import measure
from beffroi.workspaces.models import Workspace
from tests.browser import measuring
from tests.world import World

_SAID = {Dimension.PRESENCE: 2, Dimension.ACTIVITY: 3, Dimension.WATCHING: 1, FEELING: 1}
#: How many days ago, and how many points it had.
_BEFORE = ((92, 31, 48), (61, 38, 60), (30, 44, 72))


def measured(world: World) -> None:
    """Three months of states, answers to some questions, a page that is shared."""
    measuring.measured(world)
    now = utc_now()
    long_ago = now - timedelta(days=100)
    Workspace.objects.filter(pk=world.atelier.pk).update(created_at=long_ago)
    Channel.objects.filter(workspace=world.atelier).update(connected_at=long_ago)
    world.atelier.refresh_from_db()
    studying.learn(world, now=now)
    answered = {int(key): choice for key, choice in _SAID.items()}
    actions.answer(world.atelier, answered, actor=world.claire, now=now)
    actions.share(world.atelier, language="fr", actor=world.claire, now=now)
    State.objects.filter(workspace=world.atelier, reason="first").delete()
    for days, total, confidence in _BEFORE:
        _state(world, days, total, confidence)


def little(world: World) -> None:
    """A company that begins: the check of its site is kept, one question is answered."""
    now = utc_now()
    site = SiteFacts(
        "https://atelier-martin.example",
        profiles=(
            ProfileFacts("facebook", "https://facebook.example/martin"),
            ProfileFacts("instagram", "https://instagram.example/martin", leads_back=True),
        ),
        has_contact=True,
        has_description=True,
        has_hours=True,
        has_legal=False,
        has_logo=True,
    )
    FirstState.objects.create(
        workspace=world.atelier,
        address=site.site,
        facts=storing.facts_to_json(site),
        read_at=now,
        kept_at=now,
    )
    actions.answer(world.atelier, {int(Dimension.MEANS): 1}, actor=world.claire, now=now)


def shared_with_little(world: World) -> None:
    """A page that was shared, of a company of which less is known since."""
    measured(world)
    low = measure(Facts(), {Dimension.MEANS: 1}).scores
    State.objects.filter(workspace=world.atelier, reason="daily").update(
        total=None, level=None, confidence=5, scores=keeping.as_json(low)
    )


def shared(world: World) -> str:
    """Return the address at which anybody reads it."""
    return reverse("public_barometer", args=[Share.objects.get(workspace=world.atelier).token])


def withdrawn(world: World) -> None:
    """The page that was shared is withdrawn."""
    measured(world)
    actions.withdraw(world.atelier, actor=world.claire, now=utc_now())


def cohort(world: World) -> None:
    """Twelve workspaces take part, measured today."""
    measured(world)
    now = utc_now()
    actions.join_cohort(world.atelier, actor=world.claire, now=now)
    for number in range(12):
        other = Workspace.objects.create(name=f"Voisin {number}")
        actions.join_cohort(other, actor=world.claire, now=now)
        State.objects.create(
            workspace=other,
            reason="daily",
            day=now.date(),
            taken_at=now,
            version=1,
            total=8 * number,
            level=min(8 * number // 20, 4),
            confidence=80,
            scores=[],
        )


def _state(world: World, days: int, total: int, confidence: int) -> None:
    at = utc_now() - timedelta(days=days)
    State.objects.create(
        workspace=world.atelier,
        reason="first" if days == _BEFORE[0][0] else "month",
        day=at.date(),
        taken_at=at,
        version=1,
        total=total,
        level=total // 20,
        confidence=confidence,
        scores=[],
    )
