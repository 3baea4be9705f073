"""Every refusal that Instagram documents, or that others saw, has a name of ours."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from beffroi.networks.errors import (
    AccessRevoked,
    ContentRefused,
    DuplicateContent,
    MediaUnreachable,
    NetworkError,
    NetworkUnavailable,
    NotFound,
    OutcomeUnknown,
    PermissionLost,
    PolicyBlocked,
    QuotaExhausted,
    RateLimited,
    VersionRetired,
)
from beffroi.networks.instagram.simulator import Simulator
from beffroi.networks.instagram.tests.world import InstagramWorld
from beffroi.networks.tests.world import MemoryProgress

MEDIA = {"field": "media"}
CAPTION = {"field": "text", "limit": 2200}
WAIT = {"retry_after_seconds": 600}

#: Code, subcode, what it is on publishing, what on preparing, and what it says besides.
TABLE: list[tuple[int, int, type[NetworkError], type[NetworkError], dict[str, Any]]] = [
    (9007, 2207027, NetworkUnavailable, NetworkUnavailable, {}),
    (24, 2207006, NetworkUnavailable, NetworkUnavailable, {}),
    (24, 2207008, NetworkUnavailable, NetworkUnavailable, {}),
    (24, 0, NetworkUnavailable, NetworkUnavailable, {}),
    (-2, 2207020, NetworkUnavailable, NetworkUnavailable, {}),
    (9, 2207042, QuotaExhausted, QuotaExhausted, {}),
    (4, 2207051, OutcomeUnknown, PolicyBlocked, {}),
    (25, 2207050, PolicyBlocked, PolicyBlocked, {}),
    (-2, 2207003, MediaUnreachable, MediaUnreachable, {}),
    (9004, 2207052, MediaUnreachable, MediaUnreachable, {}),
    (9004, 0, MediaUnreachable, MediaUnreachable, {}),
    (100, 2207077, MediaUnreachable, MediaUnreachable, {}),
    (-1, 2207001, OutcomeUnknown, NetworkUnavailable, {}),
    (-1, 2207032, OutcomeUnknown, NetworkUnavailable, {}),
    (-1, 2207053, OutcomeUnknown, NetworkUnavailable, {}),
    (-1, 2207082, OutcomeUnknown, NetworkUnavailable, {}),
    (36000, 2207004, ContentRefused, ContentRefused, MEDIA),
    (36001, 2207005, ContentRefused, ContentRefused, MEDIA),
    (36003, 2207009, ContentRefused, ContentRefused, MEDIA),
    (352, 2207026, ContentRefused, ContentRefused, MEDIA),
    (100, 2207023, ContentRefused, ContentRefused, MEDIA),
    (100, 2207028, ContentRefused, ContentRefused, MEDIA),
    (1, 2207057, ContentRefused, ContentRefused, MEDIA),
    (36004, 2207010, ContentRefused, ContentRefused, CAPTION),
    (100, 33, NetworkUnavailable, NotFound, {}),
    (190, 0, AccessRevoked, AccessRevoked, {}),
    (190, 458, AccessRevoked, AccessRevoked, {}),
    (190, 459, AccessRevoked, AccessRevoked, {}),
    (190, 460, AccessRevoked, AccessRevoked, {}),
    (190, 463, AccessRevoked, AccessRevoked, {}),
    (190, 464, AccessRevoked, AccessRevoked, {}),
    (190, 467, AccessRevoked, AccessRevoked, {}),
    (190, 492, PermissionLost, PermissionLost, {}),
    (102, 0, AccessRevoked, AccessRevoked, {}),
    (10, 0, PermissionLost, PermissionLost, {}),
    (200, 0, PermissionLost, PermissionLost, {}),
    (299, 0, PermissionLost, PermissionLost, {}),
    (3, 0, PermissionLost, PermissionLost, {}),
    (4, 0, RateLimited, RateLimited, WAIT),
    (17, 0, RateLimited, RateLimited, WAIT),
    (32, 0, RateLimited, RateLimited, WAIT),
    (613, 0, RateLimited, RateLimited, WAIT),
    (341, 0, RateLimited, RateLimited, WAIT),
    (80002, 0, RateLimited, RateLimited, WAIT),
    (1, 0, OutcomeUnknown, NetworkUnavailable, {}),
    (2, 0, OutcomeUnknown, NetworkUnavailable, {}),
    (506, 0, DuplicateContent, DuplicateContent, {}),
    (368, 1390008, PolicyBlocked, PolicyBlocked, {}),
    (100, 0, ContentRefused, ContentRefused, {"field": "text"}),
    (2635, 0, VersionRetired, VersionRetired, {}),
]
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
    [(10, 2534022, "reply_to"), (551, 0, "reply_to"), (100, 2534014, "reply_to")],
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
