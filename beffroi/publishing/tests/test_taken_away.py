"""A post that a network took away: what its pages and the lists say, and how it is reworked."""

from __future__ import annotations

from datetime import timedelta

import pytest

from beffroi.channels.models import Channel
from beffroi.publishing import actions, queries
from beffroi.publishing.models import Post
from beffroi.publishing.states import PostState
from beffroi.publishing.tests.browsing import page
from beffroi.publishing.tests.conftest import Enter
from beffroi.publishing.tests.desk import deliveries_of, publish, settle
from tests.clock import FrozenClock
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english", "frozen_views")]


@pytest.fixture
def taken(scheduled: Post, clock: FrozenClock) -> Post:
    """The post is on both networks; then Bluesky takes it away."""
    publish(scheduled)
    clock.advance(days=1, hours=4)
    settle(
        deliveries_of(scheduled)[0],
        taken_away_at=clock() - timedelta(hours=1),
        reason="rejected",
        refused_field="media",
    )
    return scheduled


def test_its_page_says_so_with_the_reason_and_when(taken: Post, enter: Enter) -> None:
    read = page(enter("karim").get(f"/posts/{taken.pk}/"))
    assert "Published, confirmed by Bluesky" in read
    assert "found missing" in read
    assert "it refuses the picture or the video" in read
    assert "See it on Mastodon" in read
    assert "See it on Bluesky" not in read
    assert read.count("Copy as a new draft") == 1


def test_the_lists_show_it(taken: Post, world: World, enter: Enter, clock: FrozenClock) -> None:
    rows, _older = queries.past(world.atelier, now=clock())
    assert [row.state for row in rows] == [PostState.PARTLY_TAKEN_AWAY]
    assert "Taken away in part" in page(enter("karim").get("/posts/"))
    month = page(enter("karim").get("/calendar/?month=2026-09&state=partly_taken_away"))
    assert "Taken away in part" in month


def test_a_copy_is_for_the_channel_that_no_longer_has_it(
    taken: Post, world: World, bluesky: Channel, clock: FrozenClock
) -> None:
    copied = actions.copy_post(taken, actor=world.karim, now=clock())
    assert [variant.channel for variant in copied.variants.all()] == [bluesky]
    assert copied.stage == "draft"


def test_a_reader_is_told_and_offered_nothing(taken: Post, enter: Enter) -> None:
    read = page(enter("lucas").get(f"/posts/{taken.pk}/"))
    assert "found missing" in read
    assert "Copy as a new draft" not in read


def test_the_page_of_its_delivery_keeps_the_proof_beside_what_became_of_it(
    taken: Post, enter: Enter
) -> None:
    delivery = deliveries_of(taken)[0]
    client = enter("karim")
    read = page(client.get(f"/deliveries/{delivery.pk}/"))
    assert "It is no longer on Bluesky" in read
    assert delivery.remote_id in read
    assert "Open the post to mend it" in read
    assert "See it on Bluesky" not in read
    client.post(f"/deliveries/{delivery.pk}/acknowledgement/")
    assert "Noted " in page(client.get(f"/deliveries/{delivery.pk}/"))
