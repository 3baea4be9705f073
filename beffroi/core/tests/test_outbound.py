from __future__ import annotations

import gzip
import json
import socket
import threading
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import httpcore2
import pytest

from beffroi import __version__
from beffroi.core.addresses import is_outside
from beffroi.core.guard import Deadline, resolve_host
from beffroi.core.outbound import (
    AddressRefused,
    Interrupted,
    NotSent,
    OutboundClient,
    OutboundError,
    OutboundPolicy,
    TooLarge,
    _read,
)
from beffroi.core.tests.hostile_urls import (
    INSIDE_IPV4,
    INSIDE_IPV6,
    INSIDE_REDIRECTS,
    INSIDE_URLS,
    OUTSIDE,
    disguises,
)
from beffroi.core.tests.internet import (
    PUBLIC,
    Behaviour,
    Internet,
    Server,
    bomb,
    make_certificate,
    reply,
    watched_sockets,
)

Serve = Callable[..., Server]


@pytest.fixture
def serve() -> Iterator[Serve]:
    servers: list[Server] = []

    def start(behaviour: Behaviour, **more: object) -> Server:
        servers.append(Server(behaviour, **more))  # type: ignore[arg-type] # only tls
        return servers[-1]

    yield start
    for server in servers:
        server.stop()


@pytest.fixture
def internet() -> Internet:
    return Internet()


def client(internet: Internet, *allow: str, **more: object) -> OutboundClient:
    policy = OutboundPolicy(frozenset(allow))
    return OutboundClient(policy, resolve=internet.resolve, dial=internet.dial, **more)  # type: ignore[arg-type] # timeout, tls...


# Where we go


@pytest.mark.parametrize("address", INSIDE_IPV4 + INSIDE_IPV6)
def test_an_address_inside_is_not_outside(address: str) -> None:
    assert not is_outside(address)


@pytest.mark.parametrize("address", INSIDE_IPV4)
def test_an_ipv4_address_hidden_in_ipv6_is_not_outside(address: str) -> None:
    assert not is_outside(f"::ffff:{address}")
    assert not is_outside(f"64:ff9b::{address}")
    assert not is_outside(f"::{address}")


@pytest.mark.parametrize("address", OUTSIDE)
def test_a_public_address_is_outside(address: str) -> None:
    assert is_outside(address)


@pytest.mark.parametrize("text", ["", "outside.test", "2606:4700::1111%eth0", "1.1.1"])
def test_what_is_not_a_plain_address_is_not_outside(text: str) -> None:
    assert not is_outside(text)


@pytest.mark.parametrize("address", INSIDE_IPV4)
def test_no_disguise_of_an_inside_address_opens_a_connection(
    internet: Internet, address: str
) -> None:
    with watched_sockets() as connected:
        for host in disguises(address):
            with pytest.raises(AddressRefused):
                client(internet).request("GET", f"http://{host}/")
    assert (internet.dialled, connected) == ([], [])


@pytest.mark.parametrize("address", INSIDE_IPV6)
def test_no_inside_ipv6_address_opens_a_connection(internet: Internet, address: str) -> None:
    with watched_sockets() as connected, pytest.raises(AddressRefused):
        client(internet).request("GET", f"http://[{address}]/")
    assert (internet.dialled, connected) == ([], [])


@pytest.mark.parametrize("url", INSIDE_URLS)
def test_no_hostile_address_opens_a_connection(internet: Internet, url: str) -> None:
    with watched_sockets() as connected, pytest.raises(OutboundError):
        client(internet).request("GET", url)
    assert (internet.dialled, connected) == ([], [])


@pytest.mark.parametrize("url", ["http://localhost/", "http://127.1/", "http://2130706433/"])
def test_the_system_s_own_resolver_leads_nowhere_inside(url: str) -> None:
    with watched_sockets() as connected, pytest.raises(AddressRefused):
        OutboundClient(OutboundPolicy()).request("GET", url)
    assert connected == []


def test_one_inside_address_among_public_ones_refuses_the_name(internet: Internet) -> None:
    internet.names["mixed.test"] = [[PUBLIC, "10.0.0.1"]]
    with pytest.raises(AddressRefused):
        client(internet).request("GET", "http://mixed.test/")
    assert internet.dialled == []


