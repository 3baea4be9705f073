"""The simulated Facebook is strict: what the vendor refuses, it refuses too."""

from __future__ import annotations

import json
from http.client import HTTPConnection
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import pytest

from beffroi.networks.facebook.connect import SCOPES
from beffroi.networks.facebook.tests.world import FacebookWorld
from beffroi.networks.families.graph.client import proof
from beffroi.networks.families.graph.simulator_webhooks import sign
from beffroi.networks.simulation_webhooks import Storm, handshake, post_all

VERSION = "/v26.0"


class Caller:
    """Speaks HTTP to the simulator, with the Page's token unless told otherwise."""

    def __init__(self, world: FacebookWorld) -> None:
        self.host = urlsplit(world.home).netloc
        self.token = world.keeper.read().secrets["access_token"]
        self.page = world.simulator.page.id

    def call(
        self, method: str, path: str, *, token: str | None = None, **form: str
    ) -> tuple[int, Any, dict[str, str]]:
        headers = {"Authorization": f"Bearer {self.token if token is None else token}"}
        body = None
        if method == "POST":
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode(form)
        elif form:
            path = f"{path}{'&' if '?' in path else '?'}{urlencode(form)}"
        connection = HTTPConnection(self.host, timeout=5)
        connection.request(method, VERSION + path, body, headers)
        answer = connection.getresponse()
        content = answer.read()
        told = {name.lower(): value for name, value in answer.headers.items()}
        connection.close()
        return answer.status, json.loads(content), told


@pytest.fixture
def caller(world: FacebookWorld) -> Caller:
    return Caller(world)


def code_of(told: Any) -> tuple[int, int | None]:
    return told["error"]["code"], told["error"].get("error_subcode")


@pytest.mark.parametrize(
    ("method", "path", "form", "code"),
    [
        ("POST", "/{page}/feed", {}, (100, None)),
        ("POST", "/{page}/feed", {"message": "a", "mesage": "b"}, (100, None)),
        ("POST", "/{page}/feed", {"message": "a", "attached_media": "no json"}, (100, None)),
        ("POST", "/{page}/feed", {"link": "example.com"}, (100, None)),
        ("POST", "/{page}/photos", {"published": "false"}, (324, None)),
        ("POST", "/{page}/video_reels", {"upload_phase": "middle"}, (100, None)),
        ("POST", "/{page}/photo_stories", {"photo_id": "9"}, (100, 33)),
        ("POST", "/9/feed", {"message": "a"}, (100, 33)),
        ("POST", "/104000000000002/feed", {"message": "a"}, (210, None)),
        ("GET", "/{page}/published_posts", {"fields": "nothing"}, (100, None)),
        ("GET", "/{page}/published_posts", {"fields": "id,from{id"}, (2500, None)),
        ("GET", "/{page}/published_posts", {"limit": "many"}, (100, None)),
        ("GET", "/{page}/conversations", {"platform": "sms"}, (100, None)),
        ("GET", "/{page}/insights", {"metric": "page_fans", "period": "day"}, (100, None)),
        ("GET", "/{page}/ratings", {}, (12, None)),
        ("GET", "/999", {}, (100, 33)),
        ("DELETE", "/999", {}, (100, 33)),
        ("POST", "/999/comments", {"message": "a"}, (100, 33)),
        ("GET", "/me/accounts", {}, (200, None)),
        ("POST", "/{page}/subscribed_apps", {"subscribed_fields": "everything"}, (100, None)),
    ],
)
def test_what_is_wrong_is_refused(
    world: FacebookWorld,
    caller: Caller,
    method: str,
    path: str,
    form: dict[str, str],
    code: tuple[int, int | None],
) -> None:
    post = world.channel().publish(world.post("Bonjour")).remote_id
    status, told, _ = caller.call(method, path.format(page=caller.page), **form)
    assert (status >= 400, code_of(told)) == (True, code)
    assert list(world.simulator.world.posts) == [post]


@pytest.mark.parametrize(
    ("token", "code"), [("", (2500, None)), ("invented", (190, None))], ids=["none", "invented"]
)
def test_nobody_gets_in_without_a_token(caller: Caller, token: str, code: Any) -> None:
    _, told, _ = caller.call("GET", "/me", token=token)
    assert code_of(told) == code


