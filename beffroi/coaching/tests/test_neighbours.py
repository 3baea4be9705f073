"""What the strategy, the check of the site and relays tell the barometer."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from beffroi.coaching.gathering.facts import facts_of
from beffroi.insight.results.tests.bakery import Bakery
from beffroi.relays import actions as relays
from beffroi.sitecheck import storing
from beffroi.sitecheck.models import FirstState
from beffroi.sitecheck.rules import ProfileFacts, SiteFacts
from beffroi.strategy.barometer.facts import Facts
from beffroi.strategy.models import Audience, NetworkRole, Strategy
from tests.clock import FrozenClock
from tests.world import World, people_and_places


@pytest.fixture
def world(db: None, clock: FrozenClock) -> World:
    return people_and_places(now=clock())


@pytest.fixture
def bakery(world: World, clock: FrozenClock) -> Bakery:
    """On Bluesky and on LinkedIn."""
    return Bakery(world, clock)


def known(world: World, clock: FrozenClock) -> Facts:
    return facts_of(world.atelier, now=clock())


def test_whom_a_company_speaks_to_counts_once_somebody_agreed(
    world: World, clock: FrozenClock
) -> None:
    strategy = Strategy.objects.create(
        workspace=world.atelier, begun_at=clock(), changed_at=clock()
    )
    row = Audience.objects.create(strategy=strategy, place=1, name="Our regulars")
    assert known(world, clock).strategy.has_audience is None
    row.is_agreed = True
    row.save()
    assert known(world, clock).strategy.has_audience is True
    assert known(world, clock).strategy.reviewed_days_ago is None
    Strategy.objects.update(agreed_at=clock() - timedelta(days=9), review_at=clock())
    assert known(world, clock).strategy.reviewed_days_ago == 9


def test_networks_are_owned_once_each_has_somebody(
    bakery: Bakery, world: World, clock: FrozenClock
) -> None:
    strategy = Strategy.objects.create(
        workspace=world.atelier, begun_at=clock(), changed_at=clock()
    )
    for network, owner in (("bluesky", world.karim), ("linkedin", None)):
        NetworkRole.objects.create(strategy=strategy, network=network, part="talk", owner=owner)
    found = known(world, clock).strategy
    assert (found.networks, found.networks_owned) == (2, 1)
    NetworkRole.objects.update(owner=world.claire)
    found = known(world, clock).strategy
    assert (found.networks, found.networks_owned) == (2, 2)


@pytest.mark.parametrize(
    ("back", "leads_back"),
    [((), None), ((None,), None), ((False, None), False), ((False, True), True)],
)
def test_links_both_ways_are_those_that_were_read(
    world: World, clock: FrozenClock, back: tuple[bool | None, ...], leads_back: bool | None
) -> None:
    assert known(world, clock).presence.links_to_profiles is None
    profiles = tuple(ProfileFacts("mastodon", f"https://a.example/{one}", one) for one in back)
    site = SiteFacts("https://atelier.example", profiles=profiles)
    FirstState.objects.create(
        workspace=world.atelier,
        address=site.site,
        facts=storing.facts_to_json(site),
        read_at=clock(),
        kept_at=clock(),
    )
    found = known(world, clock).presence
    assert (found.links_to_profiles, found.links_back) == (bool(back), leads_back)


def test_a_share_that_is_told_is_a_colleague_who_relays(world: World, clock: FrozenClock) -> None:
    wish = relays.Wish(uuid.uuid4(), "Come!", "atelier.example", clock().date())
    row = relays.propose(world.atelier, wish, actor=world.claire, now=clock())
    assert known(world, clock).loyalty.advocates is None
    relays.tell_share(row)
    assert known(world, clock).loyalty.advocates == 1
