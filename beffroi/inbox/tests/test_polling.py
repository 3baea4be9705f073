from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from pytest_django.fixtures import Settings

from beffroi.channels import gateway, keeper
from beffroi.channels.models import Channel
from beffroi.channels.signals import channel_connected
from beffroi.core import jobs
from beffroi.core.jobs import Runner
from beffroi.core.models import Job
from beffroi.delivery.models import Delivery
from beffroi.inbox import ingesting, polling, rules
from beffroi.inbox.jobs import POLL
from beffroi.inbox.models import Conversation, Feedback, Poll
from beffroi.inbox.tests.desk import make_channel
from beffroi.networks.bluesky.tests.world import BlueskyWorld
from beffroi.networks.contracts import FeedbackPage
from beffroi.networks.errors import (
    NetworkUnavailable,
    QuotaExhausted,
    RateLimited,
    UnexpectedResponse,
)
from beffroi.networks.mastodon.simulator import Simulator as MastodonSimulator
from beffroi.networks.mastodon.tests.world import MastodonWorld
from beffroi.networks.simulation_faults import Fault, FaultKind
from beffroi.networks.tests.world import SimulatedWorld
from tests.clock import FrozenClock
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["bluesky", "mastodon"])
def network(request: pytest.FixtureRequest) -> Iterator[SimulatedWorld]:
    if request.param == "bluesky":
        with BlueskyWorld.start() as there:
            yield there
    else:
        with MastodonSimulator() as simulator:
            yield MastodonWorld(simulator)


@pytest.fixture
def clock(network: SimulatedWorld) -> FrozenClock:
    """The network's own time."""
    return FrozenClock(network.now())


@pytest.fixture
def channel(
    network: SimulatedWorld, world: World, clock: FrozenClock, settings: Settings
) -> Iterator[Channel]:
    """Atelier Martin, connected to the simulated network over HTTP."""
    access = network.keeper.read()
    settings.OUTBOUND_ALLOW = frozenset({urlsplit(access.origin).netloc})
    settings.OUTBOUND_TIMEOUT_SECONDS = 2
    gateway.forget()
    channel = make_channel(
        world.atelier,
        network.network.key,
        now=clock(),
        origin=access.origin,
        account_id=access.account_id,
    )
    keeper.store(channel, access, clock=clock)
    yield channel
    gateway.forget()


@pytest.fixture
def ours(network: SimulatedWorld, channel: Channel, clock: FrozenClock) -> str:
    """A post of ours, that Beffroi published."""
    remote_id = network.channel().publish(network.post("Fermés lundi.")).remote_id
    Delivery.objects.create(
        workspace=channel.workspace,
        channel=channel,
        status="published",
        due_at=clock(),
        published_at=clock(),
        content={},
        marker="m",
        remote_id=remote_id,
        created_at=clock(),
    )
    return str(remote_id)


def pass_time(network: SimulatedWorld, clock: FrozenClock, **parts: float) -> None:
    network.simulator.clock.advance(timedelta(**parts))
    clock.advance(**parts)


def ids() -> list[str]:
    return sorted(Feedback.objects.values_list("remote_id", flat=True))


class Reader:
    """A reader that answers what a test tells it to, whatever it is asked."""

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)
        self.cursors: list[str | None] = []

    def read_feedback(self, cursor: str | None) -> FeedbackPage:
        self.cursors.append(cursor)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        assert isinstance(answer, FeedbackPage)
        return answer

    def read_thread(self, remote_id: str) -> list[Any]:
        return list(self.read_feedback(remote_id).items)

    def read_again(self, remote_ids: Any) -> dict[str, Any]:
        return {item.remote_id: item for item in self.read_feedback(None).items}


