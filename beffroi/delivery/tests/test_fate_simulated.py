"""Published on a simulated network over HTTP, then taken away there: what Beffroi finds out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django.fixtures import Settings

from beffroi.channels import gateway, keeper, network_apps
from beffroi.channels.models import Channel
from beffroi.core.jobs import Runner
from beffroi.core.models import Job
from beffroi.delivery import fate
from beffroi.delivery.actions import Attached, create_delivery
from beffroi.delivery.content import Content
from beffroi.delivery.models import Delivery
from beffroi.media.actions import add_file
from beffroi.media.tests.films import film
from beffroi.workspaces.models import User, Workspace
from tests.clock import FrozenClock
from tests.simulated import part, simulator_of, world_of

pytestmark = pytest.mark.django_db
TEXT = "Ouvert dimanche"


@dataclass
class There:
    """A simulated network, the channel that Beffroi has on it, and the time of both."""

    world: Any
    channel: Channel
    clock: FrozenClock

    def publish(self) -> Delivery:
        """Send a post, with what its network wants."""
        delivery = plan(self.channel, clock=self.clock)
        Runner(clock=self.clock).run_until_idle()
        delivery.refresh_from_db()
        assert delivery.status == "published"
        return delivery

    def look(self) -> Delivery:
        """Go to the next appointment, on both sides; return the delivery as it is then."""
        run_at = Job.objects.get(kind=fate.JOB).run_at
        self.world.simulator.clock.advance(run_at - self.clock())
        self.clock.set(run_at)
        Runner(clock=self.clock).run_until_idle()
        return Delivery.objects.get()


def plan(channel: Channel, *, clock: FrozenClock) -> Delivery:
    """Plan a post for now, on YouTube with a title and a video."""
    files = []
    if channel.network == "youtube":
        upload = SimpleUploadedFile("fournil.mp4", film())
        kept = add_file(workspace=channel.workspace, actor=None, upload=upload, now=clock())
        files = [Attached(kept, "")]
    return create_delivery(
        channel=channel,
        content=Content(text=TEXT, language="fr", written_at=clock(), title="Au fournil"),
        files=files,
        due_at=clock(),
        actor=None,
        now=clock(),
    )


Connect = Callable[[str], There]


@pytest.fixture
def connect(db: None, settings: Settings) -> Iterator[Connect]:
    """Connect Atelier Martin to one of the networks."""
    with ExitStack() as stack:

        def connected(key: str) -> There:
            running = stack.enter_context(simulator_of(key)())
            more: list[Any] = []
            if key == "google_business":
                files = part(key, "tests.world").Files()
                stack.callback(files.stop)
                more = [files]
            world = world_of(key)(running, *more)
            settings.OUTBOUND_ALLOW = frozenset({urlsplit(world.simulator.origin).netloc})
            gateway.forget()
            return There(world, channel_on(key, world), FrozenClock(world.now()))

        yield connected
        gateway.forget()


def channel_on(key: str, world: Any) -> Channel:
    access, app, now = world.keeper.read(), world.keeper.app(), world.now()
    workspace = Workspace.objects.create(name="Atelier Martin")
    kept = network_apps.save(
        network=key,
        origin=access.origin,
        workspace=workspace,
        actor=User.objects.create_user("claire@atelier-martin.example", name="Claire Martin"),
        client_id=app.client_id,
        client_secret=app.client_secret,
        extra=dict(app.extra),
        now=now,
    )
    channel = Channel.objects.create(
        workspace=workspace,
        network=key,
        origin=access.origin,
        account_id=access.account_id,
        handle="atelier-martin",
        network_app=kept,
        verified_at=now,
        connected_at=now,
    )
    keeper.store(channel, access, clock=lambda: now)
    return channel


NETWORKS = ["facebook", "youtube", "google_business"]


@pytest.mark.parametrize("key", NETWORKS)
def test_what_stands_is_seen_to_stand(connect: Connect, key: str) -> None:
    there = connect(key)
    there.publish()
    assert not any(there.look().was_taken_away for _ in range(4))
    assert not Job.objects.filter(kind=fate.JOB).exists()


@pytest.mark.parametrize("key", NETWORKS)
def test_what_is_gone_there_is_found_out(connect: Connect, key: str) -> None:
    there = connect(key)
    delivery = there.publish()
    there.world.channel().delete(delivery.remote_id)
    there.look()
    delivery = there.look()
    assert (delivery.status, delivery.reason, delivery.was_taken_away) == (
        "published",
        "gone",
        True,
    )
    assert [one.text for one in there.world.simulator.ledger.published()] == [TEXT]


@pytest.mark.parametrize(("key", "field"), [("youtube", "media"), ("google_business", "text")])
def test_what_the_network_rejects_later_is_told_with_its_reason(
    connect: Connect, key: str, field: str
) -> None:
    there = connect(key)
    delivery = there.publish()
    there.world.act("reject", id=delivery.remote_id)
    delivery = there.look()
    assert (delivery.reason, delivery.refused_field) == ("rejected", field)
    assert delivery.remote_id
    assert delivery.published_at


def test_what_google_still_looks_at_waits_for_its_decision(connect: Connect) -> None:
    there = connect("google_business")
    there.world.simulator.state.deciding_seconds = timedelta(minutes=30).total_seconds()
    delivery = there.publish()
    there.world.act("reject", id=delivery.remote_id)
    for _ in range(2):
        assert not there.look().was_taken_away
    assert there.look().reason == "rejected"
