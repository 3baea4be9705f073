from __future__ import annotations

import pytest

from beffroi.networks.errors import (
    ContentRefused,
    NetworkUnavailable,
    RateLimited,
    ReadersRefused,
)
from beffroi.networks.feeds.client import Document
from beffroi.networks.feeds.discovery import _candidates
from beffroi.networks.feeds.tests.world import FeedsWorld
from beffroi.networks.tests.world import MemoryKeeper


@pytest.mark.parametrize("address", ["/feed.xml", "/", ""])
def test_the_address_of_a_feed_or_of_its_page_will_do(world: FeedsWorld, address: str) -> None:
    connection = world.connect_address(address)
    profile = connection.profile
    assert (profile.display_name, profile.kind) == ("Le Journal du quartier", "feed")
    assert profile.handle == world.simulator.origin.removeprefix("http://")
    assert profile.url == f"{world.simulator.origin}/"
    assert profile.account_id == connection.access.account_id
    assert connection.access.secrets == {"address": f"{world.simulator.origin}/feed.xml"}


def test_a_page_that_does_not_name_its_feed_is_tried_where_feeds_usually_are(
    world: FeedsWorld,
) -> None:
    world.set_up(names_its_feed=False)
    assert world.connect_address("/blog/").profile.kind == "feed"


def test_what_is_connected_is_read(world: FeedsWorld) -> None:
    world.keeper = MemoryKeeper(world.connect_address("/").access)
    world.write("Un")
    assert [item.text for item in world.read_items()] == ["Un"]


def test_the_same_feed_is_the_same_channel(world: FeedsWorld) -> None:
    one, two = (world.connect_address(address) for address in ("/", "/feed.xml"))
    assert one.access.account_id == two.access.account_id


@pytest.mark.parametrize("moves", [(301,), (308, 301)])
def test_a_feed_that_moved_is_connected_where_it_is(
    world: FeedsWorld, moves: tuple[int, ...]
) -> None:
    world.set_up(moves=moves)
    connection = world.connect_address()
    assert connection.access.secrets["address"].endswith(f"/moved/{len(moves)}")


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ftp://a.fr/feed",
        "file:///etc/passwd",
        "https://",
        "https://[",
        "pas une adresse",
        "http://169.254.169.254/feed",
        "http://localhost:1/feed",
        "javascript:alert(1)",
    ],
)
def test_what_is_no_public_address_is_refused(world: FeedsWorld, address: str) -> None:
    with pytest.raises(ContentRefused) as caught:
        world.network.connect_address(address=address)
    assert caught.value.field == "address"


@pytest.mark.parametrize("status", [403, 401])
@pytest.mark.parametrize("path", ["/feed.xml", "/"])
def test_a_feed_that_is_closed_to_programs_says_so(
    world: FeedsWorld, status: int, path: str
) -> None:
    world.set_up(status=status)
    with pytest.raises(ReadersRefused):
        world.connect_address(path)


@pytest.mark.parametrize("status", [404, 410, 403, 401])
def test_a_page_without_any_feed_is_a_wrong_address(world: FeedsWorld, status: int) -> None:
    world.set_up(status=status, names_its_feed=False)
    with pytest.raises(ContentRefused) as caught:
        world.connect_address("/blog/")
    assert caught.value.field == "address"


def test_a_source_that_is_down_or_tired_may_be_tried_again(world: FeedsWorld) -> None:
    with world.simulator.down(), pytest.raises(NetworkUnavailable):
        world.connect_address()
    world.set_up(status=503, retry_after="30")
    with pytest.raises(RateLimited):
        world.connect_address()


def test_what_is_printed_holds_no_private_address(world: FeedsWorld) -> None:
    connection = world.connect_address()
    assert "feed.xml" not in repr(connection)


@pytest.mark.parametrize(
    ("address", "place"),
    [
        (
            "https://www.youtube.com/channel/UC123",
            "https://www.youtube.com/feeds/videos.xml?channel_id=UC123",
        ),
        ("https://bsky.app/profile/a.fr", "https://bsky.app/profile/a.fr/rss"),
        ("https://www.reddit.com/r/france/", "https://www.reddit.com/r/france/.rss"),
        ("https://mastodon.social/@zoe", "https://mastodon.social/@zoe.rss"),
        ("https://mastodon.social/tags/pain", "https://mastodon.social/tags/pain.rss"),
        ("https://a.fr/blog/", "https://a.fr/feed/"),
    ],
)
def test_networks_keep_their_feeds_at_known_places(address: str, place: str) -> None:
    assert _candidates(address, None)[0] == place


def test_a_page_that_names_no_address_is_tried_where_feeds_usually_are() -> None:
    address = "https://a.fr/"
    broken = b'<link rel="alternate" type="application/rss+xml" href="http://[x">'
    assert _candidates(address, Document(200, {}, broken, address)) == _candidates(address, None)