class TestReading:
    def test_replies_and_mentions_become_conversations(
        self, network: SimulatedWorld, channel: Channel, ours: str, clock: FrozenClock
    ) -> None:
        reply = network.stranger_replies(ours, "Et mardi ?")
        mention = network.stranger_mentions("Je recommande ")
        pass_time(network, clock, seconds=5)
        again = polling.poll(channel, clock=clock)
        assert ids() == sorted([reply, mention])
        assert again == clock() + rules.POLL_EVERY
        kinds = {row.remote_id: row.kind for row in Feedback.objects.all()}
        assert kinds == {reply: "reply", mention: "mention"}
        assert Conversation.objects.filter(status="open").count() == 2
        channel.refresh_from_db()
        assert channel.verified_at == Poll.objects.get().read_at == clock()

    def test_reading_again_brings_nothing_twice(
        self, network: SimulatedWorld, channel: Channel, ours: str, clock: FrozenClock
    ) -> None:
        for number in range(3):
            network.stranger_replies(ours, f"Question {number}")
            pass_time(network, clock, seconds=5)
            for _ in range(2):
                polling.poll(channel, clock=clock)
                polling.read_threads(channel, clock=clock)
        assert len(ids()) == 3

    def test_many_small_pages_lose_and_double_nothing(
        self, network: SimulatedWorld, channel: Channel, ours: str, clock: FrozenClock
    ) -> None:
        network.small_pages(2)
        expected = [network.stranger_replies(ours, f"Question {n}") for n in range(7)]
        pass_time(network, clock, seconds=5)
        polling.poll(channel, clock=clock)
        assert ids() == sorted(expected)

    def test_a_server_that_repeats_its_pages_does_not_hold_us(
        self, network: SimulatedWorld, channel: Channel, ours: str, clock: FrozenClock
    ) -> None:
        network.small_pages(2)
        expected = [network.stranger_replies(ours, f"Question {n}") for n in range(5)]
        network.repeat_cursors()
        pass_time(network, clock, seconds=5)
        polling.poll(channel, clock=clock)
        assert network.simulator.calls[network.operations["feedback"]] < polling.PAGES_MAX
        assert set(ids()) < set(expected)

    def test_eight_hours_of_silence_lose_nothing(
        self, network: SimulatedWorld, channel: Channel, ours: str, clock: FrozenClock
    ) -> None:
        polling.poll(channel, clock=clock)
        with network.simulator.down():
            polling.poll(channel, clock=clock)
        expected = []
        for number in range(8):
            expected.append(network.stranger_replies(ours, f"Question {number}"))
            pass_time(network, clock, hours=1)
        polling.poll(channel, clock=clock)
        assert ids() == sorted(expected)

    def test_a_reply_that_no_notification_told_is_found_under_the_post(
        self, network: SimulatedWorld, channel: Channel, ours: str, clock: FrozenClock
    ) -> None:
        reply = network.stranger_replies(ours, "Et mardi ?")
        pass_time(network, clock, seconds=5)
        assert polling.read_threads(channel, clock=clock) == clock() + rules.THREADS_EVERY
        assert ids() == [reply]

    def test_edits_and_deletions_on_the_network_are_followed(
        self, network: SimulatedWorld, channel: Channel, ours: str, clock: FrozenClock
    ) -> None:
        kept = network.stranger_replies(ours, "Bof")
        gone = network.stranger_replies(ours, "Nul")
        pass_time(network, clock, seconds=5)
        polling.poll(channel, clock=clock)
        expected = "Très bon" if network.stranger_edits(kept, "Très bon") else "Bof"
        network.stranger_deletes(gone)
        pass_time(network, clock, hours=1)
        assert polling.follow(channel, clock=clock) == clock() + rules.FOLLOW_REST
        texts = dict(Feedback.objects.values_list("remote_id", "text"))
        assert texts == {kept: expected, gone: ""}


