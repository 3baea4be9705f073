"""Streams of lines: the guard, the limits, the ends."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.core.outbound import (
    Interrupted,
    NotSent,
    OutboundClient,
    OutboundError,
    OutboundPolicy,
)
from beffroi.core.streaming import Lines, Refused, Wire, _Gathering, open_lines
from beffroi.core.tests.hostile_urls import INSIDE_URLS
from beffroi.core.tests.internet import (
    PUBLIC,
    Behaviour,
    Internet,
    Server,
    make_certificate,
    reply,
)

Serve = Callable[[Behaviour], Server]
_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"


_opened: list[Lines] = []


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    while _opened:
        _opened.pop().close()


@pytest.fixture
def serve() -> Iterator[Serve]:
    servers: list[Server] = []

    def start(behaviour: Behaviour) -> Server:
        servers.append(Server(behaviour))
        return servers[-1]

    yield start
    for server in servers:
        server.stop()


def allowing(server: Server) -> OutboundClient:
    return OutboundClient(OutboundPolicy(frozenset({f"127.0.0.1:{server.port}"})))


def opened(server: Server, **more: object) -> Lines:
    return open_lines(allowing(server), f"http://127.0.0.1:{server.port}/s?a=b", **more)  # type: ignore[arg-type]


def told(lines: Lines, count: int) -> list[bytes]:
    _opened.append(lines)
    found: list[bytes] = []
    while len(found) < count:
        found += lines.receive()
    return found


def saying(*pieces: bytes) -> Behaviour:
    def behave(connection: socket.socket, _: bytes) -> None:
        connection.sendall(_HEAD)
        for piece in pieces:
            connection.sendall(piece)
        connection.recv(1)

    return behave


def test_lines_come_as_they_are_said(serve: Serve) -> None:
    server = serve(saying(b"event: up", b"date\r\ndata: 1\n\n:thump\n"))
    lines = opened(server, headers={"Authorization": "Bearer abc"})
    assert told(lines, 4) == [b"event: update", b"data: 1", b"", b":thump"]
    lines.close()
    (request,) = server.requests
    assert request.startswith(b"GET /s?a=b HTTP/1.1\r\n")
    assert b"authorization: Bearer abc\r\n" in request
    assert f"host: 127.0.0.1:{server.port}\r\n".encode() in request


def test_chunks_are_put_together(serve: Serve) -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"

    def behave(connection: socket.socket, _: bytes) -> None:
        connection.sendall(head + b"3\r\nda\n\r\n2\r\nta\r\n")
        connection.sendall(b"1\r\n\n\r\n0\r\n\r\n")

    lines = opened(serve(behave))
    assert told(lines, 2) == [b"da", b"ta"]
    with pytest.raises(Interrupted, match="ended"):
        told(lines, 1)


def test_a_line_too_large_is_passed_by_and_the_next_one_comes(serve: Serve) -> None:
    server = serve(saying(b"a" * 5000, b"b" * 5000 + b"\n", b"next\n"))
    assert told(opened(server, line_bytes_max=1000), 2) == [b"", b"next"]


@given(st.lists(st.binary(max_size=30)), st.integers(1, 20))
def test_pieces_make_the_same_lines_wherever_they_are_cut(pieces: list[bytes], limit: int) -> None:
    whole = b"".join(pieces)
    gathering = _Gathering(limit)
    found = [line for piece in pieces for line in gathering.add(piece)]
    wanted = [line if len(line) <= limit else b"" for line in whole.split(b"\n")[:-1]]
    assert found == [line.removesuffix(b"\r") for line in wanted]


def test_nothing_is_waited_for_longer_than_a_second(serve: Serve) -> None:
    lines, began = opened(serve(saying())), time.monotonic()
    assert lines.receive() == []
    assert time.monotonic() - began < 3
    lines.close()


def test_a_look_that_waits_for_nothing_is_no_failure(serve: Serve) -> None:
    lines = opened(serve(saying()))
    assert lines.receive(0) == []
    lines.close()


def test_silence_ends_the_stream(serve: Serve) -> None:
    lines = opened(serve(saying()), silence_seconds=0.5)
    with pytest.raises(Interrupted, match="silent"):
        told(lines, 1)


def test_a_cut_connection_is_told(serve: Serve) -> None:
    def behave(connection: socket.socket, _: bytes) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\nhalf\n")

    lines = opened(serve(behave))
    assert told(lines, 1) == [b"half"]
    with pytest.raises(Interrupted):
        told(lines, 1)


def test_a_refusal_is_told_with_its_words(serve: Serve) -> None:
    server = serve(reply(b'{"error":"no"}', status=401, headers=["Retry-After: 7"]))
    with pytest.raises(Refused) as caught:
        opened(server)
    assert (caught.value.status, caught.value.content) == (401, b'{"error":"no"}')
    assert caught.value.headers["retry-after"] == "7"


def test_a_redirect_is_not_followed(serve: Serve) -> None:
    other = serve(saying(b"x\n"))
    there = f"Location: http://127.0.0.1:{other.port}/"
    with pytest.raises(Refused) as caught:
        opened(serve(reply(b"", status=302, headers=[there])))
    assert caught.value.status == 302
    assert not other.requests


@pytest.mark.parametrize(
    "answer",
    [
        b"nonsense\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"a: b\r\n" * 100_000,
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n",
        b"",
    ],
)
def test_what_is_no_such_answer_is_an_interruption(serve: Serve, answer: bytes) -> None:
    with pytest.raises(Interrupted):
        opened(serve(lambda connection, _: connection.sendall(answer)))


def test_a_header_that_would_begin_another_is_not_sent(serve: Serve) -> None:
    server = serve(saying())
    with pytest.raises(NotSent):
        opened(server, headers={"Authorization": "a\r\nb: c"})
    assert not server.requests


@pytest.mark.parametrize("url", INSIDE_URLS)
def test_inside_addresses_are_refused_before_any_connection(url: str) -> None:
    internet = Internet()
    client = OutboundClient(OutboundPolicy(), resolve=internet.resolve, dial=internet.dial)
    with pytest.raises(OutboundError):
        open_lines(client, url)
    assert not internet.dialled


def test_the_socket_goes_to_the_address_that_was_checked(serve: Serve) -> None:
    internet = Internet()
    internet.names["outside.test"] = [[PUBLIC], ["127.0.0.1"]]
    internet.ports[PUBLIC, 80] = serve(saying(b"x\n")).port
    client = OutboundClient(OutboundPolicy(), resolve=internet.resolve, dial=internet.dial)
    assert told(open_lines(client, "http://outside.test/"), 1) == [b"x"]
    assert internet.dialled == [(PUBLIC, 80)]
    assert internet.resolved == ["outside.test"]


@pytest.mark.parametrize(("host", "is_right"), [("outside.test", True), ("other.test", False)])
def test_the_certificate_must_be_that_of_the_host(
    tmp_path: Path, host: str, is_right: bool
) -> None:
    server_tls, client_tls = make_certificate(tmp_path, "outside.test")
    server = Server(saying(b"x\n"), tls=server_tls)
    internet = Internet()
    internet.names[host] = [[PUBLIC]]
    internet.ports[PUBLIC, 443] = server.port
    client = OutboundClient(
        OutboundPolicy(), resolve=internet.resolve, dial=internet.dial, tls=client_tls
    )
    if is_right:
        assert told(open_lines(client, f"https://{host}/"), 1) == [b"x"]
    else:
        with pytest.raises(NotSent):
            open_lines(client, f"https://{host}/")
    server.stop()


def test_nobody_there_is_proof_that_nothing_left() -> None:
    internet = Internet()
    client = OutboundClient(OutboundPolicy(), resolve=internet.resolve, dial=internet.dial)
    with pytest.raises(NotSent):
        open_lines(client, "https://outside.test/")


def test_a_wire_that_is_closed_says_so() -> None:
    one, other = socket.socketpair()
    wire = Wire(one, "host", 5)
    wire.close()
    with pytest.raises(Interrupted):
        wire.send(b"x")
    other.close()
