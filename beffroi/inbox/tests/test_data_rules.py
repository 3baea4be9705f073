"""What may become a contact or leave this installation, network by network."""

from __future__ import annotations

import pytest

from beffroi.channels import gateway
from beffroi.channels.models import Channel
from beffroi.inbox import data_rules
from beffroi.inbox.models import Feedback, FeedbackQuerySet
from beffroi.inbox.tests.desk import US, Desk, make_channel, said
from beffroi.networks import registry
from tests.clock import FrozenClock
from tests.world import World, people_and_places

pytestmark = pytest.mark.django_db

NETWORKS = registry.keys()


@pytest.fixture
def world(db: None, clock: FrozenClock) -> World:
    """Without a script: networks as they declare themselves."""
    return people_and_places(now=clock())


@pytest.fixture
def desk(world: World, clock: FrozenClock) -> Desk:
    return Desk(make_channel(world.atelier, now=clock()), clock)


def feedback() -> FeedbackQuerySet:
    """Return all of it, as the filters take it."""
    return Feedback.objects.filter()


@pytest.mark.parametrize("network", NETWORKS)
def test_only_what_its_network_allows_becomes_a_contact_or_leaves(
    world: World, clock: FrozenClock, network: str
) -> None:
    Desk(make_channel(world.atelier, network, now=clock()), clock).hear(said())
    use = gateway.network(network).declaration.data_use
    assert data_rules.for_contacts(feedback()).exists() == use.contacts_allowed
    assert data_rules.for_export(feedback()).exists() == use.export_allowed


def test_members_of_linkedin_never_do() -> None:
    use = data_rules.use_of("linkedin")
    assert (use.contacts_allowed, use.export_allowed) == (False, False)


def test_one_network_s_no_takes_nothing_from_another(world: World, clock: FrozenClock) -> None:
    for network in ("bluesky", "linkedin"):
        Desk(make_channel(world.atelier, network, now=clock()), clock).hear(said())
    assert [row.channel.network for row in data_rules.for_contacts(feedback())] == ["bluesky"]


def test_neither_our_words_nor_those_that_are_gone_are_among_them(desk: Desk) -> None:
    desk.hear(said("f1"), said("f2"), said("u1", author=US, parent_id="f1"))
    desk.look_again({"f2": None})
    assert [row.remote_id for row in data_rules.for_export(feedback())] == ["f1"]
    Feedback.objects.filter(remote_id="f1").wipe(erased_at=desk.clock(), erased_as="kept")
    assert not data_rules.for_contacts(feedback()).exists()


def test_a_network_that_is_known_no_more_allows_nothing(desk: Desk) -> None:
    desk.hear(said())
    Channel.objects.update(network="gone")
    assert not data_rules.for_contacts(feedback()).exists()
    assert not data_rules.for_export(feedback()).exists()
