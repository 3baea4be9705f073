"""Streams through the door of adapters: what ends them has the names of any failed reading."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from beffroi.core.outbound import OutboundClient, OutboundPolicy
from beffroi.core.tests.internet import Behaviour, Server, reply
from beffroi.networks.errors import (
    AccessRevoked,
    ContentRefused,
    CursorTooOld,
    NetworkError,
    NetworkUnavailable,
    NotFound,
    RateLimited,
    UnexpectedResponse,
)
from beffroi.networks.http import NetworkHttp, error_code

LINES = reply(b"one\ntwo\n")
DOORS = ["open_lines", "open_websocket"]


@contextmanager
def serving(behaviour: Behaviour) -> Iterator[tuple[NetworkHttp, str]]:
    server = Server(behaviour)
    pair = f"127.0.0.1:{server.port}"
    try:
        yield NetworkHttp(OutboundClient(OutboundPolicy(frozenset({pair})))), pair
    finally:
        server.stop()


def open_at(http: NetworkHttp, door: str, pair: str, **more: object) -> object:
    scheme = "ws" if door == "open_websocket" else "http"
    return getattr(http, door)(f"{scheme}://{pair}/stream?token=secret", **more)


def test_lines_come_and_their_end_has_a_name() -> None:
    with serving(LINES) as (http, pair):
        live = http.open_lines(f"http://{pair}/")
        assert live.receive() == [b"one", b"two"]
        with pytest.raises(NetworkUnavailable):
            live.receive()
        live.close()


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (302, UnexpectedResponse),
        (400, ContentRefused),
        (401, AccessRevoked),
        (404, NotFound),
        (429, RateLimited),
        (503, NetworkUnavailable),
    ],
)
def test_a_refusal_has_the_name_of_its_status(
    door: str, status: int, expected: type[NetworkError]
) -> None:
    with (
        serving(reply(b"{}", status=status, headers=["Retry-After: 9"])) as (http, pair),
        pytest.raises(expected) as caught,
    ):
        open_at(http, door, pair)
    assert "secret" not in caught.value.detail
    if isinstance(caught.value, RateLimited):
        assert caught.value.retry_after_seconds == 9


@pytest.mark.parametrize("door", DOORS)
def test_a_network_may_explain_its_own_refusals(door: str) -> None:
    body = reply(b'{"error":"CursorTooOld"}', status=400)
    with serving(body) as (http, pair), pytest.raises(CursorTooOld):
        open_at(
            http,
            door,
            pair,
            explain=lambda answer, about: CursorTooOld(error_code(answer.data, "error")),
        )


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("url", ["{}://127.0.0.1:9/", "{}://[::1/", "{}://a\ud800.test/", "x"])
def test_an_address_inside_or_none_is_a_refused_address(door: str, url: str) -> None:
    http = NetworkHttp(OutboundClient(OutboundPolicy()))
    with pytest.raises(ContentRefused) as caught:
        getattr(http, door)(url.format("ws" if door == "open_websocket" else "http"))
    assert caught.value.field == "address"


@pytest.mark.parametrize("door", DOORS)
def test_nobody_there_is_an_unavailable_network(door: str) -> None:
    with serving(LINES) as (http, pair):
        pass
    with pytest.raises(NetworkUnavailable):
        open_at(http, door, pair)