def test_a_name_that_changes_its_mind_is_asked_once_and_dialled_where_it_was_checked(
    internet: Internet, serve: Serve
) -> None:
    internet.ports[PUBLIC, 80] = serve(reply(b"public")).port
    internet.names["rebind.test"] = [[PUBLIC], ["127.0.0.1"]]
    caller = client(internet)
    assert caller.request("GET", "http://rebind.test/").content == b"public"
    assert (internet.resolved, internet.dialled) == (["rebind.test"], [(PUBLIC, 80)])
    with pytest.raises(AddressRefused):
        caller.request("GET", "http://rebind.test/")
    assert internet.dialled == [(PUBLIC, 80)]


def test_a_closed_policy_calls_what_it_names_and_nothing_else() -> None:
    policy = OutboundPolicy(frozenset({"127.0.0.1:9"}), only_these=True)
    caller = OutboundClient(policy)
    with pytest.raises(NotSent):
        caller.request("GET", "http://127.0.0.1:9/")
    for url in ("https://example.org/", "http://example.org:80/", "http://127.0.0.1:10/"):
        with pytest.raises(AddressRefused):
            caller.request("GET", url)


def test_a_private_host_is_called_when_the_policy_names_it_with_its_port(
    internet: Internet, serve: Serve
) -> None:
    server = serve(reply(b"ours"))
    internet.ports["127.0.0.1", 8000] = server.port
    caller = client(internet, "LocalHost:8000")
    assert caller.request("GET", "http://localhost:8000/").content == b"ours"
    for url in ("http://localhost/", "http://localhost:8001/", "http://127.0.0.1:8000/"):
        with pytest.raises(AddressRefused):
            caller.request("GET", url)


def test_an_ipv6_pair_of_the_policy_is_written_as_in_urls(internet: Internet) -> None:
    with pytest.raises(NotSent):
        client(internet, "[::1]:8000").request("GET", "http://[::1]:8000/")
    assert internet.dialled == [("::1", 8000)]


def test_the_next_address_is_tried_when_the_first_refuses(internet: Internet, serve: Serve) -> None:
    internet.names["two.test"] = [["1.1.1.1", PUBLIC]]
    internet.ports[PUBLIC, 80] = serve(reply()).port
    assert client(internet).request("GET", "http://two.test/").status == 200
    assert internet.dialled == [("1.1.1.1", 80), (PUBLIC, 80)]


