"""What every network passes when our clock is wrong: it dates a lookup by its own."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest

from beffroi.core.outbound import OutboundClient, OutboundPolicy
from beffroi.networks import registry
from beffroi.networks.contracts import OutgoingPost
from beffroi.networks.tests.world import SimulatedWorld

_AHEAD = [timedelta(seconds=30), timedelta(minutes=56)]
_LATER = [timedelta(minutes=2), timedelta(hours=3)]


def _minutes(span: timedelta) -> str:
    return f"{span.total_seconds() / 60:g} min"


def _seen_by_a_clock(world: SimulatedWorld, ahead: timedelta) -> Any:
    """Open our channel on a machine whose clock is ahead of the network's."""
    policy = OutboundPolicy(allow=frozenset([urlsplit(world.home).netloc]))
    http = registry.network_http(
        OutboundClient(policy, timeout=1.0), clock=lambda: world.now() + ahead
    )
    return registry.get(world.network.declaration.key, http).open(world.keeper)


class WrongClockContract:
    @pytest.mark.parametrize("ahead", _AHEAD, ids=_minutes)
    @pytest.mark.parametrize("later", _LATER, ids=_minutes)
    def test_a_post_that_our_wrong_clock_dated_is_found(
        self, world: SimulatedWorld, ahead: timedelta, later: timedelta
    ) -> None:
        self._check(world, world.post("En avance"), ahead=ahead, later=later)

    @pytest.mark.parametrize("later", _LATER, ids=_minutes)
    def test_an_answer_that_our_wrong_clock_dated_is_found(
        self, world: SimulatedWorld, later: timedelta
    ) -> None:
        ours = world.channel().publish(world.post("Qui vient ?")).remote_id
        theirs = world.stranger_replies(ours, "Moi")
        answer = world.post("Bien noté", reply_to=world.reply_to(theirs))
        self._check(world, answer, ahead=_AHEAD[-1], later=later)

    def test_a_post_that_a_clock_set_right_since_had_dated_is_found(
        self, world: SimulatedWorld
    ) -> None:
        channel, post = world.channel(), world.post("En avance d’une heure")
        since = world.now() + timedelta(hours=1)
        published = channel.publish(post)
        world.simulator.clock.advance(timedelta(minutes=4))
        assert channel.find(post, since=since) == published

    def _check(
        self, world: SimulatedWorld, post: OutgoingPost, *, ahead: timedelta, later: timedelta
    ) -> None:
        """Publish, then look it up as a machine does whose clock was wrong and still is."""
        since = world.now() + ahead
        published = world.channel().publish(post)
        world.simulator.clock.advance(later)
        assert _seen_by_a_clock(world, ahead).find(post, since=since) == published
