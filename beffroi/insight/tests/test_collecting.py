from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from beffroi.channels.models import Channel
from beffroi.insight import rules
from beffroi.insight.collecting import read_days, read_posts
from beffroi.insight.models import ChannelReading, DayCount, Followed, PostCount
from beffroi.insight.tests.conftest import (
    CountingNetwork,
    Publishing,
    counters,
    followed,
    make_channel,
    published,
)
from beffroi.networks.contracts import ChannelMetric, DailyCount
from beffroi.networks.errors import (
    AccessRevoked,
    NetworkError,
    NetworkUnavailable,
    PermissionLost,
    QuotaExhausted,
    RateLimited,
)
from tests.clock import FrozenClock

HOUR, DAY = timedelta(hours=1), timedelta(days=1)

pytestmark = pytest.mark.django_db


class TestPosts:
    def test_posts_whose_turn_it_is_are_read_and_have_their_next_turn(
        self, channel: Channel, publish: Publishing, network: CountingNetwork, clock: FrozenClock
    ) -> None:
        followed(publish("due"))
        followed(publish("later"), next_at=clock() + 3 * HOUR)
        network.posts["due"] = counters(4)
        assert read_posts(channel, clock=clock) == clock() + HOUR
        assert network.asked == [("due",)]
        assert PostCount.objects.get().value == 4
        row = Followed.objects.get(delivery__remote_id="due")
        assert (row.read_at, row.next_at, row.unchanged) == (clock(), clock() + HOUR, 0)

    def test_a_reading_that_changes_nothing_is_followed_by_a_longer_wait(
        self, channel: Channel, publish: Publishing, network: CountingNetwork, clock: FrozenClock
    ) -> None:
        followed(publish("due"))
        network.posts["due"] = counters(4)
        read_posts(channel, clock=clock)
        clock.advance(hours=1)
        assert read_posts(channel, clock=clock) == clock() + 2 * HOUR

    def test_old_posts_come_to_their_end(
        self, channel: Channel, publish: Publishing, network: CountingNetwork, clock: FrozenClock
    ) -> None:
        followed(publish("old", ago=rules.POSTS_FOR))
        network.posts["old"] = counters(4)
        assert read_posts(channel, clock=clock) is None
        assert PostCount.objects.get().value == 4
        assert Followed.objects.get().next_at is None

    def test_what_the_network_leaves_out_again_and_again_is_read_no_more(
        self, channel: Channel, publish: Publishing, network: CountingNetwork, clock: FrozenClock
    ) -> None:
        followed(publish("gone"))
        for _ in range(rules.ABSENCES_MAX - 1):
            assert read_posts(channel, clock=clock) is not None
            clock.advance(hours=2)
        assert read_posts(channel, clock=clock) is None
        assert len(network.asked) == rules.ABSENCES_MAX

    def test_a_post_that_is_seen_again_was_not_gone(
        self, channel: Channel, publish: Publishing, network: CountingNetwork, clock: FrozenClock
    ) -> None:
        followed(publish("late"))
        read_posts(channel, clock=clock)
        network.posts["late"] = counters(1)
        clock.advance(hours=2)
        read_posts(channel, clock=clock)
        assert Followed.objects.get().absences == 0

    def test_one_post_that_spoils_a_call_does_not_hide_the_others(
        self, channel: Channel, publish: Publishing, network: CountingNetwork, clock: FrozenClock
    ) -> None:
        followed(publish("good"))
        followed(publish("bad"))
        network.posts = {"good": counters(4), "bad": counters(4)}
        network.spoilt = {"bad"}
        read_posts(channel, clock=clock)
        assert PostCount.objects.get().delivery.remote_id == "good"
        assert Followed.objects.get(delivery__remote_id="bad").next_at == clock() + DAY

    def test_a_post_that_spoils_its_calls_is_asked_for_no_longer_than_others(
        self, channel: Channel, publish: Publishing, network: CountingNetwork, clock: FrozenClock
    ) -> None:
        followed(publish("bad"))
        network.spoilt = {"bad"}
        clock.advance(days=rules.POSTS_FOR.days - 1, seconds=1)
        assert read_posts(channel, clock=clock) is None
        assert Followed.objects.get().next_at is None

    def test_a_turn_is_bounded_and_goes_on_soon(
        self, channel: Channel, network: CountingNetwork, clock: FrozenClock
    ) -> None:
        for number in range(rules.POSTS_A_TURN + 3):
            followed(published(channel, clock(), f"p{number}"))
            network.posts[f"p{number}"] = counters(1)
        assert read_posts(channel, clock=clock) == clock() + rules.TURN_REST
        assert [len(asked) for asked in network.asked] == [rules.POSTS_A_CALL] * 4
        clock.advance(seconds=5)
        read_posts(channel, clock=clock)
        assert PostCount.objects.count() == rules.POSTS_A_TURN + 3

    def test_where_a_reading_costs_money_there_is_one_a_day(
        self, channel: Channel, network: CountingNetwork, clock: FrozenClock
    ) -> None:
        paid = make_channel(channel.workspace, "x", now=clock())
        followed(published(paid, clock(), "due"))
        network.posts["due"] = counters(4)
        assert read_posts(paid, clock=clock) == clock() + DAY

    def test_what_was_taken_away_meanwhile_is_not_brought_back(
        self, channel: Channel, publish: Publishing, network: CountingNetwork, clock: FrozenClock
    ) -> None:
        followed(publish("due"))
        network.posts["due"] = counters(4)
        asked = network.read_counters

        def taken_away(ids: object) -> object:
            Followed.objects.update(next_at=None)
            return asked(ids)  # type: ignore[arg-type]

        network.read_counters = taken_away  # type: ignore[method-assign, assignment]
        assert read_posts(channel, clock=clock) is None
        assert Followed.objects.get().next_at is None


