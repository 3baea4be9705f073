"""What a channel can do depends on its kind: a member's own account is written to, never read."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.channels import gateway
from beffroi.channels.models import Channel
from beffroi.channels.queries import channel_row
from beffroi.channels.rules import Health
from beffroi.channels.signals import channel_connected
from beffroi.core.clock import utc_now
from beffroi.core.models import Job
from beffroi.inbox import moderating
from beffroi.inbox.tests.desk import make_channel
from beffroi.networks.declarations import Capability
from beffroi.publishing.queries import composer_channels
from beffroi.web.queries import health
from beffroi.workspaces.models import User
from tests.world import SETTLED_AT, World, people_and_places

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> World:
    return people_and_places(now=SETTLED_AT)


@pytest.fixture
def page(world: World) -> Channel:
    return make_channel(world.atelier, "linkedin", now=utc_now(), kind="organization")


@pytest.fixture
def member(world: World) -> Channel:
    return make_channel(
        world.atelier, "linkedin", now=utc_now(), kind="person", account_id="urn:li:person:1"
    )


def jobs_of(channel: Channel) -> set[str]:
    channel_connected.send(Channel, channel=channel, now=utc_now())
    kinds = Job.objects.filter(key=str(channel.pk)).values_list("kind", flat=True)
    return set(kinds)


def test_a_kind_can_do_less_than_its_network(page: Channel, member: Channel) -> None:
    assert Capability.READ_COUNTERS in gateway.abilities_of(page)
    assert Capability.READ_COUNTERS not in gateway.abilities_of(member)
    assert Capability.PUBLISH in gateway.abilities_of(member)
    assert moderating.abilities(page) == {"remove"}
    assert moderating.abilities(member) == frozenset()


def test_nothing_is_asked_that_would_not_be_answered(page: Channel, member: Channel) -> None:
    read = {"inbox.poll", "inbox.threads", "inbox.follow", "channels.subscribe", "insight.days"}
    assert jobs_of(page) == {*read, "channels.diagnose"}
    assert jobs_of(member) == {"channels.diagnose"}


def test_who_is_not_read_is_not_silent(world: World, page: Channel, member: Channel) -> None:
    Channel.objects.update(verified_at=utc_now() - timedelta(hours=3))
    for channel, expected in ((page, Health.SILENT), (member, Health.WELL)):
        channel.refresh_from_db()
        assert channel_row(channel, now=utc_now()).health is expected
    told = health(world.atelier, now=utc_now())
    assert {one.health for one in told} == {Health.SILENT, Health.WELL}


def test_the_page_of_channels_says_what_is_not_read(
    client: Client, world: World, page: Channel
) -> None:
    User.objects.update(language="en")
    client.force_login(world.claire)
    sentence = "lets this kind of account publish"
    assert sentence not in client.get(reverse("channels")).content.decode()
    Channel.objects.update(kind="person")
    assert sentence in client.get(reverse("channels")).content.decode()


def test_a_post_is_offered_only_to_what_publishes(world: World, member: Channel) -> None:
    feed = make_channel(world.atelier, "feeds", now=utc_now(), kind="feed")
    assert composer_channels(world.atelier) == [member]
    assert set(composer_channels(world.atelier, also=[feed.pk])) == {member, feed}
