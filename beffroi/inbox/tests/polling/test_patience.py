"""Whatever the network: how long, how much and how often is read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from beffroi.channels.models import Channel
from beffroi.channels.signals import channel_connected
from beffroi.core import jobs
from beffroi.core.jobs import Runner
from beffroi.core.models import Job
from beffroi.delivery.models import Delivery
from beffroi.inbox import polling, rules
from beffroi.inbox.jobs import POLL
from beffroi.inbox.models import Conversation, Feedback, Poll
from beffroi.inbox.tests.polling.reading import Reader, ids, pass_time, use
from beffroi.networks.bluesky.tests.world import BlueskyWorld
from beffroi.networks.contracts import FeedbackPage
from beffroi.networks.errors import (
    NetworkUnavailable,
    UnexpectedResponse,
)
from beffroi.networks.tests.world import SimulatedWorld
from tests.clock import FrozenClock

pytestmark = pytest.mark.django_db


@pytest.fixture
def network() -> Iterator[SimulatedWorld]:
    with BlueskyWorld.start() as there:
        yield there


class TestPatience:
    """With a reader that does as it is told, for one network is as good as the other."""

    def test_a_cursor_that_stands_still_ends_the_reading(
        self, channel: Channel, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        reader = Reader(FeedbackPage((), "here", has_more=True))
        use(monkeypatch, reader)
        assert polling.poll(channel, clock=clock) == clock() + rules.POLL_EVERY
        assert reader.cursors == [None, "here"]

    def test_pages_without_end_leave_the_worker_free_and_go_on_soon(
        self, channel: Channel, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        pages = [FeedbackPage((), f"page-{n}", has_more=True) for n in range(200)]
        reader = Reader(*pages)
        use(monkeypatch, reader)
        assert polling.poll(channel, clock=clock) == clock() + rules.POLL_ON_AFTER
        assert len(reader.cursors) == polling.PAGES_MAX
        polling.poll(channel, clock=clock)
        assert reader.cursors[polling.PAGES_MAX] == f"page-{polling.PAGES_MAX - 1}"

    def test_failures_in_a_row_are_counted_without_end(
        self, channel: Channel, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        use(monkeypatch, Reader(NetworkUnavailable()))
        for _ in range(rules.FAILURES_MAX + 3):
            polling.poll(channel, clock=clock)
        assert Poll.objects.get().failures == rules.FAILURES_MAX

    def test_one_thread_that_cannot_be_read_does_not_hide_the_others(
        self, channel: Channel, ours: str, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        other = Delivery.objects.get()
        other.pk, other.marker, other.remote_id = None, "m2", "post-2"
        other.save()
        reader = Reader(UnexpectedResponse(), FeedbackPage((), "", has_more=False))
        use(monkeypatch, reader)
        assert polling.read_threads(channel, clock=clock) == clock() + rules.THREADS_EVERY
        assert sorted(map(str, reader.cursors)) == sorted([ours, "post-2"])

    def test_a_channel_that_cannot_be_read_is_left_alone(
        self, channel: Channel, clock: FrozenClock
    ) -> None:
        Channel.objects.update(status="disconnected")
        channel.refresh_from_db()
        for read in (polling.poll, polling.read_threads, polling.follow):
            assert read(channel, clock=clock) is None


class TestFollowing:
    @pytest.fixture
    def reader(self, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        """The ids that the network was asked about; it tells nothing."""
        asked: list[str] = []

        class Silent(Reader):
            def read_again(self, remote_ids: Any) -> dict[str, Any]:
                asked.extend(remote_ids)
                return {}

        use(monkeypatch, Silent())
        return asked

    def keep(self, channel: Channel, remote_id: str, *, days: float, clock: FrozenClock) -> None:
        talk, _ = Conversation.objects.get_or_create(
            workspace=channel.workspace,
            channel=channel,
            root_id="r",
            person_id="p",
            defaults={"last_feedback_at": clock()},
        )
        then = clock() - timedelta(days=days)
        Feedback.objects.create(
            workspace=channel.workspace,
            conversation=talk,
            channel=channel,
            remote_id=remote_id,
            kind="reply",
            author_id="p",
            written_at=then,
            received_at=then,
            checked_at=then,
        )

    def test_the_new_is_looked_at_hourly_the_old_daily_the_ancient_never(
        self, channel: Channel, clock: FrozenClock, reader: list[str]
    ) -> None:
        for remote_id, days in (("new", 0.5), ("old", 30), ("ancient", 91)):
            self.keep(channel, remote_id, days=days, clock=clock)
        polling.follow(channel, clock=clock)
        assert reader == ["old", "new"]
        polling.follow(channel, clock=clock)
        assert reader == ["old", "new"]
        clock.advance(hours=1)
        polling.follow(channel, clock=clock)
        assert reader == ["old", "new", "new"]
        clock.advance(hours=23)
        polling.follow(channel, clock=clock)
        assert reader == ["old", "new", "new", "old", "new"]

    def test_each_has_its_turn_however_many_there_are(
        self,
        channel: Channel,
        clock: FrozenClock,
        reader: list[str],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(rules, "FOLLOW_AT_ONCE", 2)
        for number in range(5):
            self.keep(channel, f"f{number}", days=2 - number / 10, clock=clock)
        for _ in range(3):
            polling.follow(channel, clock=clock)
        assert reader == ["f0", "f1", "f2", "f3", "f4"]


class TestJobs:
    def test_a_channel_is_read_from_the_moment_it_is_connected(
        self, network: SimulatedWorld, channel: Channel, ours: str, clock: FrozenClock
    ) -> None:
        reply = network.stranger_replies(ours, "Et mardi ?")
        pass_time(network, clock, seconds=5)
        channel_connected.send(Channel, channel=channel, now=clock())
        Runner(clock=clock).run_until_idle()
        assert ids() == [reply]
        assert Job.objects.filter(kind__startswith="inbox.").count() == 3

    def test_a_channel_that_was_lost_is_read_again_once_it_is_back(
        self, network: SimulatedWorld, channel: Channel, ours: str, clock: FrozenClock
    ) -> None:
        Channel.objects.update(status="needs_reconnection", lost_at=clock())
        jobs.enqueue(POLL, key=str(channel.pk), run_at=clock(), payload={"channel_id": channel.pk})
        Runner(clock=clock).run_until_idle()
        assert not Job.objects.filter(kind=POLL).exists()