def test_proxies_of_the_environment_are_not_used(
    internet: Internet, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    internet.ports[PUBLIC, 80] = serve(reply(b"direct")).port
    assert client(internet).request("GET", "http://outside.test/").content == b"direct"


# What we say


def test_a_request_names_beffroi_and_its_host_and_nothing_of_the_last_call(
    internet: Internet, serve: Serve
) -> None:
    server = serve(reply(headers=["Set-Cookie: session=secret"]))
    internet.ports[PUBLIC, 80] = server.port
    caller = client(internet)
    caller.request("GET", "http://outside.test/a?b=c", params={"d": "é&="})
    caller.request("POST", "http://outside.test/", json={"a": "é"}, headers={"accept": "x/y"})
    first, second = server.requests
    assert first.startswith(b"GET /a?b=c&d=%C3%A9%26%3D HTTP/1.1\r\n")
    assert b"\r\nhost: outside.test\r\n" in first.lower()
    assert f"\r\nuser-agent: beffroi/{__version__}\r\n".encode() in first.lower()
    assert b"cookie" not in second.lower()
    assert second.lower().count(b"\r\naccept: ") == 1
    assert json.loads(second.partition(b"\r\n\r\n")[2]) == {"a": "é"}


def test_a_form_with_a_file_arrives(internet: Internet, serve: Serve) -> None:
    server = serve(reply())
    internet.ports[PUBLIC, 80] = server.port
    client(internet).request(
        "POST",
        "http://outside.test/",
        data={"description": "Du pain"},
        files={"file": ("a.png", b"\x89PNG", "image/png")},
    )
    assert b"multipart/form-data" in server.requests[0]
    assert b"Du pain" in server.requests[0]


def test_a_header_cannot_be_broken_in_two(internet: Internet, serve: Serve) -> None:
    server = serve(reply())
    internet.ports[PUBLIC, 80] = server.port
    with pytest.raises(NotSent):
        client(internet).request("GET", "http://outside.test/", headers={"X-A": "b\r\nX-C: d"})
    assert server.requests == []


def test_tls_is_checked_against_the_name_and_not_the_address(
    internet: Internet, serve: Serve, tmp_path: Path
) -> None:
    server_side, trusting = make_certificate(tmp_path, "outside.test")
    internet.ports[PUBLIC, 443] = serve(reply(b"private"), tls=server_side).port
    internet.names["other.test"] = [[PUBLIC]]
    caller = client(internet, tls=trusting)
    assert caller.request("GET", "https://outside.test/").content == b"private"
    with pytest.raises(NotSent):
        caller.request("GET", "https://other.test/")


def test_a_certificate_that_nobody_vouches_for_is_refused_before_anything_is_sent(
    internet: Internet, serve: Serve, tmp_path: Path
) -> None:
    server_side, _ = make_certificate(tmp_path, "outside.test")
    server = serve(reply(), tls=server_side)
    internet.ports[PUBLIC, 443] = server.port
    with pytest.raises(NotSent):
        client(internet).request("POST", "https://outside.test/", json={"password": "x"})
    assert server.requests == []


# Redirects


def redirect(location: str, status: int = 302) -> Behaviour:
    return reply(b"", status=status, headers=[f"Location: {location}"])


def test_a_redirect_is_returned_as_it_is_unless_asked(internet: Internet, serve: Serve) -> None:
    internet.ports[PUBLIC, 80] = serve(redirect("http://outside.test/next")).port
    assert client(internet).request("GET", "http://outside.test/").status == 302
    assert len(internet.dialled) == 1


def test_a_loop_of_redirects_ends(internet: Internet, serve: Serve) -> None:
    internet.ports[PUBLIC, 80] = serve(redirect("/again")).port
    response = client(internet).request("GET", "http://outside.test/", follow_redirects=3)
    assert (response.status, len(internet.dialled)) == (302, 4)
    assert response.url == "http://outside.test/again"


@pytest.mark.parametrize("location", INSIDE_REDIRECTS)
def test_no_redirect_leads_inside(
    internet: Internet, serve: Serve, tmp_path: Path, location: str
) -> None:
    server_side, trusting = make_certificate(tmp_path, "outside.test")
    clean = location.split("\r\n")[0].replace("\x00", "%00")
    server = serve(redirect(clean.encode().decode("latin-1")), tls=server_side)
    internet.ports[PUBLIC, 443] = server.port
    with watched_sockets() as connected, suppress(OutboundError):
        client(internet, tls=trusting).request("GET", "https://outside.test/", follow_redirects=3)
    assert {address for address, _ in internet.dialled} == {PUBLIC}
    assert {port for _, port in connected} <= {server.port}


def test_a_redirect_may_not_leave_https(internet: Internet, serve: Serve, tmp_path: Path) -> None:
    server_side, trusting = make_certificate(tmp_path, "outside.test")
    internet.ports[PUBLIC, 443] = serve(redirect("http://outside.test/"), tls=server_side).port
    with pytest.raises(AddressRefused):
        client(internet, tls=trusting).request("GET", "https://outside.test/", follow_redirects=1)
    assert internet.dialled == [(PUBLIC, 443)]


def test_credentials_stay_with_the_first_host(internet: Internet, serve: Serve) -> None:
    internet.names["other.test"] = [["1.1.1.1"]]
    other = serve(reply(b"there"))
    internet.ports[PUBLIC, 80] = serve(redirect("http://other.test/x")).port
    internet.ports["1.1.1.1", 80] = other.port
    response = client(internet).request(
        "GET",
        "http://outside.test/",
        headers={"Authorization": "Bearer t", "X-Api-Key": "k", "Accept-Language": "fr"},
        follow_redirects=1,
    )
    assert (response.content, response.url) == (b"there", "http://other.test/x")
    assert b"Bearer" not in other.requests[0]
    assert b"x-api-key" not in other.requests[0].lower()
    assert b"accept-language: fr" in other.requests[0].lower()


def test_credentials_follow_on_the_same_host(internet: Internet, serve: Serve) -> None:
    answers = iter([redirect("/b", 307), reply(b"there")])
    server = serve(lambda connection, request: next(answers)(connection, request))
    internet.ports[PUBLIC, 80] = server.port
    client(internet).request(
        "POST",
        "http://outside.test/a",
        headers={"Authorization": "Bearer t"},
        content=b"body",
        follow_redirects=1,
    )
    assert server.requests[1].startswith(b"POST /b")
    assert b"Bearer t" in server.requests[1]


@pytest.mark.parametrize("status", [307, 308])
def test_a_body_is_never_handed_to_another_host(
    internet: Internet, serve: Serve, status: int
) -> None:
    internet.names["other.test"] = [["1.1.1.1"]]
    internet.ports[PUBLIC, 80] = serve(redirect("http://other.test/", status)).port
    with pytest.raises(AddressRefused):
        client(internet).request(
            "POST", "http://outside.test/", json={"password": "p"}, follow_redirects=1
        )
    assert internet.dialled == [(PUBLIC, 80)]


@pytest.mark.parametrize("status", [301, 302, 303])
def test_a_post_that_is_redirected_becomes_a_get_without_body(
    internet: Internet, serve: Serve, status: int
) -> None:
    answers = iter([redirect("/b", status), reply(b"there")])
    server = serve(lambda connection, request: next(answers)(connection, request))
    internet.ports[PUBLIC, 80] = server.port
    client(internet).request("POST", "http://outside.test/", json={"a": 1}, follow_redirects=1)
    assert server.requests[1].startswith(b"GET /b")
    assert b"content-" not in server.requests[1].lower()


def test_a_failure_after_a_redirect_is_no_proof_that_nothing_was_sent(
    internet: Internet, serve: Serve
) -> None:
    internet.names["other.test"] = [["1.1.1.1"]]
    internet.ports[PUBLIC, 80] = serve(redirect("http://other.test/")).port
    with pytest.raises(Interrupted):
        client(internet).request("GET", "http://outside.test/", follow_redirects=1)


# What can go wrong


def test_a_refused_connection_proves_that_nothing_was_sent(internet: Internet) -> None:
    with pytest.raises(NotSent):
        client(internet).request("POST", "http://outside.test/", content=b"x")


def test_a_name_without_address_proves_that_nothing_was_sent(internet: Internet) -> None:
    internet.names["nowhere.test"] = [[]]
    with pytest.raises(NotSent):
        client(internet).request("POST", "http://nowhere.test/", content=b"x")


def test_a_failing_resolver_proves_that_nothing_was_sent() -> None:
    def fail(host: str, port: int) -> list[str]:
        raise socket.gaierror(-2, "unknown")

    with pytest.raises(NotSent):
        OutboundClient(OutboundPolicy(), resolve=fail).request("GET", "http://nowhere.test/")


def test_a_resolver_that_hangs_does_not_hold_us() -> None:
    over = threading.Event()

    def hang(host: str, port: int) -> list[str]:
        over.wait(20)
        return [PUBLIC]

    started = time.monotonic()
    with pytest.raises(NotSent):
        OutboundClient(OutboundPolicy(), resolve=hang, timeout=0.2).request("GET", "http://a.test/")
    assert time.monotonic() - started < 5
    over.set()


def test_a_server_that_hangs_in_its_handshake_proves_that_nothing_was_sent(
    internet: Internet,
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        internet.ports[PUBLIC, 443] = silent.getsockname()[1]
        with pytest.raises(NotSent):
            client(internet, timeout=0.3).request("GET", "https://outside.test/")


def silence(connection: socket.socket, _: bytes) -> None:
    connection.recv(1)


def drip(connection: socket.socket, _: bytes) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
    while True:
        connection.sendall(b" ")
        time.sleep(0.02)


def drip_headers(connection: socket.socket, _: bytes) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    while True:
        connection.sendall(b"X-A: b\r\n")
        time.sleep(0.02)


def endless_informations(connection: socket.socket, _: bytes) -> None:
    while True:
        connection.sendall(b"HTTP/1.1 103 Early Hints\r\n\r\n")
        time.sleep(0.02)


@pytest.mark.parametrize("behaviour", [silence, drip, drip_headers, endless_informations])
def test_no_server_holds_us_longer_than_the_whole_call_may_last(
    internet: Internet, serve: Serve, behaviour: Behaviour
) -> None:
    internet.ports[PUBLIC, 80] = serve(behaviour).port
    started = time.monotonic()
    with pytest.raises(Interrupted):
        client(internet, timeout=0.4).request("POST", "http://outside.test/", content=b"x")
    assert time.monotonic() - started < 5


def send_raw(answer: bytes) -> Behaviour:
    return lambda connection, _: connection.sendall(answer)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Le",
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel",
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnope",
        b"HTTP/1.1 200 OK\r\n" + b"X-Filler: " + b"x" * 300_000,
    ],
    ids=["nothing", "half a head", "half a body", "half a chunk", "ssh", "no gzip", "huge head"],
)
def test_half_an_answer_is_an_interruption(internet: Internet, serve: Serve, answer: bytes) -> None:
    internet.ports[PUBLIC, 80] = serve(send_raw(answer)).port
    with pytest.raises(Interrupted):
        client(internet, timeout=5).request("POST", "http://outside.test/", content=b"x")


