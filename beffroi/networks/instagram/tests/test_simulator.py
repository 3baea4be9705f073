"""The simulated Instagram is strict: what the vendor would refuse, it refuses."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from beffroi.networks.instagram.simulator import Simulator
from beffroi.networks.instagram.tests.world import InstagramWorld, serve
from beffroi.networks.instagram.tests.world import jpeg as jpeg_of
from beffroi.networks.simulation_server import Origin
from beffroi.networks.simulation_webhooks import Storm, handshake, post_all


@pytest.fixture(scope="module")
def shared() -> Iterator[InstagramWorld]:
    """A world for calls that change nothing in it."""
    with Simulator() as simulator:
        yield InstagramWorld(simulator)


def call(
    world: InstagramWorld, method: str, path: str, *, token: str | None = None, **form: str
) -> tuple[int, Any]:
    """Make a call as any software might, and return its status and its answer."""
    bearer = world.keeper.read().secrets["access_token"] if token is None else token
    headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
    body = None
    if method == "POST":
        body = urlencode(form)
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    elif form:
        path = f"{path}?{urlencode(form)}"
    connection = HTTPConnection(urlsplit(world.simulator.origin).netloc, timeout=5)
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    status, content = answer.status, answer.read()
    connection.close()
    return status, json.loads(content)


def own(world: InstagramWorld, edge: str) -> str:
    return f"/v26.0/{world.us.id}/{edge}"


def refused(world: InstagramWorld, method: str, path: str, **form: str) -> tuple[int, int]:
    status, answer = call(world, method, path, **form)
    assert status == 400, answer
    return answer["error"]["code"], answer["error"].get("error_subcode", 0)


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ({}, (100, 0)),
        ({"image_url": "no address"}, (100, 0)),
        ({"image_url": "https://example.com/a.jpg"}, (9004, 2207052)),
        ({"image_url": "OK", "video_url": "OK"}, (100, 0)),
        ({"image_url": "OK", "media_type": "REELS"}, (100, 2207023)),
        ({"image_url": "OK", "published": "true"}, (100, 0)),
        ({"image_url": "OK", "is_carousel_item": "perhaps"}, (100, 0)),
        ({"image_url": "OK", "is_carousel_item": "true", "caption": "a"}, (100, 0)),
        ({"image_url": "OK", "media_type": "STORIES", "caption": "a"}, (100, 0)),
        ({"image_url": "OK", "caption": "a" * 2201}, (36004, 2207010)),
        ({"image_url": "OK", "caption": "#a " * 31}, (36004, 2207010)),
        ({"image_url": "OK", "alt_text": "a" * 1001}, (100, 0)),
        ({"video_url": "OK", "media_type": "REELS"}, (352, 2207026)),
        ({"video_url": "OK"}, (100, 2207023)),
        ({"media_type": "CAROUSEL", "children": "1"}, (100, 2207028)),
        ({"media_type": "CAROUSEL", "children": "1,2"}, (24, 2207006)),
        ({"media_type": "CAROUSEL"}, (100, 0)),
    ],
)
def test_a_container_that_instagram_would_not_make_is_refused(
    shared: InstagramWorld, form: dict[str, str], expected: tuple[int, int]
) -> None:
    address = serve(jpeg_of())
    form = {name: address if value == "OK" else value for name, value in form.items()}
    assert refused(shared, "POST", own(shared, "media"), **form) == expected


def test_every_call_wants_a_token_that_lives(world: InstagramWorld) -> None:
    assert call(world, "GET", "/v26.0/me", token="")[1]["error"]["code"] == 2500
    assert call(world, "GET", "/v26.0/me", token="invented")[1]["error"]["code"] == 190
    world.advance(days=60)
    error = call(world, "GET", "/v26.0/me")[1]["error"]
    assert (error["code"], error["error_subcode"]) == (190, 463)


def test_a_field_that_does_not_exist_fails_the_whole_call(world: InstagramWorld) -> None:
    assert refused(world, "GET", "/v26.0/me", fields="user_id,shoe_size") == (100, 0)
    assert refused(world, "GET", "/v26.0/me", fields="user_id{") == (2500, 0)


def test_only_what_is_asked_is_told(world: InstagramWorld) -> None:
    _, me = call(world, "GET", "/v26.0/me", fields="username")
    assert me == {"id": world.us.scoped_id, "username": "ateliermartin"}


def test_another_account_is_not_there(world: InstagramWorld) -> None:
    assert refused(world, "GET", "/v26.0/17841999999999/media") == (100, 33)


def test_posts_of_others_are_not_told(world: InstagramWorld) -> None:
    theirs = world.act("post", text="Chez moi")
    assert refused(world, "GET", f"/v26.0/{theirs}") == (100, 33)


@pytest.mark.parametrize(
    ("metric", "period", "kind"),
    [
        ("impressions", "day", "total_value"),
        ("follower_count", "day", "total_value"),
        ("views", "day", ""),
        ("reach", "week", "total_value"),
    ],
)
def test_one_metric_that_does_not_fit_fails_the_whole_call(
    shared: InstagramWorld, metric: str, period: str, kind: str
) -> None:
    form = {"metric": f"reach,{metric}", "period": period, "metric_type": kind}
    assert refused(shared, "GET", own(shared, "insights"), **form) == (100, 0)


def test_a_comment_answers_a_comment_and_no_answer_stands_deeper(world: InstagramWorld) -> None:
    ours = world.channel().publish(world.post("Dites")).remote_id
    first = world.stranger_replies(ours, "Un")
    second = world.stranger_replies(first, "Deux")
    third = world.stranger_replies(second, "Trois")
    assert world.parent_of(third) == world.parent_of(second) == first


def test_refused_publications_leave_no_effect_and_others_one(world: InstagramWorld) -> None:
    world.channel().publish(world.post("Une fois"))
    assert refused(world, "POST", own(world, "media_publish"), creation_id="179") == (24, 2207006)
    assert len(world.simulator.ledger.published("Une fois")) == 1


def test_the_quota_moves_with_the_day(world: InstagramWorld) -> None:
    world.channel().publish(world.post("Une fois"))
    path, fields = own(world, "content_publishing_limit"), "quota_usage,config"
    assert call(world, "GET", path, fields=fields)[1]["data"][0]["quota_usage"] == 1
    world.advance(hours=24)
    assert call(world, "GET", path, fields=fields)[1]["data"][0]["quota_usage"] == 0


def test_calls_are_counted_and_then_refused(world: InstagramWorld) -> None:
    world.simulator.meter.allowed = 1
    call(world, "GET", "/v26.0/me")
    status, answer = call(world, "GET", "/v26.0/me")
    assert (status, answer["error"]["code"]) == (403, 80002)


def test_a_page_shows_what_is_visible_and_that_it_is_a_simulator(world: InstagramWorld) -> None:
    published = world.channel().publish(world.post("Le pain <b>chaud</b>"))
    connection = HTTPConnection(urlsplit(published.url).netloc, timeout=5)
    connection.request("GET", urlsplit(published.url).path)
    page = connection.getresponse().read().decode()
    connection.close()
    assert "simulateur" in page
    assert "Le pain &lt;b&gt;chaud&lt;/b&gt;" in page


def test_its_habits_are_changed_over_the_control_door(world: InstagramWorld) -> None:
    connection = HTTPConnection(urlsplit(world.simulator.origin).netloc, timeout=5)
    for habits, status in (
        ({"processing_seconds": 9, "page_max": 2}, 200),
        ({"shoe_size": 42}, 400),
    ):
        connection.request("POST", "/_simulator/habits", json.dumps(habits))
        answer = connection.getresponse()
        answer.read()
        assert answer.status == status
    connection.close()
    assert world.simulator.world.habits.processing_seconds == 9
    assert world.simulator.page_max == 2


def test_every_shape_says_where_it_comes_from(world: InstagramWorld) -> None:
    routes = {route.name: route for route in world.simulator.routes()}
    assert routes["publish"].origin is Origin.VENDOR
    doubted = {name for name, route in routes.items() if route.doubts}
    assert {"prepare", "refresh", "send", "account", "reply"} <= doubted


def test_a_storm_of_webhooks_tells_everything_once_it_is_over(
    world: InstagramWorld,
) -> None:
    ours = world.channel().publish(world.post("Dites")).remote_id
    theirs = [world.stranger_replies(ours, f"N {n}") for n in range(6)]
    bodies = [world.simulator.webhook_about(one) for one in theirs]
    told: list[str] = []
    with _Receiver(world, told) as address:
        query = urlencode(world.handshake("our-token"))
        assert handshake(address, query)[1] == world.handshake("")["hub.challenge"]
        storm = Storm(doubled=0.5, forged=0.5, is_shuffled=True, seed=7)
        posted = post_all(bodies, address, sign=world.simulator.sign, storm=storm)
    assert {one.status for one in posted if one.is_forged} == {403}
    assert {one.status for one in posted if not one.is_forged} == {200}
    assert set(told) == set(theirs)


def test_a_token_of_an_hour_dies_after_an_hour(world: InstagramWorld) -> None:
    app = world.developer_app("https://beffroi.test/")
    url = world.network.authorize_url(
        app, redirect_uri="https://beffroi.test/", state="s", code_challenge=""
    )
    form = {
        "client_id": app.client_id,
        "client_secret": app.client_secret,
        "grant_type": "authorization_code",
        "redirect_uri": "https://beffroi.test/",
        "code": world.approve(url),
    }
    _, told = call(world, "POST", "/oauth/access_token", **form)
    assert call(world, "GET", "/v26.0/me", token=told["access_token"])[0] == 200
    world.simulator.clock.advance(timedelta(hours=1))
    assert call(world, "GET", "/v26.0/me", token=told["access_token"])[0] == 400


class _Receiver:
    """Our side of webhooks: it checks each and keeps what the genuine ones tell."""

    def __init__(self, world: InstagramWorld, told: list[str]) -> None:
        self._world = world
        self._told = told

    def __enter__(self) -> str:
        world, told = self._world, self._told

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                query = dict(parse_qsl(urlsplit(self.path).query))
                answer = world.network.shake_hands(query, app=world.app, verify_token="our-token")
                self._send(200 if answer else 403, answer.body if answer else "")

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                headers = {name.lower(): value for name, value in self.headers.items()}
                is_genuine = world.network.is_genuine(headers, body, app=world.app)
                if is_genuine:
                    told.extend(i for n in world.network.read_notices(body) for i in n.remote_ids)
                self._send(200 if is_genuine else 403, "")

            def _send(self, status: int, body: str) -> None:
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, *args: object) -> None: ...

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        Thread(target=self._server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{self._server.server_address[1]}/"

    def __exit__(self, *args: object) -> None:
        self._server.shutdown()
        self._server.server_close()
