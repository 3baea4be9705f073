"""What every network passes, as far as it fits one that is only read."""

from __future__ import annotations

import pytest

from beffroi.networks import contract_tests as contract
from beffroi.networks.declarations import Capability
from beffroi.networks.errors import (
    AccessRevoked,
    NetworkError,
    NetworkUnavailable,
    OutcomeUnknown,
    RateLimited,
    UnexpectedResponse,
)
from beffroi.networks.feeds.tests.world import FeedsWorld
from beffroi.networks.port import Publisher
from beffroi.networks.simulation_faults import BEFORE_EFFECT, Fault, FaultKind
from beffroi.networks.tests.world import HOSTILE_TEXTS, World


class TestDeclaration(contract.DeclarationContract):
    def test_the_server_s_own_limits_are_usable(self, world: World) -> None:
        """Nothing is published to a feed, so no source announces limits."""
        assert Capability.PUBLISH not in world.network.declaration.capabilities
        assert not isinstance(world.channel(), Publisher)


class TestMentions(contract.MentionContract): ...


# The contracts of reading publish a post first and answer it: here is what of them fits a feed.


@pytest.mark.parametrize("kind", BEFORE_EFFECT, ids=lambda kind: kind.value)
def test_a_failed_reading_can_be_told_and_loses_nothing(world: FeedsWorld, kind: FaultKind) -> None:
    written = world.write("Voilà")
    world.simulator.faults.add("feed", Fault(kind, seconds=5))
    with pytest.raises((NetworkUnavailable, UnexpectedResponse, NetworkError)) as caught:
        world.channel().read_feedback(None)
    assert not isinstance(caught.value, OutcomeUnknown)
    world.simulator.faults.clear()
    assert [item.remote_id for item in world.channel().read_feedback(None).items] == [written]


def test_too_many_readings_say_how_long_to_wait(world: FeedsWorld) -> None:
    headers = {"Retry-After": "120"}
    world.simulator.faults.add("feed", Fault(FaultKind.ERROR_BEFORE, status=429, headers=headers))
    with pytest.raises(RateLimited) as caught:
        world.channel().read_feedback(None)
    assert caught.value.retry_after_seconds == 120


def test_a_source_that_is_gone_asks_a_person(world: FeedsWorld) -> None:
    world.revoke()
    with pytest.raises(AccessRevoked):
        world.channel().read_feedback(None)


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
@pytest.mark.parametrize("kind", ["rss", "rdf", "atom", "json"])
def test_what_strangers_write_comes_through_as_plain_text(
    world: FeedsWorld, text: str, kind: str
) -> None:
    world.set_up(kind=kind)
    world.write(text)
    (item,) = world.channel().read_feedback(None).items
    assert item.text == " ".join(text.split())


def test_nothing_asked_again_is_nothing_called(world: FeedsWorld) -> None:
    calls = world.simulator.calls["feed"]
    assert dict(world.channel().read_again([])) == {}
    assert dict(world.channel().read_again(["item-1"])) == {}
    assert list(world.channel().read_thread("item-1")) == []
    assert world.simulator.calls["feed"] == calls


@pytest.mark.parametrize("cursor", ["", '{"not": "a cursor"', "[]", "null", "{}", '{"seen": 1}'])
def test_a_cursor_that_is_not_ours_is_an_error_with_a_name(world: FeedsWorld, cursor: str) -> None:
    with pytest.raises(UnexpectedResponse):
        world.channel().read_feedback(cursor)
