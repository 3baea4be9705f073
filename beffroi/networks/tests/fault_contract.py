"""What every network passes when its server goes wrong. Needs a simulator."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from beffroi.networks.errors import (
    NetworkError,
    NetworkUnavailable,
    OutcomeUnknown,
    RateLimited,
    UnexpectedResponse,
)
from beffroi.networks.simulation_faults import AFTER_EFFECT, BEFORE_EFFECT, Fault, FaultKind
from beffroi.networks.tests.world import SimulatedWorld, eventually, upload


def _names(kind: object) -> str:
    return kind.value if isinstance(kind, FaultKind) else str(kind)


class PublisherFaultsContract:
    @pytest.mark.parametrize("kind", AFTER_EFFECT, ids=_names)
    def test_a_fault_after_the_effect_is_unknown_then_found(
        self, world: SimulatedWorld, kind: FaultKind
    ) -> None:
        channel, post, since = world.channel(), world.post("Peut-être sorti"), world.now()
        world.simulator.faults.add(world.operations["publish"], Fault(kind))
        with pytest.raises(OutcomeUnknown):
            channel.publish(post)
        found = channel.find(post, since=since)
        assert found is not None
        assert world.text_of(found.remote_id) == "Peut-être sorti"
        assert world.count_visible("Peut-être sorti") == 1

    @pytest.mark.parametrize("kind", BEFORE_EFFECT, ids=_names)
    def test_a_fault_before_the_effect_is_unknown_then_absent(
        self, world: SimulatedWorld, kind: FaultKind
    ) -> None:
        channel, post, since = world.channel(), world.post("Pas sorti"), world.now()
        world.simulator.faults.add(world.operations["publish"], Fault(kind))
        with pytest.raises(OutcomeUnknown):
            channel.publish(post)
        assert channel.find(post, since=since) is None
        assert world.count_visible("Pas sorti") == 0

    @pytest.mark.parametrize("status", [500, 502, 503, 504, 408])
    def test_a_server_error_never_counts_as_a_refusal(
        self, world: SimulatedWorld, status: int
    ) -> None:
        world.simulator.faults.add(
            world.operations["publish"], Fault(FaultKind.ERROR_AFTER, status=status)
        )
        with pytest.raises(OutcomeUnknown):
            world.channel().publish(world.post("Sorti malgré l’erreur"))

    def test_the_visible_call_is_made_once(self, world: SimulatedWorld) -> None:
        world.simulator.faults.add(world.operations["publish"], Fault(FaultKind.CUT_AFTER))
        with pytest.raises(OutcomeUnknown):
            world.channel().publish(world.post("Une fois"))
        assert world.simulator.calls[world.operations["publish"]] == 1

    def test_an_effect_that_comes_late_is_found_later(self, world: SimulatedWorld) -> None:
        channel, post, since = world.channel(), world.post("En retard"), world.now()
        world.simulator.faults.add(world.operations["publish"], Fault(FaultKind.LATE))
        with pytest.raises(OutcomeUnknown):
            channel.publish(post)
        assert channel.find(post, since=since) is None
        world.simulator.faults.release()
        assert eventually(lambda: channel.find(post, since=since))
        assert world.count_visible("En retard") == 1

    def test_a_refused_connection_proves_that_nothing_left(self, world: SimulatedWorld) -> None:
        channel, post = world.channel(), world.post("Rien envoyé")
        with world.simulator.down(), pytest.raises(NetworkUnavailable):
            channel.publish(post)
        assert world.count_visible("Rien envoyé") == 0

    @pytest.mark.parametrize(
        ("headers", "expected"),
        [({"Retry-After": "7"}, 7), ({}, 60), ({"Retry-After": "soon"}, 60)],
        ids=["seconds", "nothing", "nonsense"],
    )
    def test_too_many_calls_say_how_long_to_wait(
        self, world: SimulatedWorld, headers: dict[str, str], expected: int
    ) -> None:
        world.simulator.faults.add(
            world.operations["publish"],
            Fault(FaultKind.ERROR_BEFORE, status=429, headers=headers, body="Slow down"),
        )
        with pytest.raises(RateLimited) as caught:
            world.channel().publish(world.post("Trop vite"))
        assert caught.value.retry_after_seconds == expected
        assert world.count_visible("Trop vite") == 0

    @pytest.mark.parametrize("kind", [*AFTER_EFFECT, *BEFORE_EFFECT], ids=_names)
    def test_a_failed_upload_may_be_made_again(
        self, world: SimulatedWorld, kind: FaultKind
    ) -> None:
        channel = world.channel()
        world.simulator.faults.add(world.operations["upload"], Fault(kind))
        with pytest.raises((NetworkUnavailable, UnexpectedResponse)):
            upload(channel, world.image("Une image"))
        world.simulator.faults.clear()
        assert upload(channel, world.image("Une image")).handle

    @pytest.mark.parametrize("kind", BEFORE_EFFECT, ids=_names)
    def test_a_failed_lookup_is_not_an_absence(
        self, world: SimulatedWorld, kind: FaultKind
    ) -> None:
        channel, post = world.channel(), world.post("Là ou pas là")
        channel.publish(post)
        world.simulator.faults.add(world.operations["find"], Fault(kind))
        with pytest.raises(NetworkError):
            channel.find(post, since=world.now() - timedelta(minutes=1))


class ReaderFaultsContract:
    @pytest.mark.parametrize("kind", BEFORE_EFFECT, ids=_names)
    def test_a_failed_reading_of_feedback_can_be_told_and_loses_nothing(
        self, world: SimulatedWorld, kind: FaultKind
    ) -> None:
        channel = world.channel()
        ours = channel.publish(world.post("Dites")).remote_id
        theirs = world.stranger_replies(ours, "Voilà")
        world.simulator.faults.add(world.operations["feedback"], Fault(kind))
        with pytest.raises((NetworkUnavailable, UnexpectedResponse)):
            channel.read_feedback(None)
        world.simulator.faults.clear()
        assert [item.remote_id for item in channel.read_feedback(None).items] == [theirs]

    def test_too_many_readings_say_how_long_to_wait(self, world: SimulatedWorld) -> None:
        world.simulator.faults.add(
            world.operations["feedback"],
            Fault(FaultKind.ERROR_BEFORE, status=429, headers={"Retry-After": "120"}),
        )
        with pytest.raises(RateLimited) as caught:
            world.channel().read_feedback(None)
        assert caught.value.retry_after_seconds == 120


class HostileServerContract:
    """A server that is not what it says: every call ends, with an error that has a name."""

    @pytest.mark.parametrize("kind", BEFORE_EFFECT, ids=_names)
    def test_every_reading_ends_with_a_name(self, world: SimulatedWorld, kind: FaultKind) -> None:
        channel, post = world.channel(), world.post("Lisez-moi")
        ours = channel.publish(post).remote_id
        calls: dict[str, Callable[[], Any]] = {
            "feedback": lambda: channel.read_feedback(None),
            "thread": lambda: channel.read_thread(ours),
            "again": lambda: channel.read_again([ours]),
            "counters": lambda: channel.read_counters([ours]),
            "find": lambda: channel.find(post, since=world.now()),
        }
        for operation in calls.keys() & world.operations.keys():
            world.simulator.faults.add("*", Fault(kind, times=3, seconds=5))
            with pytest.raises(NetworkError) as caught:
                calls[operation]()
            assert not isinstance(caught.value, OutcomeUnknown), operation
            world.simulator.faults.clear()

    def test_no_error_repeats_a_secret_or_a_text(self, world: SimulatedWorld) -> None:
        channel, post = world.channel(), world.post("Un texte que personne ne doit voir passer")
        secrets = world.keeper.read().secrets.values()
        echo = f'{{"error":"{post.text} {" ".join(secrets)}","message":"{post.text}"}}'
        for status in (400, 401, 403, 404, 422, 500):
            world.simulator.faults.add(
                world.operations["publish"],
                Fault(FaultKind.ERROR_BEFORE, status=status, body=echo),
            )
            with pytest.raises(NetworkError) as caught:
                channel.publish(post)
            assert post.text not in caught.value.detail
            assert not any(secret in caught.value.detail for secret in secrets)
            world.simulator.faults.clear()
