from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.company import actions as company
from beffroi.company.actions import Identity
from beffroi.core.clock import utc_now
from beffroi.sales import offering
from beffroi.sales.contests import deciding, entering, holding
from beffroi.sales.contests.holding import Wish
from beffroi.sales.contests.rules import Prize, Typed
from beffroi.sales.models import Contest, Offer
from beffroi.sales.offering import Wish as OfferWish
from beffroi.sales.rules import OfferKind
from tests.clock import FrozenClock
from tests.world import World, people_and_places

IDENTITY = Identity(
    name="Atelier Martin",
    address="3 rue du Four\n59500 Douai",
    phone="03 27 00 00 00",
    email="bonjour@atelier-martin.example",
    website="",
    trades=(),
    signature="",
)


def wish(clock: FrozenClock) -> Wish:
    """What a contest of one week says that begins now."""
    now = clock()
    return Wish(
        begins_at=now,
        ends_at=now + timedelta(days=7),
        draw_at=now + timedelta(days=8),
        who="toute personne qui habite en France",
        how="Répondez à la question de notre publication en commentaire.",
        prizes=(Prize("un coffret", 4500), Prize("une tarte", 1800, 2)),
        substitutes=2,
        told_how="par un message privé",
    )


@pytest.fixture
def world(db: None, clock: FrozenClock) -> World:
    made = people_and_places(now=clock())
    company.say_identity(made.atelier, identity=IDENTITY, actor=made.claire, now=clock())
    return made


@pytest.fixture
def offer(world: World, clock: FrozenClock) -> Offer:
    today = clock().date()
    given = OfferWish("Le coffret", OfferKind.CONTEST, "", today, today + timedelta(days=6))
    return offering.make(world.atelier, given, actor=world.claire, now=clock())


@pytest.fixture
def written(world: World, offer: Offer, clock: FrozenClock) -> Contest:
    return holding.write(offer, wish(clock), actor=world.claire, now=clock())


@pytest.fixture
def contest(world: World, written: Contest, clock: FrozenClock) -> Contest:
    """A contest whose rules are published, and which is open."""
    holding.publish(written, actor=world.claire, now=clock())
    return again(written)


@pytest.fixture
def closed(world: World, contest: Contest, clock: FrozenClock) -> Contest:
    """A contest of ten people whose list is closed, at the hour of its draw."""
    typed = [Typed(f"Client {number}", f"{number}@example.org") for number in range(10)]
    entering.add(contest, typed, entered_at=clock(), actor=world.claire, now=clock())
    clock.advance(days=8)
    deciding.freeze(contest, actor=world.claire, now=clock())
    return again(contest)


def again(contest: Contest) -> Contest:
    return Contest.objects.select_related("offer__workspace").get(pk=contest.pk)


def without(given: Wish, name: str, value: object) -> Wish:
    return replace(given, **{name: value})  # type: ignore[arg-type]


def publish_in_time(browser: Client, offer: Offer) -> None:
    """Publish the rules over HTTP as if the contest, which may be over, were still open."""
    written = Contest.objects.get(offer=offer)
    later = utc_now() + timedelta(days=1)
    Contest.objects.filter(pk=written.pk).update(ends_at=later, draw_at=later)
    assert browser.post(reverse("contest_publish", args=[offer.pk])).status_code == 302
    kept = {"ends_at": written.ends_at, "draw_at": written.draw_at}
    Contest.objects.filter(pk=written.pk).update(**kept)
