"""Webhooks: asked for, checked, and read as hints."""

from __future__ import annotations

import hmac
import json
import threading
from collections.abc import Iterator
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from beffroi.networks.contracts import DeveloperApp, Notice
from beffroi.networks.errors import AppMisconfigured, ContentRefused, PermissionLost
from beffroi.networks.linkedin.simulator_strangers import ATELIER, CLAIRE
from beffroi.networks.linkedin.tests.world import LinkedInWorld
from beffroi.networks.simulation_webhooks import Storm, post_all
from beffroi.networks.tests.world import MemoryKeeper

APP = DeveloperApp("https://api.linkedin.com", "id", "secret")
COMMENT = {
    "notificationId": 1234,
    "organizationalEntity": "urn:li:organization:1",
    "action": "COMMENT",
    "sourcePost": "urn:li:share:5",
    "decoratedSourcePost": {},
    "generatedActivity": "urn:li:comment:(urn:li:activity:6,77)",
    "decoratedGeneratedActivity": {"comment": {"owner": "urn:li:person:x", "text": "Bravo"}},
    "lastModifiedAt": 1763800000000,
    "subscriber": "urn:li:person:y",
}


def body(*notifications: Any) -> bytes:
    told = {"type": "ORGANIZATION_SOCIAL_ACTION_NOTIFICATIONS", "notifications": notifications}
    return json.dumps(told).encode()


def test_a_comment_leads_to_what_was_said(world: LinkedInWorld) -> None:
    notice = Notice("urn:li:organization:1", ("urn:li:share:5/comments/77",), "1234")
    assert list(world.network.read_notices(body(COMMENT))) == [notice]


@pytest.mark.parametrize("action", ["COMMENT_EDIT", "COMMENT_DELETE", "ADMIN_COMMENT"])
def test_every_change_of_a_comment_leads_to_it(world: LinkedInWorld, action: str) -> None:
    (notice,) = world.network.read_notices(body({**COMMENT, "action": action}))
    assert notice.remote_ids == ("urn:li:share:5/comments/77",)


@pytest.mark.parametrize(
    "place",
    [
        {"generatedActivity": "urn:li:share:8", "sourcePost": "urn:li:share:5"},
        {"generatedActivity": "urn:li:ugcPost:8x", "sourcePost": "urn:li:share:5"},
        {"generatedActivity": "urn:li:activity:8", "sourcePost": "urn:li:share:8"},
    ],
)
def test_a_mention_leads_to_its_post(world: LinkedInWorld, place: dict[str, str]) -> None:
    (notice,) = world.network.read_notices(body({**COMMENT, "action": "SHARE_MENTION", **place}))
    assert notice.remote_ids[0].rpartition(":")[2].startswith("8")


@pytest.mark.parametrize(
    "told",
    [
        {**COMMENT, "action": "LIKE"},
        {**COMMENT, "action": "SHARE"},
        {**COMMENT, "action": "SOMETHING_NEW"},
        {**COMMENT, "organizationalEntity": None},
        {**COMMENT, "sourcePost": None},
        {**COMMENT, "generatedActivity": "urn:li:comment:(x)"},
        5,
        None,
        [],
    ],
)
def test_what_says_nothing_is_left_out(world: LinkedInWorld, told: Any) -> None:
    assert [notice.event_id for notice in world.network.read_notices(body(told, COMMENT))] == [
        "1234"
    ]


def test_what_is_signed_bears_a_prefix_that_the_signature_does_not(world: LinkedInWorld) -> None:
    signed = hmac.new(b"secret", b"hmacsha256={}", sha256).hexdigest()
    bare = hmac.new(b"secret", b"{}", sha256).hexdigest()
    genuine = world.network.is_genuine
    assert genuine({"x-li-signature": signed}, b"{}", app=APP)
    assert not genuine({"x-li-signature": bare}, b"{}", app=APP)
    assert not genuine({"x-li-signature": f"hmacsha256={signed}"}, b"{}", app=APP)
    assert not genuine({"x-li-signature": signed}, b"{ }", app=APP)
    assert not genuine({"x-li-signature": signed.upper()}, b"{}", app=APP)
    assert not genuine({}, b"{}", app=APP)


def test_a_challenge_is_answered_with_our_secret(world: LinkedInWorld) -> None:
    query = {"challengeCode": "890e4665-4dfe-4ab1-b689-ed553bceeed0", "applicationId": "7"}
    answer = world.network.shake_hands(query, app=APP, verify_token="")
    assert answer is not None
    assert answer.media_type == "application/json"
    assert json.loads(answer.body) == {
        "challengeCode": query["challengeCode"],
        "challengeResponse": hmac.new(
            b"secret", query["challengeCode"].encode(), sha256
        ).hexdigest(),
    }


