from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from pytest_django.fixtures import Settings

from beffroi.channels import gateway, keeper
from beffroi.channels.models import Channel
from beffroi.delivery.models import Delivery
from beffroi.inbox.tests.desk import make_channel
from beffroi.networks.bluesky.tests.world import BlueskyWorld
from beffroi.networks.mastodon.simulator import Simulator as MastodonSimulator
from beffroi.networks.mastodon.tests.world import MastodonWorld
from beffroi.networks.tests.world import SimulatedWorld
from tests.clock import FrozenClock
from tests.world import World


@pytest.fixture(params=["bluesky", "mastodon"])
def network(request: pytest.FixtureRequest) -> Iterator[SimulatedWorld]:
    if request.param == "bluesky":
        with BlueskyWorld.start() as there:
            yield there
    else:
        with MastodonSimulator() as simulator:
            yield MastodonWorld(simulator)


@pytest.fixture
def clock(network: SimulatedWorld) -> FrozenClock:
    """The network's own time."""
    return FrozenClock(network.now())


@pytest.fixture
def channel(
    network: SimulatedWorld, world: World, clock: FrozenClock, settings: Settings
) -> Iterator[Channel]:
    """Atelier Martin, connected to the simulated network over HTTP."""
    access = network.keeper.read()
    settings.OUTBOUND_ALLOW = frozenset({urlsplit(access.origin).netloc})
    settings.OUTBOUND_TIMEOUT_SECONDS = 2
    gateway.forget()
    channel = make_channel(
        world.atelier,
        network.network.declaration.key,
        now=clock(),
        origin=access.origin,
        account_id=access.account_id,
    )
    keeper.store(channel, access, clock=clock)
    yield channel
    gateway.forget()


@pytest.fixture
def ours(network: SimulatedWorld, channel: Channel, clock: FrozenClock) -> str:
    """A post of ours, that Beffroi published."""
    remote_id = network.channel().publish(network.post("Fermés lundi.")).remote_id
    Delivery.objects.create(
        workspace=channel.workspace,
        channel=channel,
        status="published",
        due_at=clock(),
        published_at=clock(),
        content={"reply_to": None},
        marker="m",
        remote_id=remote_id,
        created_at=clock(),
    )
    return str(remote_id)
