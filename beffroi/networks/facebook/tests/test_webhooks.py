from __future__ import annotations

import json
from typing import Any

import pytest

from beffroi.networks.contracts import Notice
from beffroi.networks.errors import PermissionLost
from beffroi.networks.facebook.tests.world import FacebookWorld
from beffroi.networks.facebook.webhooks import FIELDS, read_notices

PAGE = "104000000000001"


def change(field: str = "feed", *, by: str = "9", **value: Any) -> bytes:
    told = {"item": "comment", "verb": "add", "from": {"id": by, "name": "Jo"}, **value}
    entry = {"id": PAGE, "time": 1763800000, "changes": [{"field": field, "value": told}]}
    return json.dumps({"object": "page", "entry": [entry]}).encode()


def message(**more: Any) -> bytes:
    event = {
        "sender": {"id": "248"},
        "recipient": {"id": PAGE},
        "message": {"mid": "m_1", "text": "Bonjour", **more},
    }
    entry = {"id": PAGE, "time": 1763800000123, "messaging": [event]}
    return json.dumps({"object": "page", "entry": [entry]}).encode()


@pytest.mark.parametrize("verb", ["add", "edited", "edit", "remove", "hide", "unhide", "new one"])
def test_whatever_becomes_of_a_comment_is_read_again(verb: str) -> None:
    body = change(verb=verb, comment_id="1_2", post_id=f"{PAGE}_1")
    assert read_notices(body) == [Notice(PAGE, ("1_2",))]


@pytest.mark.parametrize("item", ["post", "status", "photo", "video", "share"])
def test_a_visitor_s_post_is_read_again(item: str) -> None:
    assert read_notices(change(item=item, post_id=f"{PAGE}_7")) == [Notice(PAGE, (f"{PAGE}_7",))]


def test_a_mention_is_read_again() -> None:
    body = change("mention", item="post", post_id="77_8", sender_id="77")
    assert read_notices(body) == [Notice(PAGE, ("77_8",))]


def test_a_recommendation_says_that_there_is_something_new() -> None:
    assert read_notices(change("ratings", item="rating")) == [Notice(PAGE)]


def test_a_message_is_told_by_its_id() -> None:
    assert read_notices(message()) == [Notice(PAGE, ("m_1",), event_id="m_1")]


@pytest.mark.parametrize(
    "body",
    [
        message(is_echo=True),
        change(comment_id="1_2", by=PAGE),
        change(item="reaction", post_id=f"{PAGE}_1"),
        change(item="like", post_id=f"{PAGE}_1"),
        change("leadgen", comment_id="1_2"),
        change(comment_id=None, post_id=None),
        b'{"object":"page","entry":[{"changes":[{"field":"ratings"}]}]}',
        b'{"object":"page","entry":[{"id":"1","messaging":[{"read":{"watermark":5}}]}]}',
        b'{"object":"page","entry":[{"id":"1","changes":"many","messaging":{"a":1}}]}',
        b'{"object":"instagram","entry":[{"id":"1","changes":[{"field":"ratings"}]}]}',
    ],
)
def test_echoes_of_our_own_and_what_is_not_said_are_left_out(body: bytes) -> None:
    assert read_notices(body) == []


def test_what_we_take_back_ourselves_is_told() -> None:
    body = change(verb="remove", comment_id="1_2", by=PAGE)
    assert read_notices(body) == [Notice(PAGE, ("1_2",))]


def test_a_page_is_subscribed_as_often_as_asked(world: FacebookWorld) -> None:
    for _ in range(2):
        world.channel().subscribe(callback_url="https://beffroi.test/webhooks/")
    assert world.simulator.world.subscriptions == {world.simulator.page.id: FIELDS}


def test_a_page_without_the_right_is_not_subscribed(world: FacebookWorld) -> None:
    world.simulator.authority.narrow(without=("pages_manage_metadata",))
    with pytest.raises(PermissionLost):
        world.channel().subscribe(callback_url="https://beffroi.test/webhooks/")


def test_a_message_that_is_told_is_read(world: FacebookWorld) -> None:
    theirs = world.stranger_writes("Bonjour")
    headers, body = world.webhook_about(theirs)
    assert world.network.is_genuine(headers, body, app=world.app())
    (notice,) = world.network.read_notices(body)
    found = world.channel().read_again(notice.remote_ids)[theirs]
    assert found is not None
    assert (found.text, found.is_private) == ("Bonjour", True)


def test_nobody_who_lacks_our_token_is_answered(world: FacebookWorld) -> None:
    query = world.handshake("theirs")
    assert world.network.shake_hands(query, app=world.app(), verify_token="ours") is None
