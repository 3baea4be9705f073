"""The simulator is strict: what X refuses, it refuses, and it says what it is."""

from __future__ import annotations

import json
from http.client import HTTPConnection
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import pytest

from beffroi.networks.simulation_server import Origin
from beffroi.networks.x.simulator import Simulator
from beffroi.networks.x.simulator_drafts import read_draft
from beffroi.networks.x.simulator_problems import Refused
from beffroi.networks.x.tests.world import REDIRECT, XWorld

FORM = "application/x-www-form-urlencoded"


def call(
    world: XWorld, method: str, path: str, body: Any = None, **headers: str
) -> tuple[int, dict[str, str], bytes]:
    connection = HTTPConnection(urlsplit(world.simulator.origin).netloc, timeout=5)
    token = world.keeper.read().secrets["access_token"]
    named = {"Authorization": f"Bearer {token}", **headers}
    if isinstance(body, dict):
        named, body = {**named, "Content-Type": "application/json"}, json.dumps(body)
    connection.request(method, path, body, named)
    answer = connection.getresponse()
    found = answer.status, {k.lower(): v for k, v in answer.headers.items()}, answer.read()
    connection.close()
    return found


@pytest.mark.parametrize(
    "wanted",
    [
        {"text": "a", "unknown": 1},
        {"text": "a", "reply": None},
        {"text": "a", "reply": {}},
        {"text": "a", "reply": {"in_reply_to_tweet_id": 5}},
        {"text": "a", "media": {"media_ids": []}},
        {"text": "a", "media": []},
        {"media": {"media_ids": ["1"]}, "poll": {"options": ["a", "b"], "duration_minutes": 5}},
        {"media": {"media_ids": ["1"]}, "quote_tweet_id": "5"},
    ],
)
def test_a_post_that_is_asked_for_wrongly_is_refused(wanted: dict[str, Any]) -> None:
    with pytest.raises(Refused) as caught:
        read_draft(wanted)
    assert caught.value.status == 400


@pytest.mark.parametrize(
    "path",
    [
        "/2/users/{own}/mentions?max_results=101",
        "/2/users/{own}/mentions?max_results=4",
        "/2/users/{own}/mentions?since_id=abc",
        "/2/users/{own}/mentions?unknown=1",
        "/2/users/{own}/mentions?tweet.fields=unknown",
        "/2/users/{own}/mentions?expansions=unknown",
        "/2/users/{own}/tweets?start_time=2026-11-22",
        "/2/users/{own}/tweets?start_time=2126-11-22T00:00:00Z",
        "/2/tweets?ids=abc",
        "/2/tweets?ids=",
        "/2/tweets/search/recent?query=from:zoe",
        "/2/tweets/search/recent?query=conversation_id:5&max_results=5",
        "/2/media/upload?command=INIT&media_id=5",
        "/2/dm_events?dm_event.fields=unknown",
        "/2/dm_events?since_id=5",
    ],
)
def test_a_parameter_that_does_not_exist_is_refused(world: XWorld, path: str) -> None:
    status, _, body = call(world, "GET", path.format(own=world.simulator.owner.id))
    assert (status, json.loads(body)["title"]) == (400, "Invalid Request")


def test_only_what_is_asked_of_a_post_is_shown(world: XWorld) -> None:
    theirs = world.stranger_mentions("Bonjour ")
    _, _, body = call(world, "GET", f"/2/tweets/{theirs}")
    assert set(json.loads(body)["data"]) == {"id", "text", "edit_history_tweet_ids"}
    _, _, body = call(world, "GET", f"/2/tweets/{theirs}?tweet.fields=author_id")
    assert "author_id" in json.loads(body)["data"]
    assert "includes" not in json.loads(body)


def test_every_answer_says_how_many_calls_are_left(world: XWorld) -> None:
    answers = [call(world, "GET", "/2/users/me")[1] for _ in range(2)]
    assert [one["x-rate-limit-remaining"] for one in answers] == ["74", "73"]
    assert int(answers[0]["x-rate-limit-reset"]) > world.now().timestamp()


def test_a_scope_that_was_not_allowed_is_missing(world: XWorld) -> None:
    world.keeper = world.new_keeper(scopes=("tweet.read",))
    status, _, body = call(world, "POST", "/2/tweets", {"text": "a"})
    assert (status, json.loads(body)["detail"]) == (403, "Forbidden")


