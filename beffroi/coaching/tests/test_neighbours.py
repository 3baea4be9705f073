"""What the strategy, the check of the site and relays tell the barometer."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest

from beffroi.coaching.gathering.facts import facts_of
from beffroi.insight.results.tests.bakery import Bakery
from beffroi.relays import actions as relays
from beffroi.sitecheck import storing
from beffroi.sitecheck.models import FirstState
from beffroi.sitecheck.rules import ProfileFacts, SiteFacts
from beffroi.strategy.barometer.facts import Facts
from beffroi.strategy.barometer.parts import Dimension
from beffroi.strategy.barometer.rules import Known, measure
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


def keep(world: World, clock: FrozenClock, site: SiteFacts) -> None:
    FirstState.objects.create(
        workspace=world.atelier,
        address=site.site,
        facts=storing.facts_to_json(site),
        read_at=clock(),
        kept_at=clock(),
    )


@pytest.mark.parametrize(
    ("back", "leads_back"),
    [((), None), ((None,), None), ((False, None), False), ((False, True), True)],
)
def test_links_both_ways_are_those_that_were_read(
    world: World, clock: FrozenClock, back: tuple[bool | None, ...], leads_back: bool | None
) -> None:
    assert known(world, clock).presence.links_to_profiles is None
    profiles = tuple(ProfileFacts("mastodon", f"https://a.example/{one}", one) for one in back)
    keep(world, clock, SiteFacts("https://atelier.example", profiles=profiles))
    found = known(world, clock).presence
    assert (found.links_to_profiles, found.links_back) == (bool(back), leads_back)
    assert found.links_to_facebook is False


SHOWN = ("has_description", "has_logo", "has_hours", "has_contact", "has_legal")


@pytest.mark.parametrize(
    ("answers", "filled", "of"),
    [
        ((None,) * 5, None, None),
        ((False, None, None, None, None), 0, 1),
        ((True, False, True, None, None), 2, 3),
        ((True, True, True, True, False), 4, 5),
        ((True,) * 5, 5, 5),
    ],
)
def test_of_a_complete_presence_counts_what_the_site_let_be_seen(
    world: World,
    clock: FrozenClock,
    answers: tuple[bool | None, ...],
    filled: int | None,
    of: int | None,
) -> None:
    seen: dict[str, Any] = dict(zip(SHOWN, answers, strict=True))
    keep(world, clock, SiteFacts("https://atelier.example", **seen))
    found = known(world, clock).presence
    assert (found.profile_fields, found.profile_fields_of) == (filled, of)
    assert found.links_to_profiles is None, "a page that scripts build hides its links"
    assert found.links_to_facebook is None


def test_networks_are_those_connected_and_those_to_which_the_site_leads(
    bakery: Bakery, world: World, clock: FrozenClock
) -> None:
    profiles = (
        ProfileFacts("linkedin", "https://linkedin.example/company/a"),
        ProfileFacts("facebook", "https://facebook.example/a"),
    )
    keep(world, clock, SiteFacts("https://atelier.example", profiles=profiles))
    found = known(world, clock).presence
    assert (found.networks, found.links_to_facebook) == (3, True)


@pytest.mark.parametrize(("on_site", "is_there"), [(True, True), (False, None), (None, None)])
def test_a_charter_may_be_published_on_the_site(
    world: World, clock: FrozenClock, on_site: bool | None, is_there: bool | None
) -> None:
    keep(world, clock, SiteFacts("https://atelier.example", has_charter=on_site))
    assert known(world, clock).reputation.has_charter is is_there


def test_the_check_that_was_kept_makes_the_presence_measured(
    world: World, clock: FrozenClock
) -> None:
    state = measure(known(world, clock))
    assert state.of(Dimension.PRESENCE).known is Known.UNKNOWN
    profiles = (ProfileFacts("facebook", "https://facebook.example/a"),)
    site = SiteFacts(
        "https://atelier.example",
        profiles=profiles,
        has_logo=True,
        has_contact=True,
        has_legal=False,
    )
    keep(world, clock, site)
    presence = measure(known(world, clock)).of(Dimension.PRESENCE)
    assert presence.known is Known.MEASURED
    assert presence.value == 84  # 30 + 40 × 2/3 + 15, of 85


def test_a_share_that_is_told_is_a_colleague_who_relays(world: World, clock: FrozenClock) -> None:
    wish = relays.Wish(uuid.uuid4(), "Come!", "atelier.example", clock().date())
    row = relays.propose(world.atelier, wish, actor=world.claire, now=clock())
    assert known(world, clock).loyalty.advocates is None
    relays.tell_share(row)
    assert known(world, clock).loyalty.advocates == 1
