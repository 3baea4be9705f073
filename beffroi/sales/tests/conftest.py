from __future__ import annotations

import html
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from beffroi.sales import economics, shops
from beffroi.sales.economics import Said
from beffroi.sales.models import Shop
from beffroi.workspaces.models import User
from tests.clock import FrozenClock
from tests.world import World, people_and_places

Browse = Callable[[User], Client]


@pytest.fixture
def world(db: None, clock: FrozenClock) -> World:
    return people_and_places(now=clock())


@pytest.fixture
def said(world: World, clock: FrozenClock) -> None:
    """A bakery: 62 % of margin, 5.5 % of tax, 35 € an hour."""
    money = Said("EUR", Decimal("0.62"), Decimal("0.055"), 3500)
    economics.say(world.atelier, money, actor=world.claire, now=clock())


@pytest.fixture
def shop(world: World, clock: FrozenClock) -> Shop:
    made, _secret = shops.connect(
        world.atelier, name="Online", software="woocommerce", actor=world.claire, now=clock()
    )
    return made


@pytest.fixture
def browse(world: World) -> Browse:
    """Somebody's browser, in English."""
    User.objects.update(language="en")
    cache.clear()

    def browser(person: User) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return browser


def text(response: Any) -> str:
    return " ".join(html.unescape(response.content.decode()).split())
