"""A watch of a competitor and the competitor are one thing, wherever either is changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from beffroi.core.clock import utc_now
from beffroi.listening import watching
from beffroi.listening.competing import actions, following, queries
from beffroi.listening.competing.actions import CannotFollow
from beffroi.listening.competing.tests.test_competitors import PAGE, ground_of, source_of
from beffroi.listening.models import Competitor, CompetitorPost, CompetitorSource, Ground, Watch
from beffroi.listening.rules import REMOVAL_CAN_BE_UNDONE_FOR, Purpose, Subject
from beffroi.listening.sought import Sought
from beffroi.listening.tests.conftest import Browse, text
from beffroi.listening.watching import Draft
from tests.world import World

DRAFT = Draft(
    "Maison Delattre", Subject.COMPETITOR, Purpose.MARKET, Sought(any_of=("maison delattre",))
)


@pytest.fixture
def ground(world: World) -> Ground:
    return ground_of(world.atelier)


@pytest.fixture
def watch(world: World, ground: Ground) -> Watch:
    return watching.make(ground, DRAFT, actor=world.claire, now=utc_now())


def names(world: World) -> list[str]:
    return [row.competitor.name for row in queries.rows_of(world.atelier, now=utc_now())]


def test_a_watch_of_a_competitor_is_compared_under_its_name(
    world: World, watch: Watch, browse: Browse
) -> None:
    assert "Maison Delattre" in text(browse(world.lucas).get(PAGE))
    watching.change(watch, replace(DRAFT, name="Delattre"), actor=world.claire, now=utc_now())
    assert names(world) == ["Delattre"]
    topic = replace(DRAFT, subject=Subject.TOPIC)
    watching.change(watch, topic, actor=world.claire, now=utc_now())
    assert names(world) == []


def test_whoever_follows_what_a_watch_follows_comes_to_it(
    world: World, ground: Ground, watch: Watch
) -> None:
    row, is_new = actions.follow(
        ground, "Maison Delattre", ("Delattre",), actor=world.claire, now=utc_now()
    )
    assert (row.watch, is_new) == (watch, False)
    assert Watch.objects.count() == 1


def test_a_watch_that_is_removed_takes_its_competitor_along_and_back(
    world: World, watch: Watch, browse: Browse
) -> None:
    client = browse(world.claire)
    client.post(reverse("watch_remove", args=[watch.pk]))
    assert names(world) == []
    client.post(reverse("watch_return", args=[watch.pk]))
    assert names(world) == ["Maison Delattre"]


def test_the_source_of_one_followed_no_more_is_free_for_another(
    world: World, ground: Ground, watch: Watch
) -> None:
    former, source = Competitor.objects.get(), source_of(world.atelier)
    actions.read_from(former, source)
    actions.stop(former, actor=world.claire, now=utc_now())
    assert actions.free_sources(world.atelier) == [source]
    again, _is_new = actions.follow(
        ground, "Maison Delattre", ("maison delattre",), actor=world.claire, now=utc_now()
    )
    actions.read_from(again, source)
    assert CompetitorSource.objects.get().competitor == again
    with pytest.raises(CannotFollow, match="taken"):
        actions.read_from(former, source)


def test_what_it_wrote_goes_once_it_cannot_be_followed_again(world: World, watch: Watch) -> None:
    row, now = Competitor.objects.get(), utc_now()
    CompetitorPost.objects.create(
        competitor=row, network="bluesky", remote_id="one", format="text", written_at=now,
        seen_at=now,
    )  # fmt: skip
    actions.stop(row, actor=world.claire, now=now)
    following.forget_stopped(now=now + REMOVAL_CAN_BE_UNDONE_FOR - timedelta(seconds=1))
    assert CompetitorPost.objects.exists()
    following.forget_stopped(now=now + REMOVAL_CAN_BE_UNDONE_FOR)
    assert not Competitor.objects.exists()
    assert not CompetitorPost.objects.exists()
