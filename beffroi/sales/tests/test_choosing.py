from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from beffroi.core.clock import utc_now
from beffroi.publishing.models import Post
from beffroi.sales import choosing, offering
from beffroi.sales.models import Offer, OfferPost, WorkTime
from beffroi.sales.tests.conftest import Browse
from beffroi.sales.tests.test_recording import WISH
from tests.clock import FrozenClock
from tests.world import World

Write = Callable[..., Post]


@pytest.fixture
def write(world: World, clock: FrozenClock) -> Write:
    """Write a draft, so many minutes ago."""

    def written(text: str = "Bonjour", *, minutes: int = 0, **given: Any) -> Post:
        at = clock() - timedelta(minutes=minutes)
        common = {"workspace": world.atelier, "created_at": at, "changed_at": at}
        return Post.objects.create(text=text, **(common | given))

    return written


@pytest.fixture
def offer(world: World, clock: FrozenClock) -> Offer:
    return offering.make(world.atelier, WISH, actor=world.claire, now=clock())


def test_a_post_that_was_chosen_long_ago_stays_when_the_list_is_kept_as_it_stands(
    world: World, browse: Browse, offer: Offer, write: Write, clock: FrozenClock
) -> None:
    old = write(minutes=1000)
    for number in range(35):
        write(minutes=number)
    offering.choose_posts(offer, [old], actor=world.claire, now=clock())
    shown = choosing.posts_for_offer(offer).rows
    assert [one.post for one in shown if one.is_chosen] == [old]
    kept = {"posts": [one.post.pk for one in shown if one.is_chosen]}
    browse(world.karim).post(reverse("offer_posts", args=[offer.pk]), kept)
    assert OfferPost.objects.get(offer=offer).post == old


def test_a_post_found_by_the_code_of_another_offer_can_be_chosen(
    world: World, offer: Offer, write: Write, clock: FrozenClock
) -> None:
    post = write("Avec AUTRE", planned_at=clock())
    wish = replace(WISH, code="AUTRE", first_day=date(2026, 9, 1), last_day=date(2026, 9, 30))
    offering.make(world.atelier, wish, actor=world.claire, now=clock())
    offering.choose_posts(offer, [post], actor=world.claire, now=clock())
    assert [(one.post, one.is_chosen) for one in choosing.posts_for_offer(offer).rows] == [
        (post, True)
    ]


@pytest.mark.parametrize(("hour", "minute", "is_carried"), [(21, 59, False), (22, 0, True)])
def test_a_post_of_the_night_is_on_the_day_of_the_company(
    world: World, write: Write, clock: FrozenClock, hour: int, minute: int, is_carried: bool
) -> None:
    """Sixty days before the offer, a day begins in Paris at ten in the evening in UTC."""
    wish = replace(WISH, code="NUIT", first_day=date(2026, 9, 1), last_day=date(2026, 9, 30))
    write("Avec NUIT", planned_at=datetime(2026, 7, 2, hour, minute, tzinfo=UTC))
    made = offering.make(world.atelier, wish, actor=world.claire, now=clock())
    assert OfferPost.objects.filter(offer=made).exists() is is_carried


def test_posts_come_a_few_at_a_time_the_latest_first(
    world: World, write: Write, django_assert_num_queries: Any
) -> None:
    posts = [write(minutes=number) for number in range(45)]
    with django_assert_num_queries(3):
        turns = [choosing.posts_for_time(world.atelier, turn=turn) for turn in range(3)]
    assert [one.post for turn in turns for one in turn.rows] == posts
    assert [(one.newer, one.older) for one in turns] == [(None, 1), (0, 2), (1, None)]


@pytest.mark.parametrize(
    ("typed", "turn"), [("", 0), ("2", 2), ("-1", 0), ("x", 0), ("9999", 500), ("9" * 30, 0)]
)
def test_a_turn_that_is_none_is_the_first(typed: str, turn: int) -> None:
    assert choosing.turn_of(typed) == turn


def test_time_is_noted_for_an_older_post(world: World, browse: Browse, write: Write) -> None:
    posts = [write(f"Post {number}", minutes=number) for number in range(25)]
    old = posts[-1]
    browser, address = browse(world.karim), reverse("costs")
    first = browser.get(address).content.decode()
    assert first.count("Post ") <= choosing.AT_ONCE + 1
    assert f'<option value="{old.pk}">' not in first
    assert '?older=1#id_work_post"' in first
    second = browser.get(address, {"older": "1"}).content.decode()
    assert f'<option value="{old.pk}">Post 24</option>' in second
    today = utc_now().date().isoformat()
    given = {"work_post": old.pk, "work_day": today}
    refused = browser.post(reverse("work_time_new"), given).content.decode()
    assert f'<option value="{old.pk}" selected>Post 24</option>' in refused
    browser.post(reverse("work_time_new"), given | {"hours": "1"})
    assert WorkTime.objects.get().post == old


def test_an_older_post_is_chosen_for_an_offer_beside_those_that_were(
    world: World, browse: Browse, offer: Offer, write: Write, clock: FrozenClock
) -> None:
    posts = [write(f"Post {number}", minutes=number) for number in range(25)]
    offering.choose_posts(offer, [posts[0]], actor=world.claire, now=clock())
    page = browse(world.karim).get(reverse("offer", args=[offer.pk]), {"older": "1"})
    shown = page.content.decode()
    assert f'name="posts" value="{posts[-1].pk}">' in shown
    assert f'name="posts" value="{posts[0].pk}" checked>' in shown
    assert '<details id="posts" open>' in shown
