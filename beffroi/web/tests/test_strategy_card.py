"""The card that asks to read a strategy again, six months after it was agreed."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from beffroi.strategy.plan import actions
from beffroi.strategy.plan.rules import Address, Part, PillarShare
from beffroi.strategy.plan.wishes import (
    AudienceWish,
    ContentWish,
    MeansWish,
    MeasureWish,
    NetworkWish,
    ToneWish,
)
from beffroi.web import queries
from beffroi.web.cards import Card
from beffroi.web.rules import Kind
from beffroi.workspaces.rules import Role
from tests.clock import FrozenClock
from tests.world import World, people_and_places

HALF_A_YEAR = timedelta(days=182)


@pytest.fixture
def now(clock: FrozenClock) -> datetime:
    return clock()


@pytest.fixture
def world(db: None, now: datetime) -> World:
    return people_and_places(now=now)


@pytest.fixture
def agreed(world: World, now: datetime) -> datetime:
    """A strategy that is agreed now."""
    ours, claire = world.atelier, world.claire
    pillars = [PillarShare("The oven", 75), PillarShare("Offers", 25, is_offers=True)]
    actions.save_aims(ours, lambda: None, seen=0, actor=claire, now=now)
    actions.save_audience(
        ours, [AudienceWish("Families")], is_agreed=True, seen=0, actor=claire, now=now
    )
    network = NetworkWish("bluesky", part=Part.TALK, owner_id=claire.pk)
    actions.save_networks(ours, [network], seen=0, actor=claire, now=now)
    actions.save_content(ours, ContentWish("Bread", pillars), seen=0, actor=claire, now=now)
    actions.save_means(ours, MeansWish(75), seen=0, actor=claire, now=now)
    actions.save_tone(ours, ToneWish(Address.VOUS), seen=0, actor=claire, now=now)
    actions.save_measure(ours, MeasureWish(None, None), seen=0, actor=claire, now=now)
    actions.agree(ours, actor=claire, now=now)
    return now


def strategy_cards(world: World, now: datetime, role: Role = Role.MANAGER) -> list[Card]:
    day = queries.today(world.atelier, user=world.member(role), role=role, now=now)
    return [card for card in day.cards if card.kind is Kind.STRATEGY]


def test_a_strategy_of_today_asks_for_nothing(world: World, agreed: datetime) -> None:
    assert strategy_cards(world, agreed) == []


def test_after_six_months_it_is_a_card_with_its_minutes(world: World, agreed: datetime) -> None:
    [card] = strategy_cards(world, agreed + HALF_A_YEAR)
    assert card.minutes == 15
    assert card.waits_from == agreed


def test_only_those_who_manage_the_company_are_asked(world: World, agreed: datetime) -> None:
    assert strategy_cards(world, agreed + HALF_A_YEAR, Role.EDITOR) == []


def test_agreeing_anew_settles_it(world: World, agreed: datetime) -> None:
    later = agreed + HALF_A_YEAR
    actions.agree(world.atelier, actor=world.sophie, now=later)
    assert strategy_cards(world, later) == []
