from __future__ import annotations

from collections.abc import Iterator

import pytest

from beffroi.channels import gateway
from beffroi.channels.models import Channel
from beffroi.delivery.tests.scripted import Script, ScriptedNetwork
from beffroi.inbox import moderating, removing
from beffroi.inbox.models import Removal
from beffroi.inbox.tests.care import CaringNetwork
from beffroi.inbox.tests.desk import Desk, make_channel, said
from beffroi.inbox.tests.removals import Network
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


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch, desk: Desk) -> Network:
    """One that can delete what Odile said."""
    made = Network()
    monkeypatch.setattr(gateway, "open_channel", lambda channel, clock: made)
    monkeypatch.setattr(moderating, "abilities", lambda network: frozenset({"remove"}))
    desk.hear(said("f1", "Publicité"))
    return made


@pytest.fixture
def caring(monkeypatch: pytest.MonkeyPatch, desk: Desk) -> CaringNetwork:
    """One that can block Odile, and be told of what she said."""
    made = CaringNetwork()
    monkeypatch.setattr(gateway, "open_channel", lambda channel, clock: made)
    monkeypatch.setattr(moderating, "abilities", lambda network: frozenset({"block", "report"}))
    desk.hear(said("f1", "Publicité"))
    return made


@pytest.fixture
def asked(network: Network, desk: Desk, world: World) -> Removal:
    """Claire has just asked that Odile's words be deleted."""
    return removing.ask(desk.feedback(), actor=world.claire, now=desk.clock())
