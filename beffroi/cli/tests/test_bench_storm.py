"""Three thousand webhooks in the worst weather: the inbox is what the network shows.

`make bench NAME=storm` sends ten thousand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from beffroi.channels import gateway, network_apps
from beffroi.channels.actions import save_connection
from beffroi.cli.bench import storm
from beffroi.cli.bench.storm.blowing import blow
from beffroi.core.models import Job
from beffroi.inbox.models import Conversation, Heard
from beffroi.networks.contracts import Connection, OutgoingPost, Profile
from beffroi.networks.port import Preparer
from beffroi.networks.tests.world import MemoryProgress, SimulatedWorld
from beffroi.workspaces.models import User, Workspace
from tests.simulated import simulator_of, world_of
from tests.world import SETTLED_AT, people_and_places


@pytest.mark.django_db(transaction=True)
@pytest.mark.timeout(300)
def test_a_storm_leaves_the_inbox_as_the_network_shows_it() -> None:
    world = people_and_places(now=SETTLED_AT)
    found = storm.rage(3_000, world.atelier, actor=world.claire)
    assert found.calls > found.accepted > 600
    assert found.forged > 60
    assert (found.forged_accepted, found.missing, found.doubled, found.untrue) == (0, 0, 0, 0)
    assert Conversation.objects.filter(workspace=world.atelier).count() > 1_200
    assert not Heard.objects.exists()
    assert not Job.objects.filter(kind="inbox.hear").exists()


class Elsewhere:
    """Another simulated network, as the storm sees it: one call tells of one thing."""

    def __init__(self, world: SimulatedWorld, workspace: Workspace, *, actor: User) -> None:
        self._world = world
        self._texts: dict[str, str] = {}
        self._ours = world.channel().publish(self._post()).remote_id
        access, app = world.keeper.read(), world.keeper.app()
        network = world.network.declaration.key
        row = network_apps.save(
            network=network,
            origin=access.origin,
            workspace=workspace,
            actor=actor,
            client_id=app.client_id,
            client_secret=app.client_secret,
            extra=app.extra,
            now=world.now(),
        )
        self.channel = save_connection(
            workspace=workspace,
            actor=actor,
            network=network,
            connection=Connection(Profile(access.account_id, "atelier", "Atelier", ""), access),
            network_app=row,
            now=world.now(),
        )

    def _post(self) -> OutgoingPost:
        post = self._world.post("Dites")
        channel = self._world.channel()
        if not isinstance(channel, Preparer):
            return post
        handle = channel.prepare(post, progress=MemoryProgress())
        return self._world.with_prepared(post, handle) if not post.prepared else post

    def say(self, number: int) -> str:
        self._world.let_time_pass()
        said = self._world.stranger_replies(self._ours, f"Question {number}")
        self._texts[said] = f"Question {number}"
        return said

    def delete(self, remote_id: str) -> None:
        self._world.stranger_deletes(remote_id)
        del self._texts[remote_id]

    def webhooks(self, remote_ids: Sequence[str]) -> Sequence[bytes]:
        return [self._world.webhook_about(one)[1] for one in remote_ids]

    def sign(self, body: bytes) -> Mapping[str, str]:
        world: Any = self._world
        signed: Mapping[str, str]
        match world.network.declaration.key:
            case "linkedin":
                signed = world.simulator.sign(body, world.made.client_secret)
            case "x":
                signed = world.simulator.webhooks.sign(body)
            case _:
                signed = world.simulator.sign(body)
        return signed

    def shown(self) -> Mapping[str, str]:
        return self._texts


@pytest.mark.django_db
@pytest.mark.parametrize("network", ["instagram", "linkedin", "x"])
def test_every_network_that_tells_us_leaves_the_inbox_true(
    network: str, settings: Settings
) -> None:
    place = people_and_places(now=SETTLED_AT)
    with simulator_of(network)() as running:
        settings.OUTBOUND_ALLOW = frozenset({running.origin.removeprefix("http://")})
        gateway.forget()
        running.clock.advance(-timedelta(minutes=5))  # all is said before we ask
        told = Elsewhere(world_of(network)(running), place.atelier, actor=place.claire)
        found = blow(told, events=60, weather=storm.WEATHER, then=timedelta(minutes=5))
    gateway.forget()
    assert found.accepted > 50
    assert found.forged > 0
    assert (found.forged_accepted, found.missing, found.doubled, found.untrue) == (0, 0, 0, 0)