def test_nothing_that_could_be_a_webhook_is_signed(world: LinkedInWorld) -> None:
    forged = body(COMMENT).decode()
    for code in (f"hmacsha256={forged}", "hmacsha256={}", forged, "", "a b", "a\n", "a" * 201):
        query = {"challengeCode": code}
        assert world.network.shake_hands(query, app=APP, verify_token="") is None


def test_without_a_secret_nothing_is_answered_and_nothing_is_genuine(world: LinkedInWorld) -> None:
    app = DeveloperApp(APP.origin, APP.client_id, "")
    signed = hmac.new(b"", b"hmacsha256={}", sha256).hexdigest()
    assert not world.network.is_genuine({"x-li-signature": signed}, b"{}", app=app)
    assert world.network.shake_hands({"challengeCode": "a"}, app=app, verify_token="") is None


def test_a_signature_that_no_text_can_hold_is_forged(world: LinkedInWorld) -> None:
    assert not world.network.is_genuine({"x-li-signature": "\udcff"}, b"{}", app=APP)


def test_ten_notifications_come_in_one_body(world: LinkedInWorld) -> None:
    ours = world.channel().publish(world.post("Dites")).remote_id
    told = [world.stranger_replies(ours, f"N° {n}") for n in range(23)]
    bodies = world.simulator.webhook_bodies(world.simulator.state.notifications)
    notices = [one for each in bodies for one in world.network.read_notices(each)]
    assert len(bodies) == 3
    assert [one.remote_ids[0] for one in notices] == told
    assert len({one.event_id for one in notices}) == 23


@pytest.fixture
def inbox() -> Iterator[tuple[str, list[tuple[dict[str, str], bytes]]]]:
    """Our own address, where what is posted is kept."""
    received: list[tuple[dict[str, str], bytes]] = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            received.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Receiver) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/hooks/", received
        server.shutdown()


def test_a_storm_of_webhooks_tells_each_comment_once(
    world: LinkedInWorld, inbox: tuple[str, list[tuple[dict[str, str], bytes]]]
) -> None:
    """Late, twice, shuffled, forged: what is genuine and new is known by its id."""
    url, received = inbox
    ours = world.channel().publish(world.post("Dites")).remote_id
    told = {world.stranger_replies(ours, f"N° {n}") for n in range(30)}
    bodies = world.simulator.webhook_bodies(world.simulator.state.notifications)
    storm = Storm(doubled=0.9, forged=0.9, is_shuffled=True, seed=7)
    secret = world.made.client_secret
    posted = post_all(
        bodies, url, sign=lambda each: world.simulator.sign(each, secret), storm=storm
    )
    genuine = [
        each
        for headers, each in received
        if world.network.is_genuine(headers, each, app=world.keeper.app())
    ]
    assert len(received) == len(posted) > len(genuine) > len(bodies)
    seen = {one.event_id: one for each in genuine for one in world.network.read_notices(each)}
    assert {one.remote_ids[0] for one in seen.values()} == told
    assert len(seen) == 30


# Asking for them


def test_webhooks_are_asked_for_a_page_and_asking_twice_is_the_same(world: LinkedInWorld) -> None:
    for _ in range(2):
        world.channel().subscribe(callback_url="https://beffroi.test/hooks/linkedin/")
    (key,) = world.simulator.state.subscriptions
    assert world.simulator.state.subscriptions[key] == "https://beffroi.test/hooks/linkedin/"
    assert key.startswith("(developerApplication:urn:li:developerApplication:226195237,")
    assert f"user:{CLAIRE},entity:{ATELIER}," in key


def test_an_address_without_https_is_refused(world: LinkedInWorld) -> None:
    with pytest.raises(ContentRefused):
        world.channel().subscribe(callback_url="http://beffroi.test/")


@pytest.mark.parametrize("number", ["", "abc", "77x", "²"])
def test_without_the_number_of_the_app_the_operator_must_enter_it(
    world: LinkedInWorld, number: str
) -> None:
    app = world.app(world.made, application_id=number)
    world.keeper = MemoryKeeper(world.keeper.read(), app=app)
    with pytest.raises(AppMisconfigured):
        world.channel().subscribe(callback_url="https://beffroi.test/")


def test_the_number_of_the_app_may_be_given_as_linkedin_shows_it(world: LinkedInWorld) -> None:
    app = world.app(world.made, application_id=" urn:li:developerApplication:226195237 ")
    world.keeper = MemoryKeeper(world.keeper.read(), app=app)
    world.channel().subscribe(callback_url="https://beffroi.test/")
    assert len(world.simulator.state.subscriptions) == 1


def test_an_app_in_development_is_refused_webhooks(world: LinkedInWorld) -> None:
    world.change(is_development=True)
    with pytest.raises(PermissionLost):
        world.channel().subscribe(callback_url="https://beffroi.test/")
