"""What the frame of every page says: what waits in each room, how the channels are."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import translation

from beffroi.channels.models import Channel
from beffroi.channels.rules import Health
from beffroi.core.clock import utc_now
from beffroi.routines.handling import Act
from beffroi.web import messages, queries, wiring
from beffroi.web.queries import ChannelHealth
from beffroi.web.rooms import Pulse
from beffroi.web.tests import morning
from beffroi.workspaces.rules import Role
from tests.world import SETTLED_AT, World, people_and_places

NOW = datetime(2026, 9, 14, 8, 0, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def world(db: None) -> World:
    return people_and_places(now=SETTLED_AT)


def told(*channels: tuple[str, Health, int]) -> Pulse | None:
    """Say the health line of channels, each verified some minutes ago."""
    found = [
        ChannelHealth(network, health, NOW - timedelta(minutes=minutes), is_gone=network == "feeds")
        for network, health, minutes in channels
    ]
    with translation.override("en"):
        return messages.pulse(found, now=NOW, zone=PARIS)


def test_without_channels_the_health_line_is_not_there() -> None:
    assert told() is None


def test_channels_that_answer_are_counted_with_the_oldest_proof() -> None:
    line = told(("bluesky", Health.WELL, 5), ("mastodon", Health.PAUSED, 20))
    assert line == Pulse("2 channels checked at 9:40.")


def test_a_lost_channel_is_named_and_sets_the_tone() -> None:
    line = told(("bluesky", Health.WELL, 0), ("mastodon", Health.LOST, 90))
    expected = "1 channel checked at 10:00. Mastodon must be connected again."
    assert line == Pulse(expected, tone="warn", icon="plug")


def test_several_lost_channels_are_counted() -> None:
    line = told(("bluesky", Health.LOST, 0), ("mastodon", Health.LOST, 90))
    assert line == Pulse("2 channels must be connected again.", tone="warn", icon="plug")


def test_a_silent_channel_says_since_when() -> None:
    line = told(("mastodon", Health.SILENT, 24 * 60))
    expected = "Mastodon has not answered since yesterday at 10:00."
    assert line == Pulse(expected, tone="warn", icon="cloud-off")


def test_a_source_that_is_gone_or_refuses_programs_is_nothing_to_connect_again() -> None:
    line = told(("feeds", Health.LOST, 0), ("bluesky", Health.REFUSED, 0))
    assert line == Pulse("2 sources can no longer be read.", tone="warn", icon="circle-off")


def test_figures_leave_out_what_was_not_done() -> None:
    with translation.override("en"):
        assert messages.figures({}) == []
        assert messages.figures({Act.ANSWERED: 2, Act.DONE: 0, Act.APPROVED: 1}) == [
            ("Answers given", 2),
            ("Post approved", 1),
        ]


def test_health_leaves_out_what_a_person_disconnected(world: World) -> None:
    now = utc_now()
    morning.channel(world.atelier, now=now)
    morning.channel(world.atelier, now=now, status=Channel.Status.DISCONNECTED)
    morning.lost_channel(world.atelier, now=now)
    morning.channel(world.flowers, now=now)
    found = queries.health(world.atelier, now=now)
    assert [one.health for one in found] == [Health.WELL, Health.LOST]


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (Role.OWNER, {"today": 4, "answer": 1, "publish": 1, "listen": 0, "channels": 1}),
        (Role.EDITOR, {"today": 2, "answer": 1, "listen": 0}),
        (Role.APPROVER, {"today": 1, "publish": 1}),
        (Role.READER, {"today": 0}),
        (Role.CLIENT, {"today": 1, "publish": 1}),
    ],
)
def test_a_room_counts_only_what_a_role_may_settle(
    world: World, role: Role, expected: dict[str, int]
) -> None:
    now = utc_now()
    bluesky = morning.channel(world.atelier, now=now)
    morning.lost_channel(world.atelier, now=now)
    morning.delivery(bluesky, now=now)
    morning.conversation(bluesky, now=now)
    morning.post(bluesky, author=world.karim, now=now)
    assert wiring.counts(workspace=world.atelier, role=role, now=now, user_id=0) == expected


def test_the_health_line_is_for_those_who_may_see_the_channels(world: World) -> None:
    morning.lost_channel(world.atelier, now=utc_now())
    client = Client()
    client.force_login(world.lucas)
    assert 'class="pulse"' in client.get("/calendar/").content.decode()
    client.force_login(world.paul)
    assert 'class="pulse"' not in client.get("/calendar/").content.decode()
