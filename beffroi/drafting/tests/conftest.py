from __future__ import annotations

import html
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from beffroi.drafting import actions
from beffroi.drafting.models import LanguageModel
from beffroi.drafting.tests.double import Double, a_double
from beffroi.suggestions.tests.hostile_model import completion
from beffroi.workspaces.models import User
from tests.clock import FrozenClock
from tests.world import World, people_and_places

GOOD = "Bonjour, merci de votre message. Nous regardons cela et revenons vers vous."


def browser_of(person: User) -> Client:
    """Return the browser of somebody who reads English."""
    User.objects.update(language="en")
    client = Client()
    client.force_login(person)
    return client


def shown(response: Any) -> str:
    """Return a page as people read it."""
    return html.unescape(response.content.decode())


@pytest.fixture
def world(db: None, clock: FrozenClock) -> World:
    return people_and_places(now=clock())


@pytest.fixture
def double(settings: Settings) -> Iterator[Double]:
    """A model on this machine, as whoever runs the installation allowed it."""
    with a_double(lambda _: completion(GOOD)) as made:
        settings.MODEL_ALLOW = frozenset({made.host})
        yield made


@pytest.fixture
def model(world: World, double: Double, clock: FrozenClock) -> LanguageModel:
    """Claire has switched it on, with a key."""
    wish = actions.Wish(double.address, "local", "sk-secret", is_on=True)
    return actions.keep(world.atelier, wish=wish, actor=world.claire, now=clock())
