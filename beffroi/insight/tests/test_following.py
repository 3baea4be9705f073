"""Which posts and channels are read, from when on, and until when."""

from __future__ import annotations

from datetime import timedelta

import pytest

from beffroi.channels.models import Channel
from beffroi.channels.signals import channel_connected
from beffroi.core.jobs import registry, store
from beffroi.core.models import Job
from beffroi.delivery.models import Delivery
from beffroi.delivery.signals import delivery_changed
from beffroi.insight import following, rules
from beffroi.insight.jobs import forget, read_days, read_posts, tend
from beffroi.insight.models import Followed, PostPoint
from beffroi.insight.tests.conftest import (
    CountingNetwork,
    Publishing,
    counters,
    followed,
    make_channel,
    published,
)
from beffroi.networks.contracts import ReplyTarget
from tests.clock import FrozenClock

HOUR, DAY = timedelta(hours=1), timedelta(days=1)

pytestmark = pytest.mark.django_db


def jobs() -> dict[str, object]:
    ours = Job.objects.filter(kind__in=[following.POSTS, following.DAYS])
    return dict(ours.values_list("kind", "run_at"))


class TestPublication:
    def test_a_post_is_followed_from_its_publication_on(
        self, publish: Publishing, clock: FrozenClock
    ) -> None:
        post = publish()
        delivery_changed.send(Delivery, delivery=post, now=clock())
        delivery_changed.send(Delivery, delivery=post, now=clock())
        assert Followed.objects.get().next_at == clock() + HOUR
        assert jobs() == {following.POSTS: clock() + HOUR}

    def test_a_post_that_was_taken_away_is_read_no_more(
        self, publish: Publishing, clock: FrozenClock
    ) -> None:
        post = publish()
        followed(post)
        post.taken_away_at, post.reason = clock(), "gone"
        post.save()
        delivery_changed.send(Delivery, delivery=post, now=clock())
        assert Followed.objects.get().next_at is None

    @pytest.mark.parametrize("status", ["scheduled", "failed", "unknown"])
    def test_what_is_not_published_is_not_followed(
        self, publish: Publishing, clock: FrozenClock, status: str
    ) -> None:
        post = publish(status=status, remote_id="")
        delivery_changed.send(Delivery, delivery=post, now=clock())
        assert not Followed.objects.exists()

    def test_answers_and_first_comments_are_no_posts(
        self, publish: Publishing, clock: FrozenClock
    ) -> None:
        post = publish()
        answer = publish("answer", reply_to=ReplyTarget("theirs", "lea.example"))
        comment = publish("comment", follows=post)
        for one in (answer, comment):
            delivery_changed.send(Delivery, delivery=one, now=clock())
        assert not Followed.objects.exists()

    def test_what_a_person_confirmed_without_its_address_cannot_be_read(
        self, publish: Publishing, clock: FrozenClock
    ) -> None:
        post = publish("", confirmed_by_person=True)
        delivery_changed.send(Delivery, delivery=post, now=clock())
        assert not Followed.objects.exists()

    def test_a_network_that_does_not_count_is_not_asked(
        self, channel: Channel, clock: FrozenClock
    ) -> None:
        site = make_channel(channel.workspace, "wordpress", now=clock(), kind="site")
        post = published(site, clock())
        delivery_changed.send(Delivery, delivery=post, now=clock())
        assert not Followed.objects.exists()
        assert not jobs()


class TestConnection:
    def test_what_was_published_before_is_followed_once_the_channel_is_back(
        self, channel: Channel, publish: Publishing, clock: FrozenClock
    ) -> None:
        young, known = publish("young", ago=89 * DAY), publish("known")
        publish("old", ago=90 * DAY)
        publish("gone", taken_away_at=clock(), reason="gone")
        followed(known, next_at=clock() + HOUR)
        channel_connected.send(Channel, channel=channel, now=clock())
        assert set(Followed.objects.values_list("delivery", flat=True)) == {young.pk, known.pk}
        assert jobs() == {following.POSTS: clock(), following.DAYS: clock()}

    def test_a_channel_without_posts_has_its_days_read(
        self, channel: Channel, clock: FrozenClock
    ) -> None:
        channel_connected.send(Channel, channel=channel, now=clock())
        assert jobs() == {following.DAYS: clock()}

    def test_a_channel_that_is_lost_is_not_read(
        self, channel: Channel, publish: Publishing, clock: FrozenClock, network: CountingNetwork
    ) -> None:
        followed(publish())
        Channel.objects.update(status=Channel.Status.NEEDS_RECONNECTION, lost_at=clock())
        for handler in (read_posts, read_days):
            assert handler({"channel_id": channel.pk}, clock=clock) is None
        assert not network.asked


class TestTending:
    def test_channels_that_were_there_before_anything_was_counted_are_read(
        self, channel: Channel, publish: Publishing, clock: FrozenClock
    ) -> None:
        publish("young", ago=3 * DAY)
        assert tend({}, clock=clock) is None
        assert Followed.objects.count() == 1
        assert jobs() == {following.POSTS: clock(), following.DAYS: clock()}

    def test_a_network_that_is_no_longer_there_is_passed_over(
        self, channel: Channel, clock: FrozenClock
    ) -> None:
        Channel.objects.update(network="vanished")
        assert tend({}, clock=clock) is None
        assert not jobs()

    def test_points_go_25_months_after_the_publication(
        self, publish: Publishing, clock: FrozenClock
    ) -> None:
        for name, ago in (("old", rules.POINTS_FOR + DAY), ("young", rules.POINTS_FOR - DAY)):
            post = publish(name, ago=ago)
            row = followed(post)
            Followed.objects.filter(pk=row.pk).update(next_at=None)
            day = post.published_at.date() if post.published_at else clock().date()
            PostPoint.objects.create(delivery=post, counted=3, day=day, gained=1)
        assert forget({}, clock=clock) is None
        assert [row.delivery.remote_id for row in PostPoint.objects.all()] == ["young"]
        assert [row.delivery.remote_id for row in Followed.objects.all()] == ["young"]

    def test_many_old_points_go_a_part_at_a_time(
        self, publish: Publishing, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(rules, "FORGET_AT_ONCE", 1)
        for name in ("a", "b"):
            followed(publish(name, ago=rules.POINTS_FOR + DAY))
        assert forget({}, clock=clock) == clock() + rules.TURN_REST
        assert Followed.objects.count() == 1

    def test_a_reading_that_keeps_crashing_is_tried_again_later(
        self, channel: Channel, clock: FrozenClock
    ) -> None:
        told = registry.callback(following.POSTS)
        assert told is not None
        told({"channel_id": channel.pk, "workspace_id": channel.workspace_id}, clock=clock)
        assert jobs() == {following.POSTS: clock() + rules.TRY_AGAIN_AFTER}


def test_the_work_is_done_by_jobs(
    channel: Channel, publish: Publishing, clock: FrozenClock, network: CountingNetwork
) -> None:
    followed(publish("due"))
    network.posts["due"] = counters(3)
    payload = {"channel_id": channel.pk}
    assert read_posts(payload, clock=clock) == clock() + HOUR
    assert read_days(payload, clock=clock) == clock() + DAY
    assert store.next_due() is None