Reading = Callable[..., datetime | None]


@pytest.fixture(params=[read_posts, read_days])
def reading(request: pytest.FixtureRequest, publish: Publishing) -> Reading:
    followed(publish("due"))
    found: Reading = request.param
    return found


class TestRefusals:
    def test_a_network_that_asks_to_wait_is_left_alone(
        self, channel: Channel, network: CountingNetwork, clock: FrozenClock, reading: Reading
    ) -> None:
        network.errors = [RateLimited(retry_after_seconds=7200)]
        assert reading(channel, clock=clock) == clock() + 2 * HOUR
        channel.refresh_from_db()
        assert channel.paused_until == clock() + 2 * HOUR
        assert reading(channel, clock=clock) == clock() + 2 * HOUR
        assert len(network.asked) + len(network.asked_days) == 1

    def test_a_quota_is_waited_for(
        self, channel: Channel, network: CountingNetwork, clock: FrozenClock, reading: Reading
    ) -> None:
        network.errors = [QuotaExhausted(until=clock() + 5 * HOUR)]
        assert reading(channel, clock=clock) == clock() + 5 * HOUR

    @pytest.mark.parametrize("error", [NetworkUnavailable(), QuotaExhausted()])
    def test_a_network_that_does_not_answer_is_asked_again(
        self,
        channel: Channel,
        network: CountingNetwork,
        clock: FrozenClock,
        reading: Reading,
        error: NetworkError,
    ) -> None:
        network.errors = [error]
        assert reading(channel, clock=clock) == clock() + rules.TRY_AGAIN_AFTER

    def test_a_lost_access_ends_the_reading_and_says_so(
        self, channel: Channel, network: CountingNetwork, clock: FrozenClock, reading: Reading
    ) -> None:
        network.errors = [AccessRevoked()]
        assert reading(channel, clock=clock) is None
        channel.refresh_from_db()
        assert channel.status == Channel.Status.NEEDS_RECONNECTION

    def test_figures_that_are_not_for_us_do_not_lose_the_channel(
        self, channel: Channel, network: CountingNetwork, clock: FrozenClock, reading: Reading
    ) -> None:
        network.errors = [PermissionLost()]
        assert reading(channel, clock=clock) == clock() + DAY
        channel.refresh_from_db()
        assert channel.is_connected

    def test_a_channel_that_counts_nothing_is_not_asked(
        self, channel: Channel, network: CountingNetwork, clock: FrozenClock, reading: Reading
    ) -> None:
        site = make_channel(channel.workspace, "wordpress", now=clock(), kind="site")
        assert reading(site, clock=clock) is None
        assert not network.asked
        assert not network.asked_days


class TestDays:
    def test_the_first_reading_goes_back_as_far_as_networks_tell(
        self, channel: Channel, network: CountingNetwork, clock: FrozenClock
    ) -> None:
        today = clock().astimezone(UTC).date()
        network.days = [DailyCount(ChannelMetric.VIEWS, today - 89 * DAY, 3)]
        assert read_days(channel, clock=clock) == clock() + DAY
        first, last = network.asked_days[0][0], network.asked_days[-1][1]
        assert (first, last) == (today - 89 * DAY, today)
        assert len(network.asked_days) == 3
        assert DayCount.objects.get().value == 3
        assert ChannelReading.objects.get().read_through == today

    def test_later_readings_ask_again_for_days_that_may_have_changed(
        self, channel: Channel, network: CountingNetwork, clock: FrozenClock
    ) -> None:
        read_days(channel, clock=clock)
        network.asked_days.clear()
        clock.advance(days=1)
        read_days(channel, clock=clock)
        today = clock().date()
        assert network.asked_days == [(today - 8 * DAY, today)]

    def test_a_reading_that_was_cut_goes_on_where_it_stopped(
        self, channel: Channel, network: CountingNetwork, clock: FrozenClock
    ) -> None:
        asked = network.read_channel_counters

        def cut(first: object, last: object) -> object:
            if len(network.asked_days) == 1:
                network.errors = [NetworkUnavailable()]
            return asked(first, last)  # type: ignore[arg-type]

        network.read_channel_counters = cut  # type: ignore[method-assign, assignment]
        assert read_days(channel, clock=clock) == clock() + rules.TRY_AGAIN_AFTER
        through = ChannelReading.objects.get().read_through
        assert through == network.asked_days[0][1]
        read_days(channel, clock=clock)
        assert network.asked_days[2][0] == through - rules.DAYS_AGAIN * DAY
        assert ChannelReading.objects.get().read_through == clock().date()

    def test_a_clock_that_was_ahead_is_no_reason_to_ask_for_nothing(
        self, channel: Channel, network: CountingNetwork, clock: FrozenClock
    ) -> None:
        today = clock().date()
        ChannelReading.objects.create(channel=channel, read_through=today + 400 * DAY)
        read_days(channel, clock=clock)
        assert network.asked_days == [(today - 7 * DAY, today)]
