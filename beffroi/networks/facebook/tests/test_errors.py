"""Every error that Facebook writes gets the name of what must happen next, in reads and in acts."""

from __future__ import annotations

from typing import Any

import pytest

from beffroi.networks.errors import (
    AccessRevoked,
    ContentRefused,
    NetworkError,
    NetworkUnavailable,
    OutcomeUnknown,
    RateLimited,
)
from beffroi.networks.facebook.tests.refusals import TABLE
from beffroi.networks.facebook.tests.world import FacebookWorld


@pytest.mark.parametrize(("code", "subcode", "acting", "reading"), TABLE)
def test_each_error_has_its_name(
    world: FacebookWorld,
    code: int,
    subcode: int,
    acting: type[NetworkError],
    reading: type[NetworkError],
) -> None:
    channel = world.channel()
    world.refuse_once("publish", code, subcode, message="Bonjour à tous")
    with pytest.raises(NetworkError) as caught:
        channel.publish(world.post("Bonjour à tous"))
    assert type(caught.value) is acting
    assert "Bonjour" not in caught.value.detail
    if acting is RateLimited:
        channel = world.network.open(world.keeper_with("pages_read_engagement"))
    world.refuse_once("comments", code, subcode)
    with pytest.raises(NetworkError) as caught:
        channel.read_thread("104000000000001_1")
    assert type(caught.value) is reading


@pytest.mark.parametrize(
    ("code", "subcode", "field"),
    [(100, 1609005, "text"), (100, 1366046, "media"), (100, 2069019, "media"), (100, 0, "text")],
)
def test_a_refusal_says_what_to_change(
    world: FacebookWorld, code: int, subcode: int, field: str
) -> None:
    world.refuse_once("publish", code, subcode)
    with pytest.raises(ContentRefused) as caught:
        world.channel().publish(world.post("Bonjour"))
    assert caught.value.field == field


@pytest.mark.parametrize("more", [{"is_transient": True}, {}], ids=["transient", "500"])
def test_an_unknown_error_that_may_pass_leaves_the_outcome_open(
    world: FacebookWorld, more: dict[str, Any]
) -> None:
    error = {"error": {"message": "no", "code": 987654, **more}}
    world.answer_once("publish", error, status=400 if more else 500)
    with pytest.raises(OutcomeUnknown):
        world.channel().publish(world.post("Bonjour"))


def test_an_error_with_status_200_is_an_error_too(world: FacebookWorld) -> None:
    channel, body = world.channel(), {"error": {"message": "no", "code": 190}}
    world.answer_once("publish", body)
    with pytest.raises(AccessRevoked):
        channel.publish(world.post("Bonjour"))
    world.answer_once("publish", {"error": {"message": "no", "code": 2}})
    with pytest.raises(OutcomeUnknown):
        channel.publish(world.post("Bonjour"))
    world.answer_once("comments", body)
    with pytest.raises(AccessRevoked):
        channel.read_thread("1_2")


@pytest.mark.parametrize("body", [{}, {"id": None}, {"success": True}, [], "true", {"id": []}])
def test_a_success_that_names_nothing_leaves_the_outcome_open(
    world: FacebookWorld, body: Any
) -> None:
    world.answer_once("publish", body)
    with pytest.raises(OutcomeUnknown):
        world.channel().publish(world.post("Bonjour"))


def test_code_1_after_the_effect_is_looked_up_and_found(world: FacebookWorld) -> None:
    channel, post, since = world.channel(), world.post("Sorti malgré tout"), world.now()
    world.simulator.world.publish(world.simulator.page.id, "Sorti malgré tout")
    world.refuse_once("publish", 1)
    with pytest.raises(OutcomeUnknown):
        channel.publish(post)
    found = channel.find(post, since=since)
    assert found is not None
    assert world.count_visible("Sorti malgré tout") == 1


def test_a_spent_quota_says_when_it_opens_and_stops_the_next_call(world: FacebookWorld) -> None:
    channel = world.channel()
    world.simulator.meter.allowed = 2
    channel.publish(world.post("Un"))
    with pytest.raises(RateLimited) as caught:
        channel.publish(world.post("Deux"))
    assert caught.value.retry_after_seconds > 3600
    calls = world.simulator.calls["publish"]
    with pytest.raises(RateLimited):
        channel.publish(world.post("Trois"))
    assert world.simulator.calls["publish"] == calls
    assert world.count_visible("Deux") == 0


def test_the_page_of_a_gateway_does_not_disconnect(world: FacebookWorld) -> None:
    for status in (401, 403, 404):
        world.answer_once("published_posts", "<h1>Blocked</h1>", status=status)
        with pytest.raises(NetworkUnavailable):
            world.channel().read_feedback(None)
