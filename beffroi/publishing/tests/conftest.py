from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from django.test import Client

from beffroi.channels import gateway
from beffroi.channels.models import Channel
from beffroi.delivery.tests.scripted import Script, ScriptedNetwork
from beffroi.networks import registry
from beffroi.publishing.models import Post
from beffroi.publishing.tests.desk import TOMORROW, Desk, draft_of, make_channel
from beffroi.workspaces.models import User
from tests.clock import FrozenClock
from tests.world import World, people_and_places

Enter = Callable[[str], Client]


@pytest.fixture
def world(db: None, clock: FrozenClock) -> World:
    return people_and_places(now=clock())


@pytest.fixture
def bluesky(world: World, clock: FrozenClock) -> Channel:
    return make_channel(world.atelier, "bluesky", now=clock())


@pytest.fixture
def mastodon(world: World, clock: FrozenClock) -> Channel:
    return make_channel(world.atelier, "mastodon", now=clock())


@pytest.fixture
def desk(world: World, clock: FrozenClock) -> Desk:
    """Where Karim writes for Atelier Martin."""
    return Desk(world.atelier, world.karim, clock)


@pytest.fixture
def both(bluesky: Channel, mastodon: Channel) -> list[Channel]:
    return [bluesky, mastodon]


@pytest.fixture
def scheduled(desk: Desk, both: list[Channel]) -> Post:
    return desk.schedule(draft_of("Bonjour", both, at=TOMORROW))


@pytest.fixture
def submitted(desk: Desk, both: list[Channel]) -> Post:
    return desk.submit(draft_of("Bonjour", both, at=TOMORROW))


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> Iterator[Script]:
    """Have both networks do as the test says."""
    told = Script()
    monkeypatch.setitem(registry.NETWORKS, "bluesky", lambda http: ScriptedNetwork(told))
    monkeypatch.setitem(registry.NETWORKS, "mastodon", lambda http: ScriptedNetwork(told))
    gateway.forget()
    yield told
    gateway.forget()


@pytest.fixture
def enter(world: World) -> Enter:
    """Let a person of the world in, by the name of their attribute."""

    def entered(name: str) -> Client:
        client = Client()
        client.force_login(getattr(world, name))
        return client

    return entered


@pytest.fixture
def karim(enter: Enter) -> Client:
    """Who writes."""
    return enter("karim")


@pytest.fixture
def claire(enter: Enter) -> Client:
    """Who writes and approves."""
    return enter("claire")


@pytest.fixture
def in_english(world: World) -> None:
    """Have everybody read the sentences as they stand in the code."""
    User.objects.update(language="en")


@pytest.fixture
def frozen_views(monkeypatch: pytest.MonkeyPatch, clock: FrozenClock) -> None:
    """Have the pages of posts read the clock of the test."""
    for name in ("calendar", "composer", "pausing", "posts"):
        monkeypatch.setattr(f"beffroi.publishing.views.{name}.utc_now", clock)


@pytest.fixture(autouse=True)
def no_limits_from_the_test_before() -> Iterator[None]:
    """Rates are counted in the cache of the process."""
    cache.clear()
    yield
    cache.clear()
