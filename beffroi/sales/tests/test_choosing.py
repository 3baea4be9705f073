from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from beffroi.publishing.models import Post
from beffroi.sales import offering, queries
from beffroi.sales.models import Offer, OfferPost
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
    shown = queries.posts_to_choose(offer)
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
    assert [(one.post, one.is_chosen) for one in queries.posts_to_choose(offer)] == [(post, True)]


@pytest.mark.parametrize(("hour", "minute", "is_carried"), [(21, 59, False), (22, 0, True)])
def test_a_post_of_the_night_is_on_the_day_of_the_company(
    world: World, write: Write, clock: FrozenClock, hour: int, minute: int, is_carried: bool
) -> None:
    """Sixty days before the offer, a day begins in Paris at ten in the evening in UTC."""
    wish = replace(WISH, code="NUIT", first_day=date(2026, 9, 1), last_day=date(2026, 9, 30))
    write("Avec NUIT", planned_at=datetime(2026, 7, 2, hour, minute, tzinfo=UTC))
    made = offering.make(world.atelier, wish, actor=world.claire, now=clock())
    assert OfferPost.objects.filter(offer=made).exists() is is_carried


def test_time_is_noted_for_one_of_the_latest_posts(
    world: World, write: Write, django_assert_num_queries: Any
) -> None:
    posts = [write(minutes=number) for number in range(103)]
    with django_assert_num_queries(1):
        found = list(queries.choosable_posts(world.atelier))
    assert found == posts[:100]
