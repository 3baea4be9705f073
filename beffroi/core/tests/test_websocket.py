"""WebSockets: the guard, the limits, the ends. The server's frames are made by hand."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from queue import Queue

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.client import ClientProtocol
from websockets.frames import Frame, Opcode
from websockets.uri import parse_uri
from websockets.utils import accept_key

from beffroi.core.outbound import (
    AddressRefused,
    Interrupted,
    NotSent,
    OutboundClient,
    OutboundError,
    OutboundPolicy,
)
from beffroi.core.streaming import Refused
from beffroi.core.tests.hostile_urls import INSIDE_URLS
from beffroi.core.tests.internet import (
    PUBLIC,
    Behaviour,
    Internet,
    Server,
    make_certificate,
    reply,
)
from beffroi.core.websocket import Sieve, WebSocket, _Answer, open_websocket

Serve = Callable[[Behaviour], Server]


_opened: list[WebSocket] = []


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


def frame(opcode: Opcode, data: bytes = b"", *, fin: bool = True) -> bytes:
    return Frame(opcode, data, fin=fin).serialize(mask=False)


def text(data: bytes) -> bytes:
    return frame(Opcode.TEXT, data)


def switch(request: bytes, *more: str) -> bytes:
    key = re.search(rb"(?i)sec-websocket-key: (\S+)", request)
    assert key
    head = [
        "HTTP/1.1 101 Switching Protocols",
        "Upgrade: websocket",
        "Connection: Upgrade",
        f"Sec-WebSocket-Accept: {accept_key(key[1].decode())}",
        *more,
    ]
    return "\r\n".join(head).encode() + b"\r\n\r\n"


def saying(*pieces: bytes, back: Queue[bytes] | None = None) -> Behaviour:
    """Switch, say each piece, then wait for the other side to leave."""

    def behave(connection: socket.socket, request: bytes) -> None:
        connection.sendall(switch(request) + b"".join(pieces[:1]))
        for piece in pieces[1:]:
            connection.sendall(piece)
        while heard := connection.recv(1000):
            (back if back is not None else Queue()).put(heard)

    return behave


def opened(server: Server, **more: object) -> WebSocket:
    client = OutboundClient(OutboundPolicy(frozenset({f"127.0.0.1:{server.port}"})))
    return open_websocket(client, f"ws://127.0.0.1:{server.port}/s?a=b", **more)  # type: ignore[arg-type]


def told(stream: WebSocket, count: int) -> list[bytes]:
    _opened.append(stream)
    found: list[bytes] = []
    while len(found) < count:
        found += stream.receive()
    return found


def test_messages_come_in_order_also_those_beside_the_answer(serve: Serve) -> None:
    server = serve(saying(text(b"one"), text(b"two") + frame(Opcode.BINARY, b"\xff")))
    stream = opened(server, headers={"Authorization": "Bearer abc"}, subprotocols=["token"])
    assert told(stream, 3) == [b"one", b"two", b"\xff"]
    stream.close()
    (request,) = server.requests
    assert request.startswith(b"GET /s?a=b HTTP/1.1\r\n")
    assert b"Authorization: Bearer abc\r\n" in request
    assert b"Sec-WebSocket-Protocol: token\r\n" in request
    assert b"permessage-deflate" not in request


def test_much_may_come_right_behind_the_answer() -> None:
    protocol = ClientProtocol(parse_uri("ws://outside.test/"))
    protocol.send_request(protocol.connect())
    request = b"".join(protocol.data_to_send())
    answer = _Answer(protocol, "outside.test")
    assert answer.add(switch(request) + bytes(1_000_000))
    assert answer.rest == bytes(1_000_000)


def test_parts_make_a_message_with_pings_between(serve: Serve) -> None:
    parts = [
        frame(Opcode.TEXT, b"on", fin=False),
        frame(Opcode.PING, b"?"),
        frame(Opcode.CONT, b"e"),
    ]
    back: Queue[bytes] = Queue()
    stream = opened(serve(saying(*parts, back=back)))
    assert told(stream, 1) == [b"one"]
    stream.close()
    pong = back.get(timeout=5)
    assert pong[0] == 0x80 | Opcode.PONG
    assert pong[1] & 0x80  # a client masks


def test_a_giant_message_is_passed_by_and_the_next_one_comes(serve: Serve) -> None:
    server = serve(saying(text(b"a"), text(b"g" * 300_000), text(b"b")))
    stream = opened(server, message_bytes_max=1000)
    assert told(stream, 3) == [b"a", b"", b"b"]


def test_a_message_beyond_all_measure_ends_the_stream(serve: Serve) -> None:
    head = bytes((0x81, 127)) + (2**62).to_bytes(8)
    with pytest.raises(Interrupted):
        told(opened(serve(saying(text(b"a"), head))), 2)


@pytest.mark.parametrize("sizes", [(900, 900), (900, 90, 11, 0), (10, 9_000, 10), (9_000, 10)])
def test_a_giant_message_in_parts_is_passed_by_and_the_next_one_comes(
    serve: Serve, sizes: Sequence[int]
) -> None:
    def parts(*sizes: int) -> list[bytes]:
        opcodes = [Opcode.TEXT, *[Opcode.CONT] * (len(sizes) - 1)]
        last = len(sizes) - 1
        return [
            frame(opcode, b"a" * size, fin=place == last) + frame(Opcode.PING, b"?")
            for place, (opcode, size) in enumerate(zip(opcodes, sizes, strict=True))
        ]

    server = serve(saying(text(b"a"), *parts(*sizes), *parts(500, 500), text(b"b")))
    stream = opened(server, message_bytes_max=1000)
    assert told(stream, 4) == [b"a", b"", b"a" * 1000, b"b"]


def test_parts_beyond_all_measure_end_the_stream(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("beffroi.core.websocket._PASSED_BY_BYTES_MAX", 5_000)
    parts = [frame(Opcode.TEXT, fin=False), *[frame(Opcode.CONT, b"a" * 900, fin=False)] * 6]
    with pytest.raises(Interrupted, match="measure"):
        told(opened(serve(saying(*parts)), message_bytes_max=1000), 1)


@given(
    st.lists(st.tuples(st.sampled_from([0, 5, 125, 126, 400, 70_000]), st.booleans()), max_size=8),
    st.lists(st.sampled_from([1, 2, 3, 130, 9_000, 90_000]), min_size=1, max_size=5),
)
def test_the_sieve_empties_giants_wherever_the_bytes_are_cut(
    sizes: Sequence[tuple[int, bool]], cuts: Sequence[int]
) -> None:
    def frames(limit: int) -> bytes:
        opcodes = [Opcode.TEXT if is_text else Opcode.BINARY for _, is_text in sizes]
        kept = [b"x" * size if size <= limit else b"" for size, _ in sizes]
        return b"".join(map(frame, opcodes, kept))

    sieve, whole, found = Sieve(400), frames(10**9), b""
    for cut in [*cuts, 10**9]:
        found += sieve.sift(whole[:cut])
        whole = whole[cut:]
    assert found == frames(400)


def test_nothing_is_waited_for_longer_than_a_second(serve: Serve) -> None:
    stream, began = opened(serve(saying())), time.monotonic()
    assert stream.receive() == []
    assert time.monotonic() - began < 3
    stream.close()


def test_a_quiet_stream_is_asked_whether_it_lives(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("beffroi.core.websocket._PING_AFTER_SECONDS", 0.0)
    back: Queue[bytes] = Queue()
    stream = opened(serve(saying(back=back)))
    stream.receive()
    stream.receive()
    stream.close()
    assert back.get(timeout=5)[0] == 0x80 | Opcode.PING


def test_a_look_that_waits_for_nothing_is_no_failure(serve: Serve) -> None:
    stream = opened(serve(saying()))
    assert stream.receive(0) == []
    stream.close()


def test_silence_ends_the_stream(serve: Serve) -> None:
    stream = opened(serve(saying()), silence_seconds=0.5)
    with pytest.raises(Interrupted, match="silent"):
        told(stream, 1)


@pytest.mark.parametrize(
    "last",
    [
        frame(Opcode.CLOSE, (1008).to_bytes(2) + b"ConsumerTooSlow"),
        text(b"cut")[:3],
        b"\xff\xff",
        frame(Opcode.CONT, b"alone"),
        b"\x81\x81\x00\x00\x00\x00m",  # masked, as only clients do
    ],
)
def test_what_came_before_the_end_is_told_first(serve: Serve, last: bytes) -> None:
    def behave(connection: socket.socket, request: bytes) -> None:
        connection.sendall(switch(request) + text(b"kept") + last)

    stream = opened(serve(behave))
    assert told(stream, 1) == [b"kept"]
    with pytest.raises(Interrupted):
        told(stream, 1)


@pytest.mark.parametrize("is_told", [True, False])
def test_a_refusal_is_told_with_its_words(serve: Serve, is_told: bool) -> None:
    body = b'{"error":"CursorTooOld"}'
    length = f"Content-Length: {len(body)}\r\n" if is_told else ""
    answer = f"HTTP/1.1 400 Bad\r\n{length}Retry-After: 7\r\n\r\n".encode() + body

    def behave(connection: socket.socket, _: bytes) -> None:
        for place in range(0, len(answer), 9):
            connection.sendall(answer[place : place + 9])
            time.sleep(0.001)

    with pytest.raises(Refused) as caught:
        opened(serve(behave))
    assert (caught.value.status, caught.value.content) == (400, body)
    assert caught.value.headers["retry-after"] == "7"


def test_a_redirect_is_not_followed(serve: Serve) -> None:
    other = serve(saying(text(b"x")))
    there = f"Location: ws://127.0.0.1:{other.port}/"
    with pytest.raises(Refused) as caught:
        opened(serve(reply(b"", status=302, headers=[there])))
    assert caught.value.status == 302
    assert not other.requests


@pytest.mark.parametrize(
    "answer",
    [
        b"nonsense\r\n\r\n",
        b"HTTP/1.1 101 Switching Protocols\r\n\r\n",
        b"HTTP/1.1 101 Switching Protocols\r\n" + b"a: b\r\n" * 100_000,
        b"HTTP/1.1 200 OK\r\nContent-Length: 9999999\r\n\r\n" + b"a" * 200_000,
        b"",
    ],
)
def test_what_is_no_such_answer_is_an_interruption(serve: Serve, answer: bytes) -> None:
    with pytest.raises(Interrupted):
        opened(serve(lambda connection, _: connection.sendall(answer)))


def test_a_packing_that_was_not_asked_for_is_refused(serve: Serve) -> None:
    packed = "Sec-WebSocket-Extensions: permessage-deflate"
    with pytest.raises(Interrupted):
        opened(serve(lambda connection, said: connection.sendall(switch(said, packed))))


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
        open_websocket(client, url.replace("http", "ws", 1))
    assert not internet.dialled


@pytest.mark.parametrize(
    "url", ["ws://user:word@outside.test/", "ws://outside.test:6379/", "http://outside.test/"]
)
def test_credentials_odd_ports_and_other_schemes_are_refused(url: str) -> None:
    internet = Internet()
    client = OutboundClient(OutboundPolicy(), resolve=internet.resolve, dial=internet.dial)
    with pytest.raises(AddressRefused):
        open_websocket(client, url)
    assert not internet.dialled


def test_the_socket_goes_to_the_address_that_was_checked(serve: Serve) -> None:
    internet = Internet()
    internet.names["outside.test"] = [[PUBLIC], ["127.0.0.1"]]
    internet.ports[PUBLIC, 80] = serve(saying(text(b"x"))).port
    client = OutboundClient(OutboundPolicy(), resolve=internet.resolve, dial=internet.dial)
    assert told(open_websocket(client, "ws://outside.test/"), 1) == [b"x"]
    assert internet.dialled == [(PUBLIC, 80)]


@pytest.mark.parametrize(("host", "is_right"), [("outside.test", True), ("other.test", False)])
def test_the_certificate_must_be_that_of_the_host(
    tmp_path: Path, host: str, is_right: bool
) -> None:
    server_tls, client_tls = make_certificate(tmp_path, "outside.test")
    server = Server(saying(text(b"x")), tls=server_tls)
    internet = Internet()
    internet.names[host] = [[PUBLIC]]
    internet.ports[PUBLIC, 443] = server.port
    client = OutboundClient(
        OutboundPolicy(), resolve=internet.resolve, dial=internet.dial, tls=client_tls
    )
    if is_right:
        assert told(open_websocket(client, f"wss://{host}/"), 1) == [b"x"]
    else:
        with pytest.raises(NotSent):
            open_websocket(client, f"wss://{host}/")
    server.stop()
