"""Every refusal that X is known to give, and the name that it gets."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from beffroi.networks.errors import (
    NetworkError,
    NetworkUnavailable,
    NotFound,
    OutcomeUnknown,
    PolicyBlocked,
    QuotaExhausted,
    RateLimited,
    ReviewRequired,
    UnexpectedResponse,
)
from beffroi.networks.json_text import JSON
from beffroi.networks.x.errors import explain, explain_grant, named_by
from beffroi.networks.x.tests.refusals import (
    CREDITS,
    GRANTS,
    NAMED,
    UNAUTHORIZED,
    numbered,
    problem,
)
from beffroi.networks.x.tests.world import XWorld

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
RESET = {"x-rate-limit-reset": str(int(NOW.timestamp()) + 240)}


@dataclass(frozen=True)
class Refusal:
    status: int
    data: JSON
    headers: Mapping[str, str] = field(default_factory=dict)


@pytest.mark.parametrize(("status", "body", "expected", "says"), NAMED)
def test_each_refusal_has_its_name(
    status: int,
    body: JSON,
    expected: type[NetworkError],
    says: dict[str, Any],
) -> None:
    refusal = explain(Refusal(status, body, RESET), "GET x", now=NOW)
    if refusal is None:  # what is left to the status
        assert (status, expected) == (429, RateLimited)
        return
    assert type(refusal) is expected
    assert {name: getattr(refusal, name) for name in says} == says
    assert refusal.detail.startswith(f"GET x: {status}")


@pytest.mark.parametrize("body", [CREDITS, UNAUTHORIZED, numbered(187), None])
def test_a_server_error_is_never_a_refusal_whatever_it_says(body: JSON) -> None:
    assert explain(Refusal(503, body), "POST x", now=NOW) is None


@pytest.mark.parametrize("body", [{"title": "Too Many Requests"}, numbered(88)])
@pytest.mark.parametrize("operation", ["publish", "read_feedback"])
def test_both_shapes_of_too_many_calls_wait_until_the_reset(
    world: XWorld, body: JSON, operation: str
) -> None:
    reset = int((world.now() + timedelta(seconds=300)).timestamp())
    for route in ("publish", "mentions"):
        world.answer_once(route, body, status=429, x_rate_limit_reset=str(reset))
    channel = world.channel()
    calls = {
        "publish": lambda: channel.publish(world.post("Trop")),
        "read_feedback": lambda: channel.read_feedback(None),
    }
    with pytest.raises(RateLimited) as caught:
        calls[operation]()
    assert 290 <= caught.value.retry_after_seconds <= 301


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    GRANTS,
)
def test_a_refused_grant_is_told_from_a_wrong_app(
    status: int, body: JSON, expected: type[NetworkError]
) -> None:
    refusal = explain_grant(Refusal(status, body), "POST x", now=NOW)
    assert type(refusal) is expected
    assert "secret" not in refusal.detail


def test_a_problem_beside_data_has_a_name_too() -> None:
    assert isinstance(named_by(problem("resource-not-found"), "x"), NotFound)
    assert named_by({"type": 5, "detail": None}, "x") is None


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"errors": [problem("resource-not-found")]}, NotFound),
        ({"errors": [problem("not-authorized-for-resource")]}, NotFound),
        ({"errors": [problem("client-forbidden")]}, ReviewRequired),
        ({"errors": ["x"]}, UnexpectedResponse),
        ({"errors": []}, UnexpectedResponse),
        ({}, UnexpectedResponse),
        ([], UnexpectedResponse),
        ({"data": "x"}, UnexpectedResponse),
        ({"meta": {"result_count": 3}}, UnexpectedResponse),
    ],
)
def test_a_success_without_data_is_no_empty_page(
    world: XWorld, body: JSON, expected: type[NetworkError]
) -> None:
    for route in ("mentions", "timeline"):
        world.answer_once(route, body)
    with pytest.raises(expected):
        world.channel().read_feedback(None)
    with pytest.raises(expected):
        world.channel().find(world.post("Absent"), since=world.now())


def test_a_page_that_says_it_is_empty_is(world: XWorld) -> None:
    world.answer_once("mentions", {"meta": {"result_count": 0}})
    assert world.channel().read_feedback(None).items == ()


def test_a_page_with_data_and_errors_is_read(world: XWorld) -> None:
    theirs = world.stranger_mentions("Bonjour ")
    data = {
        "id": theirs,
        "text": "Bonjour",
        "author_id": "5",
        "created_at": "2026-11-22T09:00:00.000Z",
    }
    absent = problem("resource-not-found", resource_type="user", resource_id="5")
    world.answer_once("mentions", {"data": [data], "errors": [absent], "meta": {"result_count": 1}})
    (item,) = world.channel().read_feedback(None).items
    assert (item.remote_id, item.author.account_id, item.author.handle) == (theirs, "5", "")


@pytest.mark.parametrize("body", ["{}", '{"data":{}}', '{"data":{"id":null}}', "[]", "{", '"x"'])
def test_a_publication_without_a_number_is_doubtful(world: XWorld, body: str) -> None:
    world.answer_once("publish", body, status=201)
    with pytest.raises(OutcomeUnknown):
        world.channel().publish(world.post("Peut-être"))


def test_a_page_of_a_firewall_neither_refuses_nor_disconnects(world: XWorld) -> None:
    page = "<html>Attention Required! | Cloudflare"
    world.answer_once("publish", page, status=403)
    with pytest.raises(OutcomeUnknown):
        world.channel().publish(world.post("Peut-être"))
    world.answer_once("lookup", page, status=404)
    with pytest.raises(NetworkUnavailable):
        world.channel().read_again(["1"])


def test_no_credits_stop_every_call_and_blame_no_access(world: XWorld) -> None:
    world.change(credits_usd=0.0)
    channel = world.channel()
    calls: list[Callable[[], object]] = [
        lambda: channel.publish(world.post("Rien")),
        lambda: channel.read_feedback(None),
        lambda: channel.read_counters(["1"]),
        lambda: channel.read_again(["1"]),
        lambda: channel.find(world.post("Rien"), since=world.now()),
        lambda: channel.delete("1"),
    ]
    for call in calls:
        with pytest.raises(QuotaExhausted) as caught:
            call()
        assert caught.value.until is None
    assert world.keeper.renewals == 0
    world.change(credits_usd=5.0)
    assert channel.publish(world.post("De nouveau")).remote_id


def test_an_app_that_is_not_enrolled_asks_for_the_vendor(world: XWorld) -> None:
    world.change(is_enrolled=False)
    with pytest.raises(ReviewRequired):
        world.channel().publish(world.post("Rien"))


def test_a_restricted_account_is_told_from_a_bad_answer(world: XWorld) -> None:
    theirs = world.stranger_mentions("Ouvert ? ")
    target = world.reply_to(theirs)
    world.change(is_restricted=True)
    with pytest.raises(PolicyBlocked):
        world.channel().publish(world.post("Oui", reply_to=target))
    with pytest.raises(PolicyBlocked):
        world.channel().publish(world.post("Bonjour"))


def test_errors_never_hold_what_x_repeats_of_us(world: XWorld) -> None:
    text = "Un secret de fabrication"
    body = json.dumps(problem(detail=text, errors=[{"message": text, "parameters": {text: []}}]))
    for status in (400, 403, 404, 429):
        world.answer_once("publish", body, status=status)
        with pytest.raises(NetworkError) as caught:
            world.channel().publish(world.post(text))
        assert text not in caught.value.detail
