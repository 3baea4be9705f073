"""Whatever goes wrong on the way, a post or an answer comes out once."""

from __future__ import annotations

import random
from contextlib import suppress

import pytest

from beffroi.networks.contracts import OutgoingPost, PublishedPost
from beffroi.networks.errors import NetworkUnavailable, OutcomeUnknown, UnexpectedResponse
from beffroi.networks.google_business.tests.world import GoogleBusinessWorld
from beffroi.networks.simulation_faults import Fault, FaultKind

_KINDS = (
    FaultKind.ERROR_BEFORE,
    FaultKind.ERROR_AFTER,
    FaultKind.CUT_BEFORE,
    FaultKind.CUT_AFTER,
    FaultKind.HALF_AFTER,
    FaultKind.HTML_BEFORE,
    FaultKind.HTML_AFTER,
)
_ROUTES = ("localPosts.create", "localPosts.list", "reviews.updateReply", "reviews.get")
_TRIES = 60


def publish_stubbornly(
    world: GoogleBusinessWorld, chance: random.Random, post: OutgoingPost
) -> PublishedPost:
    """Publish as the product does: in doubt, look it up; repeat only what is proven absent."""
    since, is_doubtful = world.now(), False
    for _ in range(_TRIES):
        world.simulator.faults.clear()
        for route in _ROUTES:
            if chance.random() < 0.5:
                world.simulator.faults.add(route, Fault(chance.choice(_KINDS)))
        with suppress(NetworkUnavailable, UnexpectedResponse):
            if is_doubtful:
                found = world.channel().find(post, since=since)
                if found is not None:
                    return found
            is_doubtful = False
            try:
                return world.channel().publish(post)
            except OutcomeUnknown:
                is_doubtful = True
    raise AssertionError("it never came out")


@pytest.mark.parametrize("seed", range(15))
def test_a_post_comes_out_once(world: GoogleBusinessWorld, seed: int) -> None:
    post = world.post("Ouvert dimanche")
    published = publish_stubbornly(world, random.Random(seed), post)
    said = world.simulator.ledger.published("Ouvert dimanche")
    assert [one.remote_id for one in said] == [published.remote_id]


@pytest.mark.parametrize("seed", range(15))
def test_an_answer_comes_out_once(world: GoogleBusinessWorld, seed: int) -> None:
    theirs = world.stranger_replies("", "Très bien")
    post = world.post("Merci", reply_to=world.reply_to(theirs))
    published = publish_stubbornly(world, random.Random(seed), post)
    said = world.simulator.ledger.published("Merci")
    assert [one.remote_id for one in said] == [published.remote_id]
