"""A post with a link, from the desk to simulated networks, whatever becomes of the call."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from pytest_django.fixtures import Settings

from beffroi.channels import gateway, keeper
from beffroi.channels.models import Channel
from beffroi.core.jobs import Runner
from beffroi.core.tests.internet import Server, reply
from beffroi.delivery.content import from_json
from beffroi.delivery.models import Delivery
from beffroi.links.actions import short_address
from beffroi.links.models import Link
from beffroi.networks.bluesky.simulator import BlueskySimulator
from beffroi.networks.bluesky.tests.world import BlueskyWorld
from beffroi.networks.mastodon.simulator import Simulator as MastodonSimulator
from beffroi.networks.mastodon.tests.world import MastodonWorld
from beffroi.networks.simulation_faults import Fault, FaultKind
from beffroi.publishing import actions
from beffroi.publishing.drafts import PostDraft
from beffroi.publishing.models import Post
from beffroi.publishing.tests.desk import deliveries_of, make_channel
from beffroi.workspaces.models import User, Workspace
from tests.clock import FrozenClock

pytestmark = pytest.mark.django_db
PLACES: dict[str, tuple[Any, Any]] = {
    "bluesky": (BlueskySimulator, BlueskyWorld),
    "mastodon": (MastodonSimulator, MastodonWorld),
}


@pytest.fixture
def page() -> Iterator[str]:
    """The address of a page on loopback, which has a title."""

    def answer(connection: socket.socket, request: bytes) -> None:
        title = b"<title>La f\xc3\xaate des p\xc3\xa8res</title>"
        reply(title, headers=["Content-Type: text/html; charset=utf-8"])(connection, request)

    server = Server(answer)
    yield f"http://127.0.0.1:{server.port}/peres"
    server.stop()


@dataclass
class There:
    """A simulated network and the channel that Atelier Martin has on it."""

    key: str
    world: Any
    channel: Channel
    claire: User
    clock: FrozenClock

    def plan(self, text: str) -> Post:
        """Plan a post for now."""
        post = actions.create_post(
            workspace=self.channel.workspace,
            actor=self.claire,
            draft=PostDraft(
                text=text,
                channel_ids=frozenset({self.channel.pk}),
                wall=self.clock().astimezone(self.channel.workspace.zone).replace(tzinfo=None),
                has_short_links=True,
            ),
            now=self.clock(),
        )
        actions.schedule_post(post, actor=self.claire, now=self.clock())
        return post

    def send(self, post: Post) -> Delivery:
        """Let minutes pass on both sides until the post is out."""
        for _ in range(12):
            Runner(clock=self.clock).run_until_idle()
            delivery = deliveries_of(post)[0]
            if delivery.status == "published":
                return delivery
            self.world.simulator.clock.advance(timedelta(seconds=30))
            self.clock.set(self.clock() + timedelta(seconds=30))
        raise AssertionError("it is not out")

    def visible(self) -> list[str]:
        """Return the texts that people see there."""
        return [one.text for one in self.world.simulator.ledger.published()]


@pytest.fixture(params=["bluesky", "mastodon"])
def there(request: pytest.FixtureRequest, settings: Settings, page: str) -> Iterator[There]:
    key = request.param
    settings.PUBLIC_URL = "https://beffroi.example.org"
    simulate, world_of = PLACES[key]
    with simulate() as simulator:
        hosts = {urlsplit(url).netloc for url in (simulator.origin, page)}
        settings.OUTBOUND_ALLOW = frozenset(hosts)
        gateway.forget()
        world = world_of(simulator)
        access, clock = world.keeper.read(), FrozenClock(world.now())
        channel = make_channel(
            Workspace.objects.create(name="Atelier Martin"),
            key,
            now=clock(),
            origin=access.origin,
            account_id=access.account_id,
        )
        keeper.store(channel, access, clock=clock)
        claire = User.objects.create_user("claire@atelier-martin.example", name="Claire Martin")
        yield There(key, world, channel, claire, clock)
    gateway.forget()


def test_what_leaves_says_the_short_address_and_is_a_link_there(there: There, page: str) -> None:
    delivery = there.send(there.plan(f"L’été arrive 🥖 : {page}. À demain !"))
    short = short_address(Link.objects.get())
    text = f"L’été arrive 🥖 : {short}. À demain !"
    assert there.visible() == [text]
    if there.key == "bluesky":
        record = there.world.record(delivery.remote_id)
        (facet,) = record["facets"]
        span = slice(facet["index"]["byteStart"], facet["index"]["byteEnd"])
        assert text.encode()[span].decode() == short
        assert facet["features"] == [{"$type": "app.bsky.richtext.facet#link", "uri": short}]
        external = record["embed"]["external"]
        assert (external["uri"], external["title"]) == (short, "La fête des pères")
    else:
        assert there.world.text_of(delivery.remote_id) == text


def test_the_card_shows_the_page_and_counts_nobody(there: There, page: str) -> None:
    delivery = there.send(there.plan(f"Ici : {page}"))
    card = from_json(delivery.content).link_card
    if there.key == "mastodon":  # its servers read the page themselves
        assert card is None
        return
    assert card is not None
    assert card.title == "La fête des pères"
    assert card.url == short_address(Link.objects.get())


def test_a_call_without_answer_is_settled_by_the_link_alone(there: There, page: str) -> None:
    fault = Fault(FaultKind.CUT_AFTER)
    there.world.simulator.faults.add(there.world.operations["publish"], fault)
    post = there.plan(f"Réservez ici : {page}")
    Runner(clock=there.clock).run_until_idle()
    assert deliveries_of(post)[0].status == "unknown"
    if there.key == "mastodon":  # somebody there touched its words up meanwhile
        (status,) = there.world.simulator.state.statuses.values()
        status.text = status.text.replace("Réservez ici", "Reservez la")
    there.send(post)
    assert len(there.visible()) == 1


def test_a_twin_on_the_same_channel_is_not_taken_for_it(there: There, page: str) -> None:
    first = there.send(there.plan(f"Réservez ici : {page}"))
    fault = Fault(FaultKind.CUT_BEFORE)
    there.world.simulator.faults.add(there.world.operations["publish"], fault)
    second = there.send(there.plan(f"Réservez ici : {page}"))
    assert first.remote_id != second.remote_id
    assert len(set(there.visible())) == 2