@pytest.mark.parametrize(
    "changes",
    [
        {"client_id": "other"},
        {"redirect_uri": "https://other.test/"},
        {"response_type": "token"},
        {"scope": "everything"},
        {"scope": ""},
        {"state": ""},
        {"code_challenge": ""},
        {"code_challenge_method": "plain"},
    ],
)
def test_a_consent_that_is_asked_for_wrongly_is_refused(
    world: XWorld, changes: dict[str, str]
) -> None:
    app = world.developer_app(REDIRECT)
    asked = {
        "client_id": app.client_id,
        "redirect_uri": REDIRECT,
        "response_type": "code",
        "scope": "tweet.read offline.access",
        "state": "s",
        "code_challenge": "c",
        "code_challenge_method": "S256",
    }
    path = "/i/oauth2/authorize?"
    assert call(world, "GET", path + urlencode(asked))[0] == 200
    assert call(world, "GET", path + urlencode({**asked, **changes}))[0] == 400


@pytest.mark.parametrize("grant", ["", "password", "client_credentials"])
def test_only_codes_and_refresh_tokens_are_traded(world: XWorld, grant: str) -> None:
    body = urlencode({"grant_type": grant})
    app = world.keeper.app()
    wrong = call(world, "POST", "/2/oauth2/token", body, **{"Content-Type": FORM})
    assert wrong[0] == 401
    pair = f"{quote(app.client_id)}:{quote(app.client_secret)}"
    header = {"Authorization": f"Basic {pair}", "Content-Type": FORM}
    assert call(world, "POST", "/2/oauth2/token", body, **header)[0] == 401  # not in base 64


def test_a_token_that_is_given_back_is_dead_with_its_family(world: XWorld) -> None:
    token = world.keeper.read().secrets["refresh_token"]
    body = urlencode({"token": token, "token_type_hint": "refresh_token"})
    assert call(world, "POST", "/2/oauth2/revoke", body, **{"Content-Type": FORM})[0] == 200
    assert call(world, "GET", "/2/users/me")[0] == 401


def test_the_page_of_a_post_says_what_it_is(world: XWorld) -> None:
    published = world.channel().publish(world.post("Bonjour <b>"))
    status, _, page = call(world, "GET", urlsplit(published.url).path)
    assert status == 200
    assert "simulateur" in page.decode()
    assert "Bonjour &lt;b&gt;" in page.decode()
    world.channel().delete(published.remote_id)
    assert call(world, "GET", urlsplit(published.url).path)[0] == 404


def test_it_can_be_set_up_from_outside(world: XWorld) -> None:
    assert call(world, "POST", "/_simulator/flavour", {"page_max": 3})[0] == 200
    assert world.simulator.flavour.page_max == 3
    assert call(world, "POST", "/_simulator/flavour", {"unheard_of": 3})[0] == 400
    said = call(world, "POST", "/_simulator/stranger/mention", {"text": "Bonjour "})
    assert json.loads(said[2])["id"]
    assert call(world, "POST", "/_simulator/stranger/unheard_of", {})[0] == 400
    assert call(world, "POST", "/_simulator/stranger/delete", {"id": "5"})[0] == 400


def test_the_ledger_holds_every_visible_effect_in_order(world: XWorld) -> None:
    channel = world.channel()
    ours = channel.publish(world.post("Un"))
    channel.delete(ours.remote_id)
    found = [(one.kind, one.text) for one in world.simulator.ledger.effects]
    assert found == [("published", "Un"), ("deleted", "Un")]


def test_what_nobody_could_confirm_is_listed() -> None:
    simulator = Simulator()
    doubtful = {route.name for route in simulator.routes() if route.doubts}
    assert doubtful >= {"publish", "delete", "token", "append", "mentions", "hidden", "lookup"}
    unsure = {one.name for one in simulator.routes() if one.origin is not Origin.VENDOR}
    assert unsure >= {"publish", "delete", "token", "append", "close", "send"}
    assert all(route.doubts for route in simulator.routes() if route.name in unsure)


def test_two_posts_never_have_one_number_and_time_gives_their_order(world: XWorld) -> None:
    numbers = [int(world.simulator.state.new_id()) for _ in range(1000)]
    world.advance(seconds=1)
    later = int(world.simulator.state.new_id())
    assert numbers == sorted(set(numbers))
    assert later > numbers[-1]
