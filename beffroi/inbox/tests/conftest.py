from __future__ import annotations

from collections.abc import Iterator

import pytest

from beffroi.channels import gateway
from beffroi.channels.models import Channel
from beffroi.delivery.tests.scripted import Script, ScriptedNetwork
from beffroi.inbox.tests.desk import Desk, make_channel
from beffroi.networks import registry
from tests.clock import FrozenClock
from tests.world import World, people_and_places


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> Iterator[Script]:
    """Have the network do as the test says."""
    told = Script()
    monkeypatch.setitem(registry.NETWORKS, "bluesky", lambda http: ScriptedNetwork(told))
    gateway.forget()
    yield told
    gateway.forget()


@pytest.fixture
def world(db: None, clock: FrozenClock) -> World:
    return people_and_places(now=clock())


@pytest.fixture
def channel(world: World, script: Script, clock: FrozenClock) -> Channel:
    return make_channel(world.atelier, now=clock())


@pytest.fixture
def desk(channel: Channel, clock: FrozenClock) -> Desk:
    """The inbox of Atelier Martin, on a Monday morning."""
    return Desk(channel, clock)
