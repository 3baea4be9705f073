"""What X tells by itself, and how it is asked to."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from beffroi.networks.contracts import DeveloperApp, Notice
from beffroi.networks.errors import (
    AccessRevoked,
    AppMisconfigured,
    ContentRefused,
    NetworkError,
)
from beffroi.networks.simulation_webhooks import Storm, post_all
from beffroi.networks.x.adapter import X
from beffroi.networks.x.tests.world import XWorld

CALLBACK = "https://beffroi.test/webhooks/x/"


class OurSide:
    """What stands behind our address: answers the check, and keeps what is genuine."""

    def __init__(self, network: X, app: DeveloperApp) -> None:
        self.notices: list[Notice] = []
        self.checks = 0
        self._network, self._app = network, app

    def check(self, query: dict[str, str]) -> tuple[int, bytes, str]:
        self.checks += 1
        answer = self._network.shake_hands(query, app=self._app, verify_token="")
        return (
            (200, answer.body.encode(), answer.media_type) if answer else (404, b"", "text/plain")
        )

    def take(self, headers: dict[str, str], body: bytes) -> int:
        if not self._network.is_genuine(headers, body, app=self._app):
            return 403
        self.notices += self._network.read_notices(body)
        return 200


@contextmanager
def listening(ours: OurSide) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body, kind = ours.check(dict(parse_qsl(urlsplit(self.path).query)))
            self.answer(status, body, kind)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            self.answer(ours.take(headers, body), b"", "text/plain")

        def answer(self, status: int, body: bytes, kind: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/webhooks/x/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def subscriptions(world: XWorld) -> list[tuple[str, str]]:
    found = world.simulator.webhooks.subscriptions.values()
    return sorted((one["event_type"], one["filter"]["user_id"]) for one in found)


# Asking


def test_each_kind_of_event_is_asked_for_our_account(world: XWorld) -> None:
    world.channel().subscribe(callback_url=CALLBACK)
    own = world.simulator.owner.id
    kinds = ("dm.received", "post.mention.create", "post.quote.create", "post.reply.create")
    assert subscriptions(world) == [(kind, own) for kind in kinds]


def test_asking_twice_changes_nothing(world: XWorld) -> None:
    for _ in range(2):
        world.channel().subscribe(callback_url=CALLBACK)
    assert (len(world.simulator.webhooks.made), len(subscriptions(world))) == (1, 4)


def test_what_was_asked_by_half_is_completed(world: XWorld) -> None:
    channel = world.channel()
    channel.subscribe(callback_url=CALLBACK)
    first = next(iter(world.simulator.webhooks.subscriptions))
    del world.simulator.webhooks.subscriptions[first]
    channel.subscribe(callback_url=CALLBACK)
    assert len(subscriptions(world)) == 4


def test_a_webhook_that_became_invalid_is_checked_anew(world: XWorld) -> None:
    channel = world.channel()
    channel.subscribe(callback_url=CALLBACK)
    (webhook,) = world.simulator.webhooks.made.values()
    webhook["valid"] = False
    channel.subscribe(callback_url=CALLBACK)
    assert webhook["valid"]
    assert len(world.simulator.webhooks.made) == 1


@pytest.mark.parametrize("url", ["http://beffroi.test/", "https://beffroi.test:8443/"])
def test_an_address_that_x_does_not_call_is_refused(world: XWorld, url: str) -> None:
    with pytest.raises(ContentRefused):
        world.channel().subscribe(callback_url=url)


@pytest.mark.parametrize("name", ["consumer_key", "consumer_secret"])
def test_without_the_consumer_pair_nothing_can_be_asked(world: XWorld, name: str) -> None:
    app = world.keeper.app()
    world.keeper._app = replace(app, extra={**app.extra, name: "wrong"})
    with pytest.raises(NetworkError) as caught:
        world.channel().subscribe(callback_url=CALLBACK)
    assert isinstance(caught.value, AppMisconfigured)
    assert not isinstance(caught.value, AccessRevoked)


@pytest.mark.parametrize("status", [401, 403])
def test_a_refused_app_is_no_lost_access(world: XWorld, status: int) -> None:
    title = "Unauthorized" if status == 401 else "Forbidden"
    world.answer_once("webhooks", {"title": title, "detail": title}, status=status)
    with pytest.raises(AppMisconfigured):
        world.channel().subscribe(callback_url=CALLBACK)
    assert world.keeper.renewals == 0


# The check, and what comes


def test_our_address_proves_whose_it_is_when_it_is_made(world: XWorld) -> None:
    ours = OurSide(world.network, world.keeper.app())
    with listening(ours) as url:
        world.channel().subscribe(callback_url=url)
    assert (ours.checks, len(subscriptions(world))) == (1, 4)


def test_an_address_that_answers_with_another_secret_is_refused(world: XWorld) -> None:
    app = world.keeper.app()
    other = replace(app, extra={**app.extra, "consumer_secret": "another"})
    with listening(OurSide(world.network, other)) as url, pytest.raises(NetworkError):
        world.channel().subscribe(callback_url=url)
    assert world.simulator.webhooks.made == {}


@pytest.mark.parametrize("query", [{}, {"crc_token": ""}, {"hub.challenge": "5"}])
def test_another_network_s_check_is_not_answered(world: XWorld, query: dict[str, str]) -> None:
    app = world.keeper.app()
    assert world.network.shake_hands(query, app=app, verify_token="") is None


def test_nothing_that_could_be_a_webhook_is_signed(world: XWorld) -> None:
    _, body = world.webhook_about(world.stranger_mentions("Bonjour "))
    for token in (body.decode(), "{}", "[]", "t t", "t\n", "é", "t" * 201):
        query = {"crc_token": token}
        assert world.network.shake_hands(query, app=world.keeper.app(), verify_token="") is None


def test_without_a_secret_nothing_is_answered_and_nothing_is_genuine(world: XWorld) -> None:
    app = replace(world.keeper.app(), extra={})
    headers, body = world.webhook_about(world.stranger_mentions("Bonjour "))
    assert world.network.shake_hands({"crc_token": "t"}, app=app, verify_token="") is None
    assert not world.network.is_genuine(headers, body, app=app)


def test_a_storm_of_webhooks_leads_to_everything_that_was_said(world: XWorld) -> None:
    ours = OurSide(world.network, world.keeper.app())
    theirs = [world.stranger_mentions(f"Numéro {n} ") for n in range(12)]
    bodies = [world.webhook_about(one)[1] for one in theirs]
    storm = Storm(doubled=0.5, forged=0.5, is_shuffled=True, seed=3)
    with listening(ours) as url:
        posted = post_all(bodies, url, sign=world.simulator.webhooks.sign, storm=storm)
    assert all(one.status == (403 if one.is_forged else 200) for one in posted)
    assert any(one.is_forged for one in posted)
    told = {remote_id for notice in ours.notices for remote_id in notice.remote_ids}
    assert told == set(theirs)
    assert len({notice.event_id for notice in ours.notices}) == 12


@pytest.mark.parametrize(
    ("event", "payload", "expected"),
    [
        ("post.mention.create", {"id": "5"}, ("5",)),
        ("post.reply.create", {"id": "5"}, ("5",)),
        ("post.quote.create", {"id": "5"}, ("5",)),
        ("post.delete", {"id": "5", "author_id": "1"}, ("5",)),
        ("oauth.revoke", {}, ()),
    ],
)
def test_each_kind_of_event_says_what_to_read(
    world: XWorld, event: str, payload: dict[str, Any], expected: tuple[str, ...]
) -> None:
    own = world.simulator.owner.id
    body = world.simulator.webhooks.body(event, account_id=own, payload=payload)
    (notice,) = world.network.read_notices(body)
    assert (notice.account_id, notice.remote_ids) == (own, expected)
    assert notice.event_id


@pytest.mark.parametrize(
    "data",
    [
        {"event_type": "follow.follow", "filter": {"user_id": "1"}, "payload": {"id": "5"}},
        {
            "event_type": "post.mention.create",
            "filter": {"keyword": "pain"},
            "payload": {"id": "5"},
        },
        {"event_type": "post.mention.create", "filter": {"user_id": "1"}, "payload": {}},
        {"event_type": None, "filter": "x", "payload": []},
        [],
        [5, None],
    ],
)
def test_what_is_not_understood_is_left_out(world: XWorld, data: Any) -> None:
    assert list(world.network.read_notices(json.dumps({"data": data}).encode())) == []


def test_several_events_in_one_body_are_all_read(world: XWorld) -> None:
    event = {"event_type": "post.reply.create", "filter": {"user_id": "1"}}
    events = [{**event, "payload": {"id": str(n)}} for n in range(3)]
    found = world.network.read_notices(json.dumps({"data": events}).encode())
    assert [notice.remote_ids for notice in found] == [("0",), ("1",), ("2",)]
