from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db.models import Sum

from beffroi.channels.models import Channel
from beffroi.delivery.models import Delivery
from beffroi.insight.figures import Figure
from beffroi.insight.ingesting import (
    Imported,
    Reading,
    import_days,
    keep_archive,
    keep_channel_days,
    keep_readings,
)
from beffroi.insight.models import DayCount, PostCount, PostPoint
from beffroi.insight.rules import Counted, Origin
from beffroi.insight.tests.conftest import Publishing, followed, make_channel, published
from beffroi.networks.contracts import ChannelMetric, DailyCount
from tests.clock import FrozenClock
from tests.world import World

MONDAY, TUESDAY = date(2026, 9, 14), date(2026, 9, 15)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(publish: Publishing) -> Delivery:
    """A post of Monday morning, 10:00 in Paris."""
    row = publish()
    followed(row)
    return row


def read(post: Delivery, after: timedelta, **totals: int) -> Reading:
    assert post.published_at
    return Reading(
        delivery_id=post.pk,
        channel_id=post.channel_id,
        published_at=post.published_at,
        read_at=post.published_at + after,
        totals={Counted[name.upper()]: value for name, value in totals.items()},
    )


def points(counted: Counted = Counted.REACTIONS) -> dict[date, int]:
    rows = PostPoint.objects.filter(counted=counted).order_by("day")
    return dict(rows.values_list("day", "gained"))


def sums(
    origin: Origin = Origin.POSTS, counted: Counted = Counted.REACTIONS
) -> dict[date, tuple[int, int]]:
    rows = DayCount.objects.filter(origin=origin, counted=counted).order_by("day")
    return {
        day: (value, estimated)
        for day, value, estimated in rows.values_list("day", "value", "estimated")
    }


class TestPosts:
    def test_a_reading_is_a_total_a_gain_and_a_sum(self, post: Delivery) -> None:
        assert keep_readings(post.workspace, [read(post, HOUR, reactions=5)]) == {post.pk}
        assert keep_readings(post.workspace, [read(post, 2 * HOUR, reactions=8)]) == {post.pk}
        assert PostCount.objects.get().value == 8
        assert points() == {MONDAY: 8}
        assert sums() == {MONDAY: (8, 0)}

    def test_the_same_reading_twice_changes_nothing(self, post: Delivery) -> None:
        reading = read(post, HOUR, reactions=5)
        keep_readings(post.workspace, [reading])
        assert keep_readings(post.workspace, [reading, reading]) == set()
        assert (points(), sums()) == ({MONDAY: 5}, {MONDAY: (5, 0)})

    def test_a_reading_that_comes_after_a_newer_one_changes_nothing(self, post: Delivery) -> None:
        keep_readings(post.workspace, [read(post, 2 * HOUR, reactions=5)])
        assert keep_readings(post.workspace, [read(post, HOUR, reactions=3)]) == set()
        assert PostCount.objects.get().value == 5

    def test_readings_of_one_batch_follow_each_other(self, post: Delivery) -> None:
        batch = [read(post, HOUR, reactions=5), read(post, DAY, reactions=9)]
        keep_readings(post.workspace, batch)
        assert sum(points().values()) == PostCount.objects.get().value == 9

    def test_what_is_not_told_is_absent_and_what_is_nought_is_known(self, post: Delivery) -> None:
        assert keep_readings(post.workspace, [read(post, HOUR, reactions=0)]) == set()
        assert list(PostCount.objects.values_list("counted", "value")) == [(Counted.REACTIONS, 0)]
        assert not PostPoint.objects.exists()
        assert sums() == {MONDAY: (0, 0)}
        assert sums(counted=Counted.SHARES) == {}

    def test_a_late_first_reading_is_estimated_since_the_publication(self, post: Delivery) -> None:
        keep_readings(post.workspace, [read(post, 3 * DAY, reactions=72)])
        found = points()
        assert (min(found), max(found), sum(found.values())) == (MONDAY, date(2026, 9, 17), 72)
        assert set(PostPoint.objects.values_list("estimated", flat=True)) == {1}
        assert all(estimated == 1 for _, estimated in sums().values())

    def test_a_counter_that_goes_down_keeps_totals_matching(self, post: Delivery) -> None:
        keep_readings(post.workspace, [read(post, HOUR, reactions=9)])
        keep_readings(post.workspace, [read(post, DAY, reactions=6)])
        assert sum(points().values()) == PostCount.objects.get().value == 6
        assert min(points().values()) < 0

    def test_a_counter_told_later_than_the_others_has_its_own_beginning(
        self, post: Delivery
    ) -> None:
        keep_readings(post.workspace, [read(post, HOUR, reactions=1)])
        keep_readings(post.workspace, [read(post, 3 * DAY, reactions=1, impressions=30)])
        shown = PostPoint.objects.filter(counted=Counted.IMPRESSIONS)
        assert shown.count() == 4
        assert points() == {MONDAY: 1}

    def test_days_are_those_of_the_workspace(self, post: Delivery) -> None:
        late = datetime(2026, 9, 14, 22, 30, tzinfo=UTC)  # half past midnight in Paris
        other = published(post.channel, late, "post-2")
        followed(other)
        keep_readings(post.workspace, [read(other, HOUR, reactions=2)])
        assert points() == {TUESDAY: 2}

    def test_sums_are_those_of_all_posts_of_the_channel(self, post: Delivery) -> None:
        other = published(post.channel, post.published_at or post.due_at, "post-2")
        followed(other)
        keep_readings(
            post.workspace, [read(post, HOUR, reactions=2), read(other, HOUR, reactions=3)]
        )
        assert sums() == {MONDAY: (5, 0)}
        assert PostPoint.objects.count() == 2

    def test_what_is_not_followed_or_of_somebody_else_is_not_kept(
        self, post: Delivery, world: World, publish: Publishing
    ) -> None:
        unknown = publish("post-2")
        assert keep_readings(post.workspace, [read(unknown, HOUR, reactions=2)]) == set()
        assert keep_readings(world.cycles, [read(post, HOUR, reactions=2)]) == set()
        assert not PostCount.objects.exists()
        assert not DayCount.objects.exists()

    def test_a_post_that_is_erased_takes_its_points_along_and_the_sums_stay(
        self, post: Delivery
    ) -> None:
        keep_readings(post.workspace, [read(post, HOUR, reactions=5)])
        post.delete()
        assert not PostPoint.objects.exists()
        assert not PostCount.objects.exists()
        assert sums() == {MONDAY: (5, 0)}

    def test_a_batch_of_any_size_takes_the_same_number_of_statements(
        self, post: Delivery, django_assert_max_num_queries: object
    ) -> None:
        posts = [published(post.channel, post.due_at, f"more-{n}") for n in range(40)]
        for one in posts:
            followed(one)
        with django_assert_max_num_queries(8):  # type: ignore[operator]
            keep_readings(post.workspace, [read(one, HOUR, reactions=1, shares=2) for one in posts])
        assert PostPoint.objects.aggregate(Sum("gained"))["gained__sum"] == 120


