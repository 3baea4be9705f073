from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from beffroi.channels.models import Channel
from beffroi.core.periods import Period
from beffroi.insight import queries
from beffroi.insight.figures import Figure
from beffroi.insight.ingesting import Reading, import_days, keep_channel_days, keep_readings
from beffroi.insight.models import DayCount
from beffroi.insight.queries import Level, Total
from beffroi.insight.rules import WHOLE_CHANNEL, Counted, Origin
from beffroi.insight.tests.conftest import Publishing, followed, make_channel, published
from beffroi.networks.contracts import ChannelMetric, DailyCount, ReplyTarget
from tests.clock import FrozenClock
from tests.world import World

MONDAY, DAY = date(2026, 9, 14), timedelta(days=1)
WEEK = Period(MONDAY, MONDAY + 6 * DAY)

pytestmark = pytest.mark.django_db

Counting = Callable[..., None]


def count(
    channel: Channel,
    day: date,
    value: int,
    *,
    counted: Counted = Counted.REACTIONS,
    origin: Origin = Origin.POSTS,
    estimated: int = 0,
) -> None:
    DayCount.objects.create(
        workspace=channel.workspace,
        channel=channel,
        day=day,
        counted=counted,
        origin=origin,
        value=value,
        estimated=estimated,
    )


class TestSums:
    def test_days_are_sums_of_channels_and_unknown_ones_are_absent(
        self, channel: Channel, clock: FrozenClock, django_assert_num_queries: Any
    ) -> None:
        other = make_channel(channel.workspace, now=clock(), account_id="other")
        count(channel, MONDAY, 3)
        count(other, MONDAY, 4, estimated=1)
        count(channel, MONDAY + DAY, 0)
        count(channel, MONDAY - DAY, 100)
        with django_assert_num_queries(1):
            found = queries.by_day(channel.workspace, WEEK)
        assert found == {
            MONDAY: {Counted.REACTIONS: Total(7, is_estimated=True)},
            MONDAY + DAY: {Counted.REACTIONS: Total(0)},
        }
        alone = queries.by_day(channel.workspace, WEEK, channel_ids=[other.pk])
        assert alone == {MONDAY: {Counted.REACTIONS: Total(4, is_estimated=True)}}

    def test_posts_of_an_archive_go_on_in_posts_that_were_read(self, channel: Channel) -> None:
        count(channel, MONDAY, 3, origin=Origin.ARCHIVED, estimated=1)
        count(channel, MONDAY + DAY, 4)
        assert queries.by_channel(channel.workspace, WEEK) == {
            channel.pk: {Counted.REACTIONS: Total(7, is_estimated=True)}
        }

    def test_whole_channels_are_apart_from_posts(
        self, channel: Channel, django_assert_num_queries: Any
    ) -> None:
        count(channel, MONDAY, 3, counted=Counted.IMPRESSIONS)
        count(channel, MONDAY, 9, counted=Counted.IMPRESSIONS, origin=Origin.CHANNEL)
        count(channel, MONDAY + DAY, 5, counted=Counted.IMPRESSIONS, origin=Origin.IMPORTED)
        with django_assert_num_queries(1):
            posts = queries.by_channel(channel.workspace, WEEK)
        whole = queries.by_channel(channel.workspace, WEEK, origins=WHOLE_CHANNEL)
        assert posts == {channel.pk: {Counted.IMPRESSIONS: Total(3)}}
        assert whole == {channel.pk: {Counted.IMPRESSIONS: Total(14)}}

    def test_how_things_stand_is_never_added_up(self, channel: Channel) -> None:
        count(channel, MONDAY, 90, counted=Counted.FOLLOWERS, origin=Origin.CHANNEL)
        assert queries.by_day(channel.workspace, WEEK, origins=WHOLE_CHANNEL) == {}

    def test_a_whole_agency_is_one_query_and_shows_no_one_else(
        self, channel: Channel, world: World, clock: FrozenClock, django_assert_num_queries: Any
    ) -> None:
        clients = [world.garage, world.cycles]
        for number, place in enumerate(clients, start=1):
            count(make_channel(place, now=clock()), MONDAY, number)
        count(channel, MONDAY, 50)
        with django_assert_num_queries(1):
            found = queries.by_workspace([place.pk for place in clients], WEEK)
        assert found == {
            world.garage.pk: {Counted.REACTIONS: Total(1)},
            world.cycles.pk: {Counted.REACTIONS: Total(2)},
        }
        assert queries.by_workspace([], WEEK) == {}