def test_a_wrong_proof_is_refused_and_the_right_one_is_not(
    world: FacebookWorld, caller: Caller
) -> None:
    right = proof(caller.token, secret=world.simulator.app.secret)
    assert caller.call("GET", "/me", appsecret_proof=right)[0] == 200
    assert code_of(caller.call("GET", "/me", appsecret_proof="0" * 64)[1]) == (100, None)


def test_every_answer_tells_the_quota_and_the_version(caller: Caller) -> None:
    _, _, headers = caller.call("GET", "/me")
    assert json.loads(headers["x-app-usage"])["call_count"] == 1
    assert caller.page in json.loads(headers["x-business-use-case-usage"])
    assert headers["facebook-api-version"] == "v26.0"


def test_a_version_that_is_over_is_answered_by_another(
    world: FacebookWorld, caller: Caller
) -> None:
    world.simulator.served_version = "v28.0"
    status, _, headers = caller.call("GET", "/me")
    assert (status, headers["facebook-api-version"]) == (200, "v28.0")
    assert "x-ad-api-version-warning" in headers


def test_the_next_page_is_an_address_with_a_token(world: FacebookWorld, caller: Caller) -> None:
    for n in range(3):
        world.channel().publish(world.post(f"Suite {n}"))
    _, told, _ = caller.call("GET", f"/{caller.page}/published_posts", limit="2")
    assert quote(caller.token) in told["paging"]["next"]
    assert told["paging"]["next"].startswith(world.home)
    after = told["paging"]["cursors"]["after"]
    _, told, _ = caller.call("GET", f"/{caller.page}/published_posts", limit="2", after=after)
    assert len(told["data"]) == 1
    assert "next" not in told["paging"]


def test_a_person_s_long_token_ends_after_sixty_days(world: FacebookWorld) -> None:
    authority = world.simulator.authority
    token = authority.issue(world.simulator.person, scopes=SCOPES, accounts=[])
    world.advance(days=59)
    assert authority.report(token.value)["is_valid"]
    world.advance(days=2)
    report = authority.report(token.value)
    assert (report["is_valid"], report["error"]["subcode"]) == (False, 463)


def test_an_app_that_is_taken_away_loses_every_token(world: FacebookWorld, caller: Caller) -> None:
    assert caller.call("DELETE", "/me/permissions")[0] == 200
    assert code_of(caller.call("GET", "/me")[1]) == (190, 458)


def test_people_see_that_it_is_a_simulator(world: FacebookWorld) -> None:
    published = world.channel().publish(world.post("Bonjour <b>"))
    theirs = world.stranger_replies(published.remote_id, "Oui")
    connection = HTTPConnection(urlsplit(world.home).netloc, timeout=5)
    for path in ("/", f"/{world.simulator.page.id}", urlsplit(published.url).path):
        connection.request("GET", path)
        shown = connection.getresponse().read().decode()
        assert "simulateur" in shown
        assert "Bonjour &lt;b&gt;" in shown
    assert theirs in world.simulator.world.comments
    connection.request("GET", "/999")
    assert connection.getresponse().status == 404
    connection.close()


def test_habits_are_changed_over_the_control_door(world: FacebookWorld) -> None:
    connection = HTTPConnection(urlsplit(world.home).netloc, timeout=5)
    connection.request("POST", "/_simulator/habits", json.dumps({"gives_ratings": True}))
    assert json.loads(connection.getresponse().read())["gives_ratings"] is True
    assert world.simulator.gives_ratings
    connection.request("POST", "/_simulator/habits", json.dumps({"nothing": True}))
    answer = connection.getresponse()
    assert (answer.status, answer.read() != b"") == (400, True)
    connection.close()


def test_webhooks_are_posted_in_storms(world: FacebookWorld) -> None:
    ours = world.channel().publish(world.post("Dites")).remote_id
    bodies = [
        world.simulator.webhook(world.stranger_replies(ours, f"Réponse {n}")) for n in range(5)
    ]
    secret = world.simulator.app.secret
    storm = Storm(doubled=1.0, is_shuffled=True, seed=3)
    address = f"{world.home}/nobody-listens"
    posted = post_all(bodies, address, sign=lambda body: sign(body, secret=secret), storm=storm)
    assert len(posted) == 10
    assert handshake(address, urlencode(world.handshake("ours")))[0] == 404


def test_every_doubt_and_origin_is_written_down(world: FacebookWorld) -> None:
    doubts = [line for route in world.simulator.routes() for line in route.doubts]
    assert len(doubts) >= 8
    assert all(line == line.strip() and line for line in doubts)
