from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from beffroi.channels import actions, consents, gateway
from beffroi.channels.models import Channel
from beffroi.core.clock import utc_now
from beffroi.networks.bluesky.simulator import BlueskySimulator
from beffroi.networks.mastodon.simulator import Simulator as MastodonSimulator
from beffroi.networks.mastodon.tests.world import MastodonWorld
from beffroi.networks.simulation import Simulator
from beffroi.workspaces.models import User
from tests.world import SETTLED_AT, World, people_and_places

RETURN = "https://beffroi.example/channels/connect/mastodon/return/"


@pytest.fixture
def now() -> datetime:
    """Pages and simulators read the real clock."""
    return utc_now()


@pytest.fixture
def world(db: None) -> World:
    """Everybody reads English, as the tests do."""
    made = people_and_places(now=SETTLED_AT)
    User.objects.update(language="en")
    for person in vars(made).values():
        if isinstance(person, User):
            person.language = "en"
    return made


@pytest.fixture
def browser(client: Client, world: World) -> Client:
    """Claire's."""
    client.force_login(world.claire)
    return client


def _allow(settings: Settings, simulator: Simulator) -> None:
    settings.OUTBOUND_ALLOW = frozenset({simulator.origin.removeprefix("http://")})
    settings.OUTBOUND_TIMEOUT_SECONDS = 2.0
    gateway.forget()


@pytest.fixture
def bluesky(settings: Settings) -> Iterator[BlueskySimulator]:
    with BlueskySimulator() as simulator:
        _allow(settings, simulator)
        yield simulator
    gateway.forget()


@pytest.fixture
def mastodon(settings: Settings) -> Iterator[MastodonWorld]:
    with MastodonSimulator() as simulator:
        _allow(settings, simulator)
        yield MastodonWorld(simulator)
    gateway.forget()


@pytest.fixture
def channel(world: World, bluesky: BlueskySimulator, now: datetime) -> Channel:
    """Atelier Martin on Bluesky, connected."""
    return connect(world, bluesky, now=now)


def connect(
    world: World,
    bluesky: BlueskySimulator,
    *,
    now: datetime,
    identifier: str = BlueskySimulator.handle,
    password: str = BlueskySimulator.password,
    again: Channel | None = None,
) -> Channel:
    return actions.connect_with_password(
        workspace=world.atelier,
        actor=world.claire,
        network="bluesky",
        address=bluesky.origin,
        identifier=identifier,
        password=password,
        again=again,
        now=now,
    )


def begin(world: World, mastodon: MastodonWorld, *, now: datetime) -> consents.PendingConsent:
    return consents.begin(
        workspace=world.atelier,
        network="mastodon",
        address=mastodon.simulator.origin,
        redirect_uri=RETURN,
        now=now,
    )


def say_yes(
    world: World, mastodon: MastodonWorld, *, now: datetime, again: Channel | None = None
) -> Channel:
    pending = begin(world, mastodon, now=now)
    answer = mastodon.decide(pending.authorize_url, "allow")
    channel = consents.finish(
        workspace=world.atelier,
        actor=world.claire,
        pending=pending,
        state=answer["state"][0],
        code=answer["code"][0],
        again=again,
        now=now,
    )
    assert isinstance(channel, Channel)
    return channel
