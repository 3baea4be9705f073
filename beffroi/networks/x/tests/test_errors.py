"""Every refusal that X is known to give, and the name that it gets."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from beffroi.networks.errors import (
    AccessRevoked,
    AppMisconfigured,
    ContentRefused,
    DuplicateContent,
    NetworkError,
    NetworkUnavailable,
    NotFound,
    OutcomeUnknown,
    PermissionLost,
    PolicyBlocked,
    QuotaExhausted,
    RateLimited,
    ReviewRequired,
    UnexpectedResponse,
)
from beffroi.networks.json_text import JSON
from beffroi.networks.x.errors import StaleAccess, explain, explain_grant, named_by
from beffroi.networks.x.tests.world import XWorld

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
RESET = {"x-rate-limit-reset": str(int(NOW.timestamp()) + 240)}


@dataclass(frozen=True)
class Refusal:
    status: int
    data: JSON
    headers: Mapping[str, str] = field(default_factory=dict)


def problem(kind: str = "", detail: str = "", **more: Any) -> dict[str, Any]:
    address = f"https://api.x.com/2/problems/{kind}" if kind else "about:blank"
    return {"title": "Forbidden", "detail": detail, "type": address, **more}


def numbered(code: int) -> dict[str, Any]:
    return {"errors": [{"code": code, "message": "…"}]}


UNAUTHORIZED: JSON = {"title": "Unauthorized", "detail": "Unauthorized", "type": "about:blank"}
CREDITS: JSON = {
    "title": "Payment Required",
    "detail": "credits depleted",
    "type": "https://api.x.com/2/problems/credits-depleted",
}
NOT_ASKED = (
    "Reply to this conversation is not allowed because you have not been mentioned or otherwise "
    "engaged by the author of the post you are replying to."
)


def invalid(parameter: str) -> dict[str, Any]:
    errors = [{"parameters": {parameter: ["x"]}, "message": "The parameter is not valid"}]
    return problem("invalid-request", "One or more parameters was invalid.", errors=errors)


#: Status, body, the name it gets, and what the name says besides.
NAMED: list[tuple[int, JSON, type[NetworkError], dict[str, Any]]] = [
    (401, UNAUTHORIZED, StaleAccess, {}),
    (401, numbered(89), StaleAccess, {}),
    (401, numbered(32), StaleAccess, {}),
    (401, None, StaleAccess, {}),
    (402, CREDITS, QuotaExhausted, {"until": None}),
    (403, CREDITS, QuotaExhausted, {"until": None}),
    (402, {"title": "Payment Required"}, QuotaExhausted, {"until": None}),
    (402, None, QuotaExhausted, {"until": None}),
    (429, problem("usage-capped", "Monthly cap"), QuotaExhausted, {"until": None}),
    (403, problem("usage-capped", "Monthly cap"), QuotaExhausted, {"until": None}),
    (
        403,
        problem(detail="You are not allowed to create a Tweet with duplicate content."),
        DuplicateContent,
        {"remote_id": ""},
    ),
    (403, numbered(187), DuplicateContent, {"remote_id": ""}),
    (403, problem(detail="You are not permitted to perform this action."), PolicyBlocked, {}),
    (403, problem(detail="Something that nobody wrote down"), PolicyBlocked, {}),
    (403, {"detail": "Something else"}, PolicyBlocked, {}),
    (403, numbered(999), PolicyBlocked, {}),
    (403, {"title": "Forbidden"}, PermissionLost, {}),
    (401, {"detail": "Unauthorized"}, StaleAccess, {}),
    (403, numbered(226), PolicyBlocked, {}),
    (403, numbered(326), PolicyBlocked, {}),
    (403, numbered(64), PolicyBlocked, {}),
    (403, problem(detail=NOT_ASKED), ContentRefused, {"field": "reply_to"}),
    (
        403,
        problem(
            detail="You can only reply to or quote posts where you are mentioned or are the author."
        ),
        ContentRefused,
        {"field": "reply_to"},
    ),
    (
        403,
        problem(detail="You attempted to reply to a Tweet that is deleted or not visible to you."),
        ContentRefused,
        {"field": "reply_to"},
    ),
    (403, numbered(385), ContentRefused, {"field": "reply_to"}),
    (
        403,
        problem(detail="Your Tweet text is too long."),
        ContentRefused,
        {"field": "text", "limit": 280},
    ),
    (403, numbered(186), ContentRefused, {"field": "text", "limit": 280}),
    (400, problem(detail="Your media IDs are invalid."), ContentRefused, {"field": "media"}),
    (400, invalid("text"), ContentRefused, {"field": "text"}),
    (400, invalid("media.media_ids"), ContentRefused, {"field": "media"}),
    (400, invalid("reply.in_reply_to_tweet_id"), ContentRefused, {"field": "reply_to"}),
    (400, invalid("something"), ContentRefused, {"field": "text"}),
    (403, problem("client-forbidden", reason="client-not-enrolled"), ReviewRequired, {}),
    (403, problem("client-forbidden", reason="official-client-forbidden"), ReviewRequired, {}),
    (403, numbered(453), ReviewRequired, {}),
    (403, numbered(99), AppMisconfigured, {}),
    (403, problem("unsupported-authentication"), AppMisconfigured, {}),
    (403, problem("oauth1-permissions"), AppMisconfigured, {}),
    (403, problem(detail="Forbidden"), PermissionLost, {}),
    (403, problem("not-authorized-for-resource"), NotFound, {}),
    (404, problem("resource-not-found"), NotFound, {}),
    (404, numbered(144), NotFound, {}),
    (429, {"title": "Too Many Requests"}, RateLimited, {"retry_after_seconds": 240}),
    (429, numbered(88), RateLimited, {"retry_after_seconds": 240}),
    (403, numbered(88), RateLimited, {"retry_after_seconds": 240}),
    (429, problem("rate-limit-exceeded"), RateLimited, {"retry_after_seconds": 240}),
    (403, None, NetworkUnavailable, {}),
    (404, None, NetworkUnavailable, {}),
    (410, None, NetworkUnavailable, {}),
]


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
    [
        (400, {"error": "invalid_request", "error_description": "secret"}, AccessRevoked),
        (400, {"error": "invalid_grant"}, AccessRevoked),
        (401, {"error": "unauthorized_client"}, AppMisconfigured),
        (401, {"error": "invalid_client"}, AppMisconfigured),
        (401, None, AppMisconfigured),
        (402, CREDITS, QuotaExhausted),
        (429, numbered(88), RateLimited),
        (403, None, NetworkUnavailable),
    ],
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