class TestCrashes:
    def test_a_crash_between_page_and_cursor_loses_and_doubles_nothing(
        self,
        network: SimulatedWorld,
        channel: Channel,
        ours: str,
        clock: FrozenClock,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        network.small_pages(2)
        expected = [network.stranger_replies(ours, "Une première question")]
        pass_time(network, clock, seconds=5)
        polling.poll(channel, clock=clock)
        expected += [network.stranger_replies(ours, f"Question {n}") for n in range(5)]
        pass_time(network, clock, seconds=5)
        turns = iter(range(100))

        def crashing(*args: Any, **kwargs: Any) -> int:
            new = ingesting.ingest(*args, **kwargs)
            if next(turns) == 1:
                raise SystemExit  # after the page is written, before the cursor is
            return new

        monkeypatch.setattr(polling, "ingest", crashing)
        with pytest.raises(SystemExit):
            polling.poll(channel, clock=clock)
        assert 1 < len(ids()) < len(expected)
        polling.poll(channel, clock=clock)
        assert ids() == sorted(expected)


class TestFailures:
    @pytest.mark.parametrize(
        "kind",
        [
            FaultKind.ERROR_BEFORE,
            FaultKind.CUT_BEFORE,
            FaultKind.HTML_BEFORE,
            FaultKind.HUGE_BEFORE,
            FaultKind.DEEP_BEFORE,
            FaultKind.REDIRECT_BEFORE,
        ],
        ids=lambda kind: kind.value,
    )
    def test_a_read_that_fails_is_tried_later_and_says_nothing_false(
        self,
        network: SimulatedWorld,
        channel: Channel,
        ours: str,
        clock: FrozenClock,
        kind: FaultKind,
    ) -> None:
        reply = network.stranger_replies(ours, "Et mardi ?")
        verified_at = channel.verified_at
        pass_time(network, clock, seconds=5)
        network.simulator.faults.add(network.operations["feedback"], Fault(kind, times=9))
        again = polling.poll(channel, clock=clock)
        assert again == clock() + 2 * rules.POLL_EVERY
        channel.refresh_from_db()
        assert channel.is_connected
        assert channel.verified_at == verified_at
        network.simulator.faults.clear()
        polling.poll(channel, clock=clock)
        assert ids() == [reply]
        assert Poll.objects.get().failures == 0

    def test_a_server_that_is_down_is_asked_less_and_less_often(
        self, network: SimulatedWorld, channel: Channel, clock: FrozenClock
    ) -> None:
        waits = []
        with network.simulator.down():
            for _ in range(5):
                again = polling.poll(channel, clock=clock)
                assert again is not None
                waits.append((again - clock()).total_seconds() / 60)
        assert waits == [4, 8, 16, 30, 30]

    @pytest.mark.parametrize("read", [polling.poll, polling.read_threads, polling.follow])
    def test_a_dead_access_is_said_at_once_and_not_tried_again(
        self, network: SimulatedWorld, channel: Channel, ours: str, clock: FrozenClock, read: Any
    ) -> None:
        network.stranger_replies(ours, "Et mardi ?")
        pass_time(network, clock, seconds=5)
        polling.poll(channel, clock=clock)
        pass_time(network, clock, hours=1)
        network.revoke()
        assert read(channel, clock=clock) is None
        channel.refresh_from_db()
        assert (channel.status, channel.lost_at) == ("needs_reconnection", clock())
        assert read(channel, clock=clock) is None

    def test_a_server_that_asks_for_patience_gets_it(
        self, channel: Channel, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        use(monkeypatch, Reader(RateLimited(retry_after_seconds=3600)))
        until = clock() + timedelta(hours=1)
        assert polling.poll(channel, clock=clock) == until
        channel.refresh_from_db()
        assert channel.paused_until == until
        clock.advance(minutes=30)
        assert polling.follow(channel, clock=clock) == until

    def test_a_quota_that_is_used_up_is_waited_for(
        self, channel: Channel, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        use(monkeypatch, Reader(QuotaExhausted(until=clock() + timedelta(hours=9))))
        assert polling.poll(channel, clock=clock) == clock() + timedelta(hours=9)


def use(monkeypatch: pytest.MonkeyPatch, reader: Reader) -> None:
    monkeypatch.setattr(gateway, "open_channel", lambda channel, clock: reader)


class TestPatience:
    """With a reader that does as it is told, for one network is as good as the other."""

    @pytest.fixture
    def network(self) -> Iterator[SimulatedWorld]:
        with BlueskyWorld.start() as there:
            yield there

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
    def network(self) -> Iterator[SimulatedWorld]:
        with BlueskyWorld.start() as there:
            yield there

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
    @pytest.fixture
    def network(self) -> Iterator[SimulatedWorld]:
        with BlueskyWorld.start() as there:
            yield there

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