def told(metric: ChannelMetric, value: int, day: date = MONDAY, **more: bool) -> DailyCount:
    return DailyCount(metric, day, value, **more)


class TestDays:
    def test_the_networks_last_word_on_a_day_counts(self, channel: Channel) -> None:
        keep_channel_days(channel, [told(ChannelMetric.VIEWS, 5)], today=TUESDAY)
        keep_channel_days(channel, [told(ChannelMetric.VIEWS, 7)], today=TUESDAY)
        assert sums(Origin.CHANNEL, Counted.IMPRESSIONS) == {MONDAY: (7, 0)}

    def test_a_day_that_is_not_over_is_estimated_but_for_how_things_stand(
        self, channel: Channel
    ) -> None:
        counts = [told(ChannelMetric.VIEWS, 5), told(ChannelMetric.FOLLOWERS, 90)]
        keep_channel_days(channel, counts, today=MONDAY)
        assert sums(Origin.CHANNEL, Counted.IMPRESSIONS) == {MONDAY: (5, 1)}
        assert sums(Origin.CHANNEL, Counted.FOLLOWERS) == {MONDAY: (90, 0)}

    def test_what_the_network_guesses_is_estimated(self, channel: Channel) -> None:
        count = told(ChannelMetric.FOLLOWERS, 1200, is_estimated=True)
        keep_channel_days(channel, [count], today=TUESDAY)
        assert sums(Origin.CHANNEL, Counted.FOLLOWERS) == {MONDAY: (1200, 1)}

    def test_the_network_counts_more_than_a_table_whichever_comes_first(
        self, channel: Channel
    ) -> None:
        rows = [Figure(MONDAY, Counted.IMPRESSIONS, 4), Figure(TUESDAY, Counted.IMPRESSIONS, 6)]
        assert import_days(channel, rows) == Imported(2, 0)
        keep_channel_days(channel, [told(ChannelMetric.VIEWS, 5)], today=TUESDAY)
        assert sums(Origin.IMPORTED, Counted.IMPRESSIONS) == {TUESDAY: (6, 0)}
        assert import_days(channel, rows) == Imported(1, 1)
        assert sums(Origin.CHANNEL, Counted.IMPRESSIONS) == {MONDAY: (5, 0)}

    def test_another_channels_days_are_another_affair(
        self, channel: Channel, clock: FrozenClock
    ) -> None:
        other = make_channel(channel.workspace, now=clock(), account_id="other")
        keep_channel_days(other, [told(ChannelMetric.VIEWS, 5)], today=TUESDAY)
        assert import_days(channel, [Figure(MONDAY, Counted.IMPRESSIONS, 4)]) == Imported(1, 0)

    def test_an_archive_tells_only_of_the_time_before_posts_were_read(self, post: Delivery) -> None:
        keep_readings(post.workspace, [read(post, HOUR, reactions=5)])
        rows = [Figure(MONDAY, Counted.REACTIONS, 3), Figure(MONDAY - DAY, Counted.REACTIONS, 2)]
        assert keep_archive(post.channel, rows) == 1
        assert keep_archive(post.channel, rows) == 1
        assert sums(Origin.ARCHIVED) == {MONDAY - DAY: (2, 0)}
        assert keep_archive(post.channel, []) == 0
        assert sums(Origin.ARCHIVED) == {}

    def test_nothing_told_is_nothing_written(self, channel: Channel) -> None:
        assert keep_channel_days(channel, [], today=MONDAY) == 0
        assert import_days(channel, []) == Imported(0, 0)

    def test_a_workspace_that_is_erased_takes_its_figures_along(self, channel: Channel) -> None:
        keep_channel_days(channel, [told(ChannelMetric.VIEWS, 5)], today=TUESDAY)
        channel.delete()
        assert not DayCount.objects.exists()
