"""The count of calls that were begun while posts were paused."""

from __future__ import annotations

import pytest

from beffroi.channels.models import Channel
from beffroi.cli.chaos import interruptions
from beffroi.delivery import actions
from beffroi.delivery.content import Content
from beffroi.delivery.models import Attempt, Delivery, Pause
from beffroi.publishing.tests.desk import make_channel
from tests.clock import FrozenClock
from tests.world import people_and_places

pytestmark = pytest.mark.django_db


@pytest.fixture
def channel(clock: FrozenClock) -> Channel:
    world = people_and_places(now=clock())
    return make_channel(world.atelier, "bluesky", now=clock())


def attempt(channel: Channel, clock: FrozenClock) -> Attempt:
    delivery: Delivery = actions.create_delivery(
        channel=channel,
        content=Content(text="Un pain", language="fr", written_at=clock()),
        due_at=clock(),
        actor=None,
        now=clock(),
    )
    return Attempt.objects.create(delivery=delivery, number=1, started_at=clock())


def pause(channel: Channel, clock: FrozenClock, *, why: str, is_over: bool) -> None:
    Pause.objects.create(
        workspace=channel.workspace,
        began_at=clock(),
        ended_at=clock() if is_over else None,
        why=why,
    )


def test_what_was_begun_before_and_after_is_not_counted(
    channel: Channel, clock: FrozenClock
) -> None:
    before, meanwhile, _after = [attempt(channel, clock).pk for _ in range(3)]
    pause(channel, clock, why=f"{before} {before}", is_over=True)
    assert interruptions.begun_meanwhile() == 0
    pause(channel, clock, why=f"{before} {meanwhile}", is_over=True)
    assert interruptions.begun_meanwhile() == 1


def test_a_pause_that_nobody_ended_lasts_until_now(channel: Channel, clock: FrozenClock) -> None:
    before = attempt(channel, clock).pk
    pause(channel, clock, why=str(before), is_over=False)
    assert interruptions.begun_meanwhile() == 0
    attempt(channel, clock)
    assert interruptions.begun_meanwhile() == 1
