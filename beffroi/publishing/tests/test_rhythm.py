"""What the strategy wants each week waits in the calendar until somebody writes it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from beffroi.channels.models import Channel
from beffroi.delivery.models import Delivery
from beffroi.delivery.rules import Status
from beffroi.publishing.models import Post, Variant
from beffroi.publishing.rhythm import free_slots
from beffroi.publishing.states import Stage
from beffroi.publishing.tests.browsing import page
from beffroi.publishing.tests.desk import Desk, draft_of, wall
from beffroi.strategy.plan.actions import save_networks
from beffroi.strategy.plan.rules import Part, Standing
from beffroi.strategy.plan.wishes import NetworkWish
from beffroi.workspaces.models import Workspace
from beffroi.workspaces.rules import Role
from tests.clock import FrozenClock
from tests.world import World

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("both", "in_english", "frozen_views"),
]
TUESDAY, THURSDAY = wall("2026-09-15T09:00"), wall("2026-09-17T09:00")
WEEK = timedelta(weeks=1)


@pytest.fixture
def rhythm(world: World, clock: FrozenClock) -> Workspace:
    """Two posts a week on Bluesky, as it comes on Mastodon, four on a network that is not there."""
    wishes = [
        NetworkWish("bluesky", Standing.THERE, Part.TALK, "They are there", posts_a_week=2),
        NetworkWish("mastodon", Standing.THERE, Part.TALK, "They are there"),
        NetworkWish("facebook", Standing.THERE, Part.SHOW, "One day", posts_a_week=4),
    ]
    save_networks(world.atelier, wishes, seen=0, actor=world.claire, now=clock())
    return world.atelier


def planned(
    workspace: Workspace, clock: FrozenClock, at: datetime, *, stage: Stage = Stage.SCHEDULED
) -> Post:
    """Plan a post on Bluesky; `at` is on the wall of the workspace."""
    post = Post.objects.create(
        workspace=workspace,
        text="Bread",
        stage=stage.value,
        planned_at=at.replace(tzinfo=workspace.zone),
        created_at=clock(),
        changed_at=clock(),
    )
    channel = Channel.objects.get(workspace=workspace, network="bluesky")
    Variant.objects.create(post=post, channel=channel)
    return post


def walls(workspace: Workspace, clock: FrozenClock) -> list[datetime]:
    return [slot.wall for slot in free_slots(workspace, now=clock())]


def test_this_week_and_the_next_wait_on_channels_that_are_connected(
    rhythm: Workspace, clock: FrozenClock, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(3):
        slots = free_slots(rhythm, now=clock())
    assert [slot.wall for slot in slots] == [TUESDAY, THURSDAY, TUESDAY + WEEK, THURSDAY + WEEK]
    assert {slot.networks for slot in slots} == {("bluesky",)}


def test_without_a_rhythm_nothing_waits(
    world: World, clock: FrozenClock, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        assert free_slots(world.atelier, now=clock()) == []


@pytest.mark.parametrize("stage", [Stage.SCHEDULED, Stage.DRAFT, Stage.SUBMITTED])
def test_what_is_planned_takes_its_slot(
    rhythm: Workspace, clock: FrozenClock, stage: Stage
) -> None:
    planned(rhythm, clock, TUESDAY + timedelta(hours=3), stage=stage)
    assert walls(rhythm, clock) == [THURSDAY, TUESDAY + WEEK, THURSDAY + WEEK]


def test_what_was_deleted_gives_its_slot_back(rhythm: Workspace, clock: FrozenClock) -> None:
    planned(rhythm, clock, TUESDAY, stage=Stage.DELETED)
    assert TUESDAY in walls(rhythm, clock)


def test_what_its_network_refused_gives_its_slot_back(
    rhythm: Workspace, clock: FrozenClock, desk: Desk
) -> None:
    channel = Channel.objects.get(workspace=rhythm, network="bluesky")
    post = desk.schedule(draft_of("Bread", [channel], at="2026-09-15T09:00"))
    assert TUESDAY not in walls(rhythm, clock)
    Delivery.objects.filter(variant__post=post).update(status=Status.FAILED.value)
    assert TUESDAY in walls(rhythm, clock)


def test_what_was_missed_is_not_caught_up_with(rhythm: Workspace, clock: FrozenClock) -> None:
    clock.advance(days=2)
    assert walls(rhythm, clock) == [THURSDAY, TUESDAY + WEEK, THURSDAY + WEEK]


def test_the_habits_of_the_last_weeks_set_day_and_hour(
    rhythm: Workspace, clock: FrozenClock
) -> None:
    friday = wall("2026-09-11T18:30")
    for weeks in (0, 1, 2):
        planned(rhythm, clock, friday - weeks * WEEK)
    planned(rhythm, clock, friday - timedelta(days=1), stage=Stage.DRAFT)  # it never left
    evening = wall("2026-09-15T18:30")
    assert walls(rhythm, clock)[:2] == [evening, friday + WEEK]


def test_the_calendar_shows_each_slot_and_opens_the_composer_on_it(
    rhythm: Workspace, clock: FrozenClock, claire: Client
) -> None:
    told = page(claire.get("/calendar/"))
    address = "/posts/new/?day=2026-09-15&amp;hour=09:00&amp;network=bluesky"
    assert address in told
    assert "4 moments of this week and the next wait for a post" in told
    composer = page(claire.get(address.replace("&amp;", "&"), follow=True))
    assert 'value="2026-09-15"' in composer
    assert 'value="09:00"' in composer
    chosen = Channel.objects.get(workspace=rhythm, network="bluesky")
    other = Channel.objects.get(workspace=rhythm, network="mastodon")
    assert f'name="channels" value="{chosen.pk}" checked' in composer
    assert f'name="channels" value="{other.pk}" checked' not in composer


@pytest.mark.parametrize("asked", ["hour=25:00&network=x", "hour=%00&network=", "hour=9"])
def test_an_address_that_says_nothing_sensible_begins_an_ordinary_post(
    rhythm: Workspace, claire: Client, asked: str
) -> None:
    answer = claire.get(f"/posts/new/?{asked}", follow=True)
    assert answer.status_code == 200
    assert page(answer).count(" checked") >= 2


@pytest.mark.usefixtures("rhythm")
def test_who_may_not_write_is_asked_for_nothing(world: World) -> None:
    reader = Client()
    reader.force_login(world.member(Role.READER))
    told = page(reader.get("/calendar/"))
    assert "wait for a post" not in told
    assert "To be written" not in told
