"""Every refusal that Instagram documents, or that others saw, has a name of ours."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from beffroi.networks.errors import (
    ContentRefused,
    MediaUnreachable,
    NetworkError,
    QuotaExhausted,
)
from beffroi.networks.instagram.simulator import Simulator
from beffroi.networks.instagram.tests.refusals import MESSAGES, TABLE
from beffroi.networks.instagram.tests.world import InstagramWorld
from beffroi.networks.tests.world import MemoryProgress

IDS = [f"{code}/{subcode}" for code, subcode, *_ in TABLE]


@pytest.fixture(scope="module")
def shared() -> Iterator[InstagramWorld]:
    """A world for the whole table: a refusal changes nothing in it."""
    with Simulator() as simulator:
        yield InstagramWorld(simulator)


def check(error: NetworkError, kind: type[NetworkError], more: dict[str, Any]) -> None:
    assert type(error) is kind
    assert {name: getattr(error, name) for name in more} == more


@pytest.mark.parametrize(("code", "subcode", "kind", "other", "more"), TABLE, ids=IDS)
def test_a_refusal_to_publish_and_to_prepare_has_its_name(
    shared: InstagramWorld,
    code: int,
    subcode: int,
    kind: type[NetworkError],
    other: type[NetworkError],
    more: dict[str, Any],
) -> None:
    world = shared
    channel, post = world.channel(), world.post("Refusé")
    world.refuse_once("publish", code, subcode, message="Refusé, with its own words")
    with pytest.raises(NetworkError) as caught:
        channel.publish(post)
    check(caught.value, kind, more)
    assert "Refusé" not in caught.value.detail
    world.refuse_once("prepare", code, subcode)
    with pytest.raises(NetworkError) as caught:
        channel.prepare(post, progress=MemoryProgress())
    check(caught.value, other, more)
    assert world.count_visible("Refusé") == 0


def test_an_error_that_comes_with_a_success_is_one(world: InstagramWorld) -> None:
    post = world.post("Refusé")
    error = {"error": {"code": 36000, "error_subcode": 2207004, "message": "Too large"}}
    world.answer_once("publish", error, status=200)
    with pytest.raises(ContentRefused) as caught:
        world.channel().publish(post)
    assert caught.value.field == "media"


def test_a_spent_quota_says_until_when(world: InstagramWorld) -> None:
    post = world.post("Encore un")
    world.simulator.clock.freeze()
    world.refuse_once("publish", 9, 2207042)
    with pytest.raises(QuotaExhausted) as caught:
        world.channel().publish(post)
    assert caught.value.until == world.now() + timedelta(days=1)


@pytest.mark.parametrize(
    ("code", "subcode", "field"),
    MESSAGES,
)
def test_a_message_that_is_not_taken_has_its_name(
    world: InstagramWorld, code: int, subcode: int, field: str
) -> None:
    target = world.reply_to(world.act("message", text="Bonjour"))
    world.refuse_once("send", code, subcode)
    with pytest.raises(ContentRefused) as caught:
        world.channel().publish(world.post("Bonjour !", reply_to=target))
    assert caught.value.field == field


def test_codes_may_come_as_text(world: InstagramWorld) -> None:
    post = world.post("Refusé")
    error = {"error": {"code": "9004", "error_subcode": "2207052", "message": "No"}}
    world.answer_once("publish", error, status=400)
    with pytest.raises(MediaUnreachable):
        world.channel().publish(post)
