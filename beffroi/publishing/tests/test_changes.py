from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from beffroi.channels import actions as channel_actions
from beffroi.channels.models import Channel
from beffroi.delivery.actions import AlreadyLeft
from beffroi.delivery.engine import advance
from beffroi.delivery.models import Delivery
from beffroi.delivery.tests.scripted import Script
from beffroi.networks.errors import AccessRevoked
from beffroi.publishing import actions
from beffroi.publishing.actions import (
    CannotSchedule,
    ChangedMeanwhile,
)
from beffroi.publishing.drafts import current_draft
from beffroi.publishing.models import Post
from beffroi.publishing.rules import Problem
from beffroi.publishing.tests.desk import (
    TOMORROW,
    TOMORROW_UTC,
    Desk,
    deliveries_of,
    draft_of,
    settle,
    texts_of,
    wall,
)
from tests.clock import FrozenClock
from tests.world import World

pytestmark = pytest.mark.django_db


def change(post: Post, world: World, clock: FrozenClock, **values: object) -> None:
    """Have Claire, who may approve, change what a post says."""
    actions.change_post(
        post,
        actor=world.claire,
        may_approve=True,
        draft=replace(current_draft(post), **values),  # type: ignore[arg-type]
        now=clock(),
    )


def change_and_keep_planned(post: Post, **values: Any) -> None:
    actions.change_post(post, may_approve=True, **values)


def stage_of(post: Post) -> str:
    post.refresh_from_db()
    return post.stage


def test_a_change_of_a_scheduled_post_replaces_what_leaves(
    scheduled: Post, world: World, clock: FrozenClock, script: Script
) -> None:
    planned = deliveries_of(scheduled)
    change(scheduled, world, clock, text="Bonsoir", wall=wall("2026-09-15T18:00"))
    assert deliveries_of(scheduled) == planned
    clock.set(datetime(2026, 9, 15, 16, 0, tzinfo=UTC))
    for delivery in planned:
        advance(delivery.pk, clock=clock)
    assert [post.text for post in script.posts] == ["Bonsoir", "Bonsoir"]


def test_a_changed_date_moves_the_deliveries(
    scheduled: Post, world: World, clock: FrozenClock
) -> None:
    actions.move_post(
        scheduled,
        wall=wall("2026-09-20T08:00"),
        actor=world.claire,
        may_approve=True,
        now=clock(),
    )
    moved = datetime(2026, 9, 20, 6, 0, tzinfo=UTC)
    assert {delivery.due_at for delivery in deliveries_of(scheduled)} == {moved}
    assert stage_of(scheduled) == "scheduled"


def test_a_move_keeps_what_somebody_wrote_meanwhile(
    scheduled: Post, world: World, clock: FrozenClock
) -> None:
    seen_before = Post.objects.get(pk=scheduled.pk)
    change(scheduled, world, clock, text="Bonsoir")
    actions.move_post(
        seen_before,
        wall=wall("2026-09-20T08:00"),
        actor=world.claire,
        may_approve=True,
        now=clock(),
    )
    assert texts_of(scheduled) == ["Bonsoir", "Bonsoir"]


def test_a_change_by_someone_who_may_not_approve_needs_a_new_yes(
    scheduled: Post, world: World, clock: FrozenClock
) -> None:
    planned = deliveries_of(scheduled)
    actions.change_post(
        scheduled,
        actor=world.karim,
        may_approve=False,
        draft=replace(current_draft(scheduled), text="Bonsoir"),
        now=clock(),
    )
    assert (stage_of(scheduled), deliveries_of(scheduled)) == ("submitted", [])
    statuses = Delivery.objects.filter(pk__in=[delivery.pk for delivery in planned])
    assert {delivery.status for delivery in statuses} == {"cancelled"}
    actions.approve_post(scheduled, actor=world.ines, seen_version=2, now=clock())
    assert texts_of(scheduled) == ["Bonsoir", "Bonsoir"]


@pytest.mark.parametrize("may_approve", [True, False])
def test_a_change_that_could_not_leave_changes_nothing_of_what_is_scheduled(
    scheduled: Post, world: World, clock: FrozenClock, may_approve: bool
) -> None:
    with pytest.raises(CannotSchedule):
        actions.change_post(
            scheduled,
            actor=world.claire,
            may_approve=may_approve,
            draft=replace(current_draft(scheduled), text="a" * 400),
            now=clock(),
        )
    scheduled.refresh_from_db()
    assert (scheduled.text, scheduled.version, scheduled.stage) == ("Bonjour", 1, "scheduled")
    assert texts_of(scheduled) == ["Bonjour", "Bonjour"]


def test_a_channel_left_out_no_longer_gets_the_post(
    scheduled: Post, both: list[Channel], world: World, clock: FrozenClock
) -> None:
    change(scheduled, world, clock, channel_ids=frozenset({both[0].pk}))
    assert [delivery.channel for delivery in deliveries_of(scheduled)] == [both[0]]
    assert Delivery.objects.get(channel=both[1]).status == "cancelled"


