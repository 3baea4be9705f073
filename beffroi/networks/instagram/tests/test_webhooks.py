"""What Instagram tells by itself, and what of it is ours."""

from __future__ import annotations

import json
from typing import Any

import pytest

from beffroi.networks.contracts import Notice
from beffroi.networks.instagram.tests.world import InstagramWorld


def notices(world: InstagramWorld, *entries: Any, kind: str = "instagram") -> list[Notice]:
    body = json.dumps({"object": kind, "entry": list(entries)}).encode()
    return list(world.network.read_notices(body))


def change(field: str, **value: Any) -> dict[str, Any]:
    return {"id": "17", "time": 1, "changes": [{"field": field, "value": value}]}


def messaging(**message: Any) -> dict[str, Any]:
    event = {"sender": {"id": "88"}, "recipient": {"id": "17"}, "message": message}
    return {"id": "17", "time": 1, "messaging": [event]}


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        (change("comments", id="1", **{"from": {"id": "9"}}), ("comment:1",)),
        (change("comments", id="1"), ("comment:1",)),
        (change("live_comments", id="1"), ("comment:1",)),
        (change("mentions", media_id="5"), ("mention:5",)),
        (change("mentions", media_id="5", comment_id="6"), ("mention:5:6",)),
        (messaging(mid="m1", text="A"), ("message:m1",)),
        (messaging(mid="m:1", is_deleted=True), ("message:m:1",)),
    ],
)
def test_what_is_told_is_named_so_that_it_can_be_read_again(
    world: InstagramWorld, entry: dict[str, Any], told: tuple[str, ...]
) -> None:
    assert notices(world, entry) == [Notice("17", told)]


@pytest.mark.parametrize(
    "entry",
    [
        change("comments", id="1", **{"from": {"id": "17"}}),
        change("comments", id="1", **{"from": {"id": "88", "self_ig_scoped_id": "88"}}),
        messaging(mid="m1", is_echo=True),
        {"id": "17", "messaging": [{"sender": {"id": "17"}, "message": {"mid": "m1"}}]},
        {"id": "17", "messaging": [{"sender": {"id": "88"}, "read": {"mid": "m1"}}]},
        change("story_insights", media_id="5"),
        change("comments"),
        change("mentions"),
        {"id": "17", "changes": [5, {"field": 5}, {"field": "comments", "value": []}]},
        {"id": "17", "changes": 5, "messaging": {}},
        {"changes": [{"field": "comments", "value": {"id": "1"}}]},
    ],
)
def test_what_we_did_and_what_is_not_understood_is_left_out(
    world: InstagramWorld, entry: dict[str, Any]
) -> None:
    assert notices(world, entry) == []


def test_several_entries_are_told_apart_and_each_thing_once(world: InstagramWorld) -> None:
    one = change("comments", id="1")
    twice = {"id": "18", "changes": [*one["changes"], *one["changes"]]}
    assert notices(world, one, twice) == [
        Notice("17", ("comment:1",)),
        Notice("18", ("comment:1",)),
    ]


def test_a_webhook_about_something_else_is_not_ours(world: InstagramWorld) -> None:
    assert notices(world, change("comments", id="1"), kind="page") == []


def test_hands_are_not_shaken_with_another_token(world: InstagramWorld) -> None:
    query = world.handshake("theirs")
    assert world.network.shake_hands(query, app=world.app, verify_token="ours") is None


@pytest.mark.parametrize("action", ["mention", "mention_in_comment", "message"])
def test_a_webhook_leads_to_what_was_said(world: InstagramWorld, action: str) -> None:
    theirs = world.act(action, text="Bonjour ")
    headers, body = world.webhook_about(theirs)
    assert world.network.is_genuine(headers, body, app=world.app)
    ((told,),) = [notice.remote_ids for notice in world.network.read_notices(body)]
    assert told == theirs
    assert world.channel().read_again([told])[told].text.startswith("Bonjour")


def test_webhooks_are_asked_for_and_asking_again_is_free(world: InstagramWorld) -> None:
    for _ in range(2):
        world.channel().subscribe(callback_url="https://beffroi.test/webhooks/instagram/")
    assert set(world.simulator.subscribed) == {"comments", "mentions", "messages"}
