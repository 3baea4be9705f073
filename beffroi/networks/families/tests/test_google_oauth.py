"""The simulated Google refuses what Google refuses, on its page and at its door of tokens."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest

from beffroi.networks.families.google_oauth import SCOPE_PREFIX
from beffroi.networks.families.google_simulator import CLIENT_ID, CLIENT_SECRET, Authority
from beffroi.networks.simulation import VirtualClock
from beffroi.networks.simulation_server import Call, Refusal, Reply, Route

GOOD = {
    "client_id": CLIENT_ID,
    "redirect_uri": "https://beffroi.test/return/",
    "response_type": "code",
    "scope": SCOPE_PREFIX + "business.manage",
    "state": "s",
}
CLIENT = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}


@pytest.fixture
def authority() -> Authority:
    clock = VirtualClock()
    clock.freeze(datetime(2026, 11, 26, 10, 0, tzinfo=UTC))
    made = Authority(clock, "Google")
    made.reset({"martin": "Martin"})
    return made


def answer(routes: Sequence[Route], name: str, method: str, fields: dict[str, Any]) -> Reply:
    route = next(one for one in routes if (one.name, one.method) == (name, method))
    body = urlencode(fields, doseq=True).encode() if method == "POST" else b""
    query = {key: [str(value)] for key, value in fields.items()} if method == "GET" else {}
    try:
        return route.handler(Call(method, route.path, query, {}, body))
    except Refusal as refusal:
        return refusal.reply


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"client_id": "other"}, b"invalid_client"),
        ({"redirect_uri": ""}, b"invalid_request"),
        ({"response_type": "token"}, b"invalid_request"),
        ({"scope": ""}, b"invalid_scope"),
        ({"scope": "business.manage"}, b"invalid_scope"),
        ({"code_challenge": "x", "code_challenge_method": "plain"}, b"invalid_request"),
    ],
)
def test_a_wrong_request_stops_on_the_page(
    authority: Authority, change: dict[str, str], error: bytes
) -> None:
    for method in ("GET", "POST"):
        reply = answer(authority.routes(), "authorize", method, {**GOOD, **change})
        assert (reply.status, error in reply.body()) == (400, True)


@pytest.mark.parametrize(
    ("fields", "status", "error"),
    [
        ({}, 401, "invalid_client"),
        ({**CLIENT, "client_secret": "other"}, 401, "invalid_client"),
        ({**CLIENT, "grant_type": "password"}, 400, "unsupported_grant_type"),
        ({**CLIENT, "grant_type": "authorization_code", "code": "x"}, 400, "invalid_grant"),
        ({**CLIENT, "grant_type": "refresh_token", "refresh_token": "x"}, 400, "invalid_grant"),
    ],
)
def test_a_wrong_call_for_a_token_is_refused(
    authority: Authority, fields: dict[str, str], status: int, error: str
) -> None:
    reply = answer(authority.routes(), "token", "POST", fields)
    assert (reply.status, reply.data["error"]) == (status, error)


def test_a_code_dies_after_ten_minutes(authority: Authority) -> None:
    fields = {**GOOD, "decision": "allow", "allowed": GOOD["scope"], "account": "martin"}
    location = answer(authority.routes(), "authorize", "POST", fields).headers["Location"]
    code = location.partition("code=")[2].partition("&")[0].replace("%2F", "/")
    assert isinstance(authority.clock, VirtualClock)
    authority.clock.advance(timedelta(minutes=11))
    form = {**CLIENT, "grant_type": "authorization_code", "code": code, **GOOD}
    assert answer(authority.routes(), "token", "POST", form).data["error"] == "invalid_grant"


def test_an_access_token_dies_after_an_hour(authority: Authority) -> None:
    token = authority.issue("martin", ("business.manage",))["access_token"]
    call = Call("GET", "/", {}, {"authorization": f"Bearer {token}"}, b"")
    assert authority.holder(call, any_of=("business.manage",)).account_id == "martin"
    assert isinstance(authority.clock, VirtualClock)
    authority.clock.advance(timedelta(hours=1))
    with pytest.raises(Refusal) as caught:
        authority.holder(call, any_of=("business.manage",))
    assert caught.value.reply.status == 401