def test_an_answer_larger_than_the_limit_is_dropped_on_the_way(
    internet: Internet, serve: Serve
) -> None:
    internet.ports[PUBLIC, 80] = serve(reply(bytes(2_000_000))).port
    caller = client(internet, max_bytes=1_000_000)
    with pytest.raises(TooLarge):
        caller.request("GET", "http://outside.test/")
    response = caller.request("GET", "http://outside.test/", max_bytes=2_000_000)
    assert len(response.content) == 2_000_000


def test_a_compressed_answer_is_measured_as_it_swells(internet: Internet, serve: Serve) -> None:
    internet.ports[PUBLIC, 80] = serve(bomb(60_000_000)).port
    tracemalloc.start()
    try:
        with pytest.raises(TooLarge):
            client(internet, max_bytes=1_000_000).request("GET", "http://outside.test/")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 12_000_000


def test_a_compressed_answer_is_decompressed(internet: Internet, serve: Serve) -> None:
    internet.ports[PUBLIC, 80] = serve(bomb(1000)).port
    assert client(internet).request("GET", "http://outside.test/").content == bytes(1000)


@pytest.mark.parametrize(
    "headers",
    [
        ["Content-Encoding: deflate, gzip, gzip"],
        ["Content-Encoding: gzip,GZIP"],
        ["Content-Encoding: gzip", "Content-Encoding: gzip"],
    ],
)
def test_what_is_packed_more_than_once_is_not_unpacked(
    internet: Internet, serve: Serve, headers: list[str]
) -> None:
    packed = gzip.compress(gzip.compress(b"never read"))
    internet.ports[PUBLIC, 80] = serve(reply(packed, headers=headers)).port
    with pytest.raises(Interrupted, match="more than once"):
        client(internet).request("GET", "http://outside.test/")