def test_a_channel_added_gets_the_post_too(
    desk: Desk, both: list[Channel], world: World, clock: FrozenClock
) -> None:
    post = desk.schedule(draft_of("Bonjour", both[:1], at=TOMORROW))
    change(post, world, clock, channel_ids=frozenset({one.pk for one in both}))
    assert [delivery.channel for delivery in deliveries_of(post)] == both


def test_made_a_draft_again_nothing_leaves_even_when_it_could_not_leave(
    scheduled: Post, world: World, clock: FrozenClock
) -> None:
    planned = deliveries_of(scheduled)
    actions.change_to_draft(
        scheduled,
        actor=world.karim,
        draft=replace(current_draft(scheduled), text=""),
        now=clock(),
    )
    assert (stage_of(scheduled), scheduled.text) == ("draft", "")
    for delivery in planned:
        delivery.refresh_from_db()
        assert delivery.status == "cancelled"


@pytest.mark.parametrize("status", ["sending", "unknown", "published", "ask_human", "failed"])
def test_once_a_part_has_left_nothing_of_it_changes(
    scheduled: Post, world: World, clock: FrozenClock, status: str
) -> None:
    settle(
        deliveries_of(scheduled)[0],
        status=status,
        remote_id="post-1",
        published_at=TOMORROW_UTC if status == "published" else None,
    )
    assert not actions.is_editable(scheduled)
    with pytest.raises(AlreadyLeft):
        change(scheduled, world, clock, text="Bonsoir")
    with pytest.raises(AlreadyLeft):
        actions.send_back(scheduled, actor=world.claire, now=clock())
    assert texts_of(scheduled) == ["Bonjour", "Bonjour"]
    assert deliveries_of(scheduled)[1].status == "scheduled"


@pytest.mark.parametrize("intention", [actions.change_to_draft, change_and_keep_planned])
def test_who_saw_an_older_version_overwrites_nothing(
    scheduled: Post, world: World, clock: FrozenClock, intention: Callable[..., None]
) -> None:
    change(scheduled, world, clock, text="Bonsoir")
    with pytest.raises(ChangedMeanwhile):
        intention(
            scheduled,
            actor=world.karim,
            draft=replace(current_draft(scheduled), text="Bonne nuit"),
            seen_version=1,
            now=clock(),
        )
    assert texts_of(scheduled) == ["Bonsoir", "Bonsoir"]


def test_the_same_change_sent_twice_is_no_conflict(
    scheduled: Post, world: World, clock: FrozenClock
) -> None:
    draft = replace(current_draft(scheduled), text="Bonsoir")
    for _ in range(2):
        actions.change_post(
            scheduled,
            actor=world.claire,
            may_approve=True,
            draft=draft,
            seen_version=1,
            now=clock(),
        )
    assert texts_of(scheduled) == ["Bonsoir", "Bonsoir"]


def test_a_post_held_back_leaves_at_its_new_date(
    scheduled: Post, world: World, clock: FrozenClock
) -> None:
    for delivery in deliveries_of(scheduled):
        settle(delivery, status="held", first_attempt_at=None)
    clock.set(TOMORROW_UTC + timedelta(days=1))
    change(scheduled, world, clock, wall=wall("2026-09-17T10:00"))
    assert {delivery.status for delivery in deliveries_of(scheduled)} == {"scheduled"}


# A channel that goes away


@pytest.mark.parametrize("status", ["needs_reconnection", "disconnected"])
def test_a_channel_lost_meanwhile_refuses_the_yes_and_says_which(
    submitted: Post, both: list[Channel], world: World, clock: FrozenClock, status: str
) -> None:
    if status == "disconnected":
        channel_actions.disconnect(channel=both[1], actor=world.claire, now=clock())
    else:
        channel_actions.mark_lost(channel=both[1], error=AccessRevoked(), now=clock())
    with pytest.raises(CannotSchedule) as refused:
        actions.approve_post(submitted, actor=world.ines, seen_version=1, now=clock())
    assert [(found.problem, found.channel_id) for found in refused.value.findings] == [
        (Problem.CHANNEL_LOST, both[1].pk)
    ]
    assert stage_of(submitted) == "submitted"


def test_a_channel_lost_after_planning_keeps_its_delivery_as_planned(
    scheduled: Post, both: list[Channel], world: World, clock: FrozenClock
) -> None:
    channel_actions.disconnect(channel=both[1], actor=world.claire, now=clock())
    with pytest.raises(CannotSchedule):
        change(scheduled, world, clock, text="Bonsoir")
    assert texts_of(scheduled) == ["Bonjour", "Bonjour"]
    change(scheduled, world, clock, text="Bonsoir", channel_ids=frozenset({both[0].pk}))
    assert texts_of(scheduled) == ["Bonsoir"]
