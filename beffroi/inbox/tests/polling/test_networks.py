"""Against both simulators, over HTTP."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from beffroi.channels.models import Channel
from beffroi.inbox import ingesting, polling, rules
from beffroi.inbox.models import Conversation, Feedback, Poll
from beffroi.inbox.tests.polling.reading import Reader, ids, pass_time, use
from beffroi.networks.errors import (
    QuotaExhausted,
    RateLimited,
)
from beffroi.networks.simulation_faults import Fault, FaultKind
from beffroi.networks.tests.world import SimulatedWorld
from tests.clock import FrozenClock

pytestmark = pytest.mark.django_db


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