def test_an_answer_packed_once_may_say_so_at_length(internet: Internet, serve: Serve) -> None:
    packed = reply(gzip.compress(b"ok"), headers=["Content-Encoding: identity, gzip"])
    internet.ports[PUBLIC, 80] = serve(packed).port
    assert client(internet).request("GET", "http://outside.test/").content == b"ok"


def test_an_answer_is_unpacked_no_longer_than_the_call_may_last() -> None:
    def pieces() -> Iterator[bytes]:
        yield gzip.compress(b"too late")
        raise AssertionError("read on")

    deadline = Deadline(-1)
    answer = httpcore2.Response(200, headers=[(b"content-encoding", b"gzip")], content=pieces())
    with pytest.raises(TimeoutError):
        _read(answer, url="http://outside.test/", cap=1000, deadline=deadline)


def test_an_early_refusal_of_a_large_body_is_still_read(internet: Internet, serve: Serve) -> None:
    def refuse(connection: socket.socket, _: bytes) -> None:
        connection.sendall(b"HTTP/1.1 413 Too large\r\nContent-Length: 0\r\n\r\n")
        connection.shutdown(socket.SHUT_WR)
        while connection.recv(65536):
            pass

    internet.ports[PUBLIC, 80] = serve(refuse).port
    response = client(internet).request("POST", "http://outside.test/", content=bytes(3_000_000))
    assert response.status == 413


def test_an_error_tells_neither_path_nor_query_nor_token(internet: Internet) -> None:
    with pytest.raises(NotSent) as caught:
        client(internet).request(
            "GET",
            "http://outside.test/secret-path?token=secret-query",
            headers={"Authorization": "Bearer secret-token"},
        )
    assert "secret" not in str(caught.value)


def test_an_answer_does_not_print_its_content(internet: Internet, serve: Serve) -> None:
    internet.ports[PUBLIC, 80] = serve(reply(b"secret-content")).port
    assert "secret" not in repr(client(internet).request("GET", "http://outside.test/"))


def test_the_system_s_resolver_gives_each_address_once() -> None:
    assert list(resolve_host("127.0.0.1", 80)) == ["127.0.0.1"]


def test_a_call_that_may_last_for_long_bears_longer_silences() -> None:
    assert Deadline(30).silence_seconds == 15
    assert Deadline(1000).silence_seconds == 100