class TestLevels:
    def test_the_last_that_is_known_holds_for_a_while(
        self, channel: Channel, django_assert_num_queries: Any
    ) -> None:
        followers = Counted.FOLLOWERS
        count(channel, MONDAY, 90, counted=followers, origin=Origin.CHANNEL)
        count(channel, MONDAY + 2 * DAY, 95, counted=followers, origin=Origin.CHANNEL)
        ids = [channel.workspace_id]
        with django_assert_num_queries(1):
            found = queries.levels(ids, at=MONDAY + DAY)
        assert found == {channel.pk: {followers: Level(90, MONDAY)}}
        assert queries.levels(ids, at=MONDAY + 15 * DAY)[channel.pk][followers].value == 95
        assert queries.levels(ids, at=MONDAY + 16 * DAY) == {}
        assert queries.levels(ids, at=MONDAY - DAY) == {}

    def test_a_table_says_how_things_stood_where_the_network_did_not(
        self, channel: Channel
    ) -> None:
        import_days(channel, [Figure(MONDAY, Counted.FOLLOWERS, 80)])
        ids = [channel.workspace_id]
        assert queries.levels(ids, at=MONDAY)[channel.pk][Counted.FOLLOWERS].value == 80
        told = DailyCount(ChannelMetric.FOLLOWERS, MONDAY, 81)
        keep_channel_days(channel, [told], today=MONDAY)
        assert queries.levels(ids, at=MONDAY)[channel.pk][Counted.FOLLOWERS].value == 81


class TestPosts:
    def test_posts_of_a_period_come_with_what_they_gained(
        self, channel: Channel, publish: Publishing, django_assert_num_queries: Any
    ) -> None:
        counted, uncounted = publish("counted"), publish("uncounted")
        publish("before", ago=30 * DAY)
        publish("answer", reply_to=ReplyTarget("theirs", "lea.example"))
        publish("comment", follows=counted)
        publish("", status="failed", marker="failed", published_at=None)
        followed(counted)
        assert counted.published_at
        read_at = counted.published_at + timedelta(hours=1)
        keep_readings(
            channel.workspace,
            [
                Reading(
                    counted.pk,
                    channel.pk,
                    counted.published_at,
                    read_at,
                    {Counted.REACTIONS: 5, Counted.SHARES: 0},
                )
            ],
        )
        with django_assert_num_queries(2):
            found = queries.posts_of(channel.workspace, WEEK)
        assert [one.delivery.pk for one in found] == [uncounted.pk, counted.pk]
        assert (found[0].totals, found[0].as_of) == ({}, None)
        assert found[1].totals == {Counted.REACTIONS: Total(5), Counted.SHARES: Total(0)}
        assert found[1].as_of == read_at
        with django_assert_num_queries(2):
            gained = queries.totals_of_posts(channel.workspace, WEEK)[channel.pk]
        assert sorted(gained, key=len) == [one.totals for one in found]
        assert queries.count_posts(channel.workspace, WEEK) == 2
        assert queries.points_of(counted) == {Counted.REACTIONS: {MONDAY: Total(5)}}
        assert queries.counted_until(channel.workspace) is None  # nobody noted a turn

    def test_a_period_begins_and_ends_at_midnight_of_the_workspace(self, channel: Channel) -> None:
        for name, at in (
            ("before", datetime(2026, 9, 13, 21, 59, tzinfo=UTC)),
            ("first", datetime(2026, 9, 13, 22, 0, tzinfo=UTC)),
            ("last", datetime(2026, 9, 20, 21, 59, tzinfo=UTC)),
            ("after", datetime(2026, 9, 20, 22, 0, tzinfo=UTC)),
        ):
            published(channel, at, name)
        found = queries.posts_of(channel.workspace, WEEK)
        assert [one.delivery.remote_id for one in found] == ["last", "first"]

    def test_posts_of_some_channels_and_only_the_newest(
        self, channel: Channel, publish: Publishing, clock: FrozenClock
    ) -> None:
        other = make_channel(channel.workspace, now=clock(), account_id="other")
        published(other, clock(), "theirs")
        publish("a", ago=timedelta(minutes=5))
        publish("b")
        found = queries.posts_of(channel.workspace, WEEK, channel_ids=[channel.pk], most=1)
        assert [one.delivery.remote_id for one in found] == ["b"]
