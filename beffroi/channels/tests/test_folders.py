"""A site in a folder of a server is another site than the one beside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from beffroi.channels import actions, gateway
from beffroi.channels.models import Channel
from beffroi.core.clock import utc_now
from tests.simulated import part, simulator_of
from tests.world import World

pytestmark = pytest.mark.django_db


def setup(**values: Any) -> Any:
    """Return how the simulated server is set up."""
    return part("wordpress", "simulator_state").Setup(**values)


@pytest.fixture
def site(settings: Settings) -> Iterator[Any]:
    with simulator_of("wordpress")(setup=setup(place="/blog")) as running:
        settings.OUTBOUND_ALLOW = frozenset({running.origin.removeprefix("http://")})
        settings.OUTBOUND_TIMEOUT_SECONDS = 2.0
        gateway.forget()
        yield running
    gateway.forget()


def connect(world: World, site: Any, address: str) -> Channel:
    return actions.connect_with_password(
        workspace=world.atelier,
        actor=world.claire,
        network="wordpress",
        address=address,
        identifier=site.login,
        password=site.password,
        now=utc_now(),
    )


@pytest.mark.parametrize("typed", ["/blog", "/blog/", "/blog/wp-admin/profile.php", "/blog\u200b"])
def test_it_is_connected_by_its_whole_address(world: World, site: Any, typed: str) -> None:
    channel = connect(world, site, f"{site.origin}{typed}")
    assert (channel.origin, channel.account_id) == (site.origin, "2/blog")
    assert channel.url == f"{site.origin}/blog"


def test_two_sites_of_a_server_are_two_channels(world: World, site: Any) -> None:
    first = connect(world, site, f"{site.origin}/blog")
    site.setup = setup(place="/journal")
    second = connect(world, site, f"{site.origin}/journal")
    assert first.pk != second.pk


def test_the_page_that_connects_it_again_knows_its_folder(
    world: World, site: Any, client: Client
) -> None:
    channel = connect(world, site, f"{site.origin}/blog")
    client.force_login(world.claire)
    page = client.get(reverse("channel_reconnect", args=[channel.pk])).content.decode()
    assert f'value="{site.origin}/blog"' in page
