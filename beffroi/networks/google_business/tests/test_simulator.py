"""The simulator refuses what Business Profile refuses, and answers in the vendor's own types."""

from __future__ import annotations

import json
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

import pytest

from beffroi.networks.google_business.tests.world import GoogleBusinessWorld

PLACE = "/v4/accounts/101/locations/201"


def ask(world: GoogleBusinessWorld, method: str, path: str, body: Any = None) -> Any:
    """Make a call under our access; return its status and its JSON."""
    token = world.keeper.read().secrets["access_token"]
    connection = HTTPConnection(urlsplit(world.home).netloc, timeout=5)
    sent = json.dumps(body) if body is not None else None
    connection.request(method, path, sent, {"Authorization": f"Bearer {token}"})
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer.status, json.loads(content) if content.startswith((b"{", b"[")) else content


@pytest.mark.parametrize(
    "path",
    [
        "/v1/accounts/101/../accounts?pageSize=21",
        "/v1/accounts?pageSize=21",
        "/v1/accounts/101/locations",
        "/v1/accounts/101/locations?readMask=secrets",
        "/v1/locations/201",
        f"{PLACE}/reviews?pageSize=51",
        f"{PLACE}/reviews?orderBy=name",
        f"{PLACE}/reviews?pageToken=after.nothing",
        f"{PLACE}/localPosts?since=yesterday",
        "/v1/locations/201:fetchMultiDailyMetricsTimeSeries?dailyMetrics=SMILES",
        "/v1/locations/201:fetchMultiDailyMetricsTimeSeries?dailyMetrics=CALL_CLICKS",
    ],
)
def test_a_query_that_does_not_fit_is_refused(world: GoogleBusinessWorld, path: str) -> None:
    status, _ = ask(world, "GET", path)
    assert status in {400, 404}


@pytest.mark.parametrize(
    "body",
    [
        {"summary": "Bonjour"},
        {"summary": "", "topicType": "STANDARD"},
        {"summary": 3, "topicType": "STANDARD"},
        {"summary": "Bonjour", "topicType": "PARTY"},
        {"summary": "Bonjour", "topicType": "STANDARD", "colour": "red"},
        {"summary": "Bonjour", "topicType": "STANDARD", "media": [{}, {}]},
    ],
)
def test_a_post_that_does_not_fit_is_refused(world: GoogleBusinessWorld, body: Any) -> None:
    status, answer = ask(world, "POST", f"{PLACE}/localPosts", body)
    assert (status, answer["error"]["status"]) == (400, "INVALID_ARGUMENT")
    assert world.simulator.ledger.effects == []


def test_a_change_must_name_what_it_changes(world: GoogleBusinessWorld) -> None:
    ours = world.channel().publish(world.post("Bonjour")).remote_id
    assert ask(world, "PATCH", f"/v4/{ours}", {"summary": "Autre"})[0] == 400
    path = f"/v4/{ours}?updateMask=languageCode"
    assert ask(world, "PATCH", path, {"summary": "Autre"})[0] == 400
    assert world.text_of(ours) == "Bonjour"


@pytest.mark.parametrize("comment", ["", "  ", "é" * 2049])
def test_an_answer_that_does_not_fit_is_refused(world: GoogleBusinessWorld, comment: str) -> None:
    theirs = world.stranger_replies("", "Bien")
    assert ask(world, "PUT", f"/v4/{theirs}/reply", {"comment": comment})[0] == 400


def test_what_is_another_s_does_not_exist(world: GoogleBusinessWorld) -> None:
    assert ask(world, "GET", "/v4/accounts/9/locations/9/reviews")[0] == 404
    assert ask(world, "GET", f"{PLACE}/reviews/nothing")[0] == 404
    assert ask(world, "DELETE", f"{PLACE}/reviews/nothing/reply")[0] == 404


def test_a_consent_to_something_else_is_not_enough(world: GoogleBusinessWorld) -> None:
    granted = world.simulator.authority.issue("martin", ("youtube.readonly",))
    world.keeper.change(access_token=granted["access_token"])
    status, answer = ask(world, "GET", "/v1/accounts")
    assert (status, answer["error"]["status"]) == (403, "PERMISSION_DENIED")


def test_three_hundred_calls_a_minute_are_all(world: GoogleBusinessWorld) -> None:
    world.simulator.state.queries_per_minute = 3
    assert [ask(world, "GET", "/v1/accounts")[0] for _ in range(4)] == [200, 200, 200, 429]
    world.advance(seconds=61)
    assert ask(world, "GET", "/v1/accounts")[0] == 200


def test_people_see_posts_reviews_and_answers(world: GoogleBusinessWorld) -> None:
    world.channel().publish(world.post("Ouvert dimanche"))
    theirs = world.act("reply", text="Très bien", stars=5)["id"]
    world.channel().publish(world.post("Merci", reply_to=world.reply_to(theirs)))
    shown = {post.text for post in world.simulator.visible_posts()}
    assert shown == {"Ouvert dimanche", "★★★★★ Très bien", "Merci"}
    assert ask(world, "GET", "/")[0] == 200


def test_it_is_set_and_driven_from_outside(world: GoogleBusinessWorld) -> None:
    assert ask(world, "POST", "/_simulator/settings", {"deciding_seconds": 5})[0] == 200
    assert world.simulator.state.deciding_seconds == 5
    assert ask(world, "POST", "/_simulator/settings", {"colour": 1})[0] == 400
    assert ask(world, "POST", "/_simulator/stranger/dance", {})[0] == 400


def test_every_doubt_is_written_down(world: GoogleBusinessWorld) -> None:
    doubts = {line for route in world.simulator.routes() for line in route.doubts}
    for word in ("validation error", "long a text", "states of an answer", "days late"):
        assert any(word in line for line in doubts), word
