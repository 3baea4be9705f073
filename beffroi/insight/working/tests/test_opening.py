from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from beffroi.channels.models import Channel
from beffroi.core.clock import utc_now
from beffroi.insight.tests.conftest import make_channel
from beffroi.insight.working.rules import Seen, silent_channels
from beffroi.insight.working.tests.conftest import (
    Browse,
    of_one_post,
    page,
    published,
    season,
)
from beffroi.links.actions import make as make_link
from beffroi.links.models import VisitCount
from beffroi.publishing.models import VariantLink
from beffroi.workspaces.models import Workspace
from tests.world import World

URL = "/measure/what-works/"
NEVER = "not tell how often a post is displayed"


@pytest.fixture
def now(world: World) -> datetime:
    return utc_now()  # views read the real clock


@pytest.fixture
def mastodon(workspace: Workspace, now: datetime) -> Channel:
    return make_channel(workspace, "mastodon", now=now)


def untold(channel: Channel, *, now: datetime, many: int = 25) -> None:
    for number in range(many):
        row = published(channel, now - timedelta(days=9 + number), shown=None)
        address = f"https://a.example/{row.pk}"
        link = make_link(workspace=channel.workspace, target=address, now=now)
        variant = of_one_post(row).variants.get()
        VariantLink.objects.create(variant=variant, address=address, link=link)
        VisitCount.objects.create(
            link=link, day=now.date(), visitor="person", device="phone", visits=number + 1
        )


def is_chosen(shown: str, name: str) -> bool:
    return f'aria-current="true">{name}<' in shown


def test_networks_that_tell_no_displays_are_named_instead_of_asking_for_more_posts(
    world: World, workspace: Workspace, mastodon: Channel, browse: Browse, now: datetime
) -> None:
    for one in (make_channel(workspace, "bluesky", now=now), mastodon):
        published(one, now - timedelta(days=9), shown=None)
    shown = page(browse(world.claire).get(URL, {"by": "rate"}))
    assert f"Bluesky and Mastodon do {NEVER}" in shown
    assert "Compare them by visits" in shown
    assert "posts more are needed" not in shown


def test_one_network_that_tells_none_is_said_beside_those_that_do(
    world: World, channel: Channel, mastodon: Channel, browse: Browse, now: datetime
) -> None:
    season(channel, now=now)
    published(mastodon, now - timedelta(days=9), shown=None)
    shown = page(browse(world.claire).get(URL))
    assert f"Mastodon does {NEVER}" in shown
    assert "The slot to try" in shown


def test_the_page_opens_on_visits_where_interactions_can_never_be_compared(
    world: World, channel: Channel, browse: Browse, now: datetime
) -> None:
    published(channel, now - timedelta(days=9), shown=None)
    browser = browse(world.claire)
    assert is_chosen(page(browser.get(URL)), "Visits")
    assert is_chosen(page(browser.get(URL, {"by": "rate"})), "Interactions")


def test_the_page_opens_on_the_first_measure_with_enough_posts(
    world: World, channel: Channel, mastodon: Channel, browse: Browse, now: datetime
) -> None:
    season(channel, now=now, many=5)
    untold(mastodon, now=now)
    browser = browse(world.claire)
    assert is_chosen(page(browser.get(URL)), "Visits")
    season(channel, now=now)
    assert is_chosen(page(browser.get(URL)), "Interactions")


def test_what_was_chosen_stays_in_the_address_of_every_choice(
    world: World, channel: Channel, mastodon: Channel, browse: Browse, now: datetime
) -> None:
    for one in (channel, mastodon):
        untold(one, now=now)
    shown = page(browse(world.claire).get(URL, {"by": "rate"}))
    assert f'href="{URL}?by=rate&on={mastodon.pk}"' in shown
    assert f'href="{URL}?by=rate"' in shown


def test_a_channel_whose_posts_are_all_young_may_still_tell() -> None:
    now = utc_now()
    young = Seen(id=1, key=1, channel_id=1, at=now - timedelta(days=2))
    old = Seen(id=2, key=2, channel_id=2, at=now - timedelta(days=4))
    assert silent_channels([young, old], now=now) == {2}
