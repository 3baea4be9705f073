from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from beffroi.channels.models import Channel
from beffroi.core.clock import utc_now
from beffroi.delivery.models import Delivery
from beffroi.insight.tests.conftest import make_channel
from beffroi.insight.working.tests.conftest import Browse, page, published, season
from beffroi.workspaces.models import Workspace
from tests.world import World

URL = "/measure/what-works/"
HINT = "It is an indication, not a proof."


@pytest.fixture
def now(world: World) -> datetime:
    return utc_now()  # views read the real clock


def test_nothing_is_ranked_under_twenty_posts(
    world: World, channel: Channel, browse: Browse, now: datetime
) -> None:
    season(channel, now=now, many=19)
    shown = page(browse(world.lucas).get(URL))
    assert "Not enough data" in shown
    assert "1 post more is needed" in shown
    assert "19 posts count so far, of 20." in shown
    assert "in about 1 week." in shown
    assert "The slot to try" not in shown
    assert "do better" not in shown
    assert "Tuesday" not in shown


def test_a_workspace_without_posts_is_told_what_is_missing(world: World, browse: Browse) -> None:
    shown = page(browse(world.claire).get(URL))
    assert "20 posts more are needed" in shown
    assert "Two posts beside each other" not in shown


def test_what_is_left_out_says_why(
    world: World, channel: Channel, browse: Browse, now: datetime
) -> None:
    published(channel, now - timedelta(days=1), read_at=now)
    published(channel, now - timedelta(days=9), shown=None)
    published(channel, now - timedelta(days=9), shown=3, liked=1)
    shown = page(browse(world.claire).get(URL))
    assert "1 is too recent" in shown
    assert "1 has not the figures that this needs" in shown
    assert "1 was hardly seen" in shown


def test_twenty_posts_show_slots_and_what_stands_out(
    world: World, channel: Channel, browse: Browse, now: datetime
) -> None:
    season(channel, now=now)
    shown = page(browse(world.claire).get(URL))
    assert "Posts that ask a question do better." in shown
    assert "% typically, against" in shown
    assert "20 posts against 20." in shown
    assert HINT in shown
    assert "The best score is that of" in shown
    assert shown.count('scope="row"') >= 35  # each slot has its line
    assert "Nothing is promised." in shown


def test_no_hint_where_nothing_differs(
    world: World, channel: Channel, browse: Browse, now: datetime
) -> None:
    for number in range(40):
        text = "Quelle brioche ?" if number % 2 else "Fournée"
        published(channel, now - timedelta(days=5 + number), text, liked=30 + number % 8)
    shown = page(browse(world.claire).get(URL))
    assert "Nothing, so far" in shown
    assert "do better." not in shown


def test_the_slot_to_try_leads_to_a_post_on_its_day(
    world: World, channel: Channel, browse: Browse, now: datetime
) -> None:
    season(channel, now=now)
    browser = browse(world.karim)
    found = re.search(r"/posts/new/\?day=(\d{4}-\d\d-\d\d)", page(browser.get(URL)))
    assert found
    today = now.astimezone(world.atelier.zone).date()
    day = datetime.fromisoformat(found[1]).date()
    assert today <= day < today + timedelta(days=14)
    composer = browser.get(found[0], follow=True)
    assert day.isoformat() in page(composer)


def test_readers_are_not_led_to_write(
    world: World, channel: Channel, browse: Browse, now: datetime
) -> None:
    season(channel, now=now)
    shown = page(browse(world.lucas).get(URL))
    assert "The slot to try" in shown
    assert "/posts/new/" not in shown


def test_one_channel_is_shown_in_percent_and_several_as_an_index(
    world: World, workspace: Workspace, channel: Channel, browse: Browse, now: datetime
) -> None:
    second = make_channel(workspace, "mastodon", now=now)
    season(channel, now=now)
    season(second, now=now, many=10)
    browser = browse(world.claire)
    both = page(browser.get(URL))
    one = page(browser.get(URL, {"on": channel.pk}))
    assert "100 is what is usual on the channel of each post" in both
    assert "100 is what is usual" not in one
    assert "Interactions of a post in 100 displays." in one
    assert page(browser.get(URL, {"on": "x"})).count("aria-current") == both.count("aria-current")


def test_channels_of_others_are_not_shown(
    world: World, channel: Channel, browse: Browse, now: datetime
) -> None:
    season(channel, now=now)
    other = make_channel(world.garage, now=now, account_id="them")
    season(other, now=now)
    browser = browse(world.claire)
    assert f"on={other.pk}" not in page(browser.get(URL))
    assert page(browser.get(URL, {"on": other.pk})).count("40 posts") == page(
        browser.get(URL)
    ).count("40 posts")


def test_margins_ask_for_the_rate_first(world: World, channel: Channel, browse: Browse) -> None:
    shown = page(browse(world.claire).get(URL, {"by": "margin"}))
    assert "Say your margin rate first." in shown
    assert reverse("costs") in shown


def test_visits_say_that_posts_need_short_links(
    world: World, channel: Channel, browse: Browse, now: datetime
) -> None:
    season(channel, now=now)
    shown = page(browse(world.claire).get(URL, {"by": "visits"}))
    assert "40 carry no short link." in shown


def pair(first: Delivery, second: Delivery) -> dict[str, int]:
    return {"first": first.pk, "second": second.pk}


def test_two_posts_are_held_against_each_other(
    world: World, channel: Channel, browse: Browse, now: datetime
) -> None:
    good = published(channel, now - timedelta(days=9), "La brioche", liked=120)
    bad = published(channel, now - timedelta(days=12), "Le pain", liked=20)
    same = published(channel, now - timedelta(days=14), "La miche", liked=21)
    browser = browse(world.claire)
    decided = page(browser.get(URL, pair(good, bad)))
    assert "It is decided: “La brioche” does better." in decided
    assert "120 of 1,000 displays" in decided
    assert "Two posts of two days differ in more than their words" in decided
    open_still = page(browser.get(URL, pair(bad, same)))
    assert "It cannot be decided yet." in open_still
    assert "and 20 is needed" in open_still


def test_a_pair_that_cannot_be_compared_is_refused_with_the_reason(
    world: World, workspace: Workspace, channel: Channel, browse: Browse, now: datetime
) -> None:
    second = make_channel(workspace, "mastodon", now=now)
    one = published(channel, now - timedelta(days=9))
    other = published(second, now - timedelta(days=9))
    foreign = published(
        make_channel(world.garage, now=now, account_id="them"), now - timedelta(days=9)
    )
    browser = browse(world.claire)
    assert "different networks" in page(browser.get(URL, pair(one, other)))
    assert "that are not the same" in page(browser.get(URL, pair(one, one)))
    assert "is not one of the available choices" in page(browser.get(URL, pair(one, foreign)))
    assert browser.get(URL, {"first": "x"}).status_code == 200


def test_more_posts_cost_no_more_queries(
    world: World,
    channel: Channel,
    browse: Browse,
    now: datetime,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    rows = season(channel, now=now)
    browser = browse(world.claire)
    browser.get(URL)
    with django_assert_max_num_queries(16):
        browser.get(URL, pair(rows[0], rows[1]))
