"""The only door out: HTTP to the public internet, and nowhere else. No Django.

A request names a host; the addresses it resolves to are checked, and the socket goes to the very
address that was checked, so a name that changes its mind between the two reaches nothing inside.
One connection per request: a check is never older than the call, and a connection that died while
idle can never make an outcome doubtful.

OutboundError
├── AddressRefused   points inside, or a scheme, a port or a redirect that we do not follow
├── NotSent          proof that no byte of the request left: DNS, refused, TLS handshake
├── Interrupted      something was sent, and no complete answer came back
└── TooLarge         the answer is larger than we accept
"""

from __future__ import annotations

import functools
import socket
import ssl
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import httpcore2
import httpx2

from beffroi import __version__
from beffroi.core.guard import (
    AddressRefused,
    Deadline,
    Dialer,
    GuardedBackend,
    OutboundError,
    Resolver,
    Trip,
    dial_address,
    encrypt,
    reach,
    resolve_host,
)

__all__ = [
    "AddressRefused",
    "Interrupted",
    "NotSent",
    "OutboundClient",
    "OutboundError",
    "OutboundPolicy",
    "Response",
    "Target",
    "TooLarge",
    "target_of",
]

_SOCKET_SCHEMES = {"ws": "http", "wss": "https"}
_DEFAULT_PORTS = {"http": 80, "https": 443}
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
#: What a redirect to another host may still carry: nothing that tells who we are.
_HARMLESS_HEADERS = frozenset({"accept", "accept-language", "user-agent"})


class NotSent(OutboundError):
    """No byte of the request left this machine: it is safe to make the same call again."""


class Interrupted(OutboundError):
    """The request left, at least in part, and no complete answer came back."""


class TooLarge(OutboundError):
    """The answer is larger than the limit of this call, once decompressed."""


@dataclass(frozen=True, slots=True)
class OutboundPolicy:
    """What may be called besides the public internet: "host:port" pairs, as written in URLs.

    `only_these` leaves out the public internet.
    """

    allow: frozenset[str] = frozenset()
    only_these: bool = False

    def allows(self, host: str, port: int) -> bool:
        """Tell whether this very host and port may be private, on any port."""
        shown = f"[{host}]" if ":" in host else host
        return f"{shown}:{port}".lower() in {pair.lower() for pair in self.allow}


@dataclass(frozen=True, slots=True)
class Response:
    """A complete answer. `headers` ignores case; `content` is decompressed; `url` is the last."""

    status: int
    headers: Mapping[str, str]
    content: bytes = field(repr=False)
    url: str


@dataclass(frozen=True, slots=True)
class Target:
    """What a request line and its Host header are made of."""

    host: str
    authority: str
    path: str


def target_of(url: str) -> Target:
    """Read an address without asking whether it may be called. Raises AddressRefused."""
    parsed = _parse(url)
    return Target(parsed.host, parsed.netloc.decode("ascii"), parsed.raw_path.decode("ascii"))


@functools.cache
def _system_trust() -> ssl.SSLContext:
    """Load the authorities that this machine trusts, once: it takes longer than a request."""
    return httpcore2.default_ssl_context()


class OutboundClient:
    """Makes HTTP requests. Keeps nothing between two of them: no cookie, no connection.

    Safe to share between threads. `timeout` bounds a whole call in seconds, redirects and body
    included; `max_bytes` bounds the decompressed answer.
    """

    def __init__(
        self,
        policy: OutboundPolicy,
        *,
        timeout: float = 30.0,
        max_bytes: int = 5_000_000,
        resolve: Resolver = resolve_host,
        dial: Dialer = dial_address,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._policy = policy
        self._timeout = timeout
        self._max_bytes = max_bytes
        self._resolve = resolve
        self._dial = dial
        self._tls = tls or _system_trust()

    def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        content: bytes | Iterable[bytes] | None = None,
        json: object = None,
        data: Mapping[str, Any] | None = None,
        files: Mapping[str, Any] | None = None,
        params: Mapping[str, Any] | None = None,
        timeout: float | None = None,
        max_bytes: int | None = None,
        follow_redirects: int = 0,
    ) -> Response:
        """Send one request and return its complete answer, whatever its status.

        At most `follow_redirects` redirects are followed, each checked like a first call; what
        comes after them is returned as it is. `content` in pieces is sent as it comes; whoever
        gives them names their Content-Length. Raises an OutboundError.
        """
        body = {"content": content, "json": json, "data": data, "files": files}
        call = _Call(method.upper(), _parse(url, params), dict(headers or {}), body)
        deadline = Deadline(self._timeout if timeout is None else timeout)
        cap = self._max_bytes if max_bytes is None else max_bytes
        response = self._send(call, deadline=deadline, cap=cap)
        for _ in range(follow_redirects):
            following = _redirected(call, response)
            if following is None:
                break
            call = following
            try:
                response = self._send(call, deadline=deadline, cap=cap)
            except NotSent as error:  # the first request did leave
                raise Interrupted(str(error)) from error
        return response

    def connect(self, url: str, *, seconds: float) -> socket.socket:
        """Open a checked connection for what is no single request, encrypted for https and wss.

        Raises AddressRefused, or NotSent when it is not there within `seconds`.
        """
        parsed = _parse(url)
        if parsed.scheme in _SOCKET_SCHEMES:
            parsed = parsed.copy_with(scheme=_SOCKET_SCHEMES[parsed.scheme])
        host, port = _checked_destination(parsed, self._policy)
        deadline = Deadline(seconds)
        try:
            connected = reach(
                host,
                port,
                deadline=deadline,
                resolve=self._resolve,
                dial=self._dial,
                anywhere=self._policy.allows(host, port),
            )
            if parsed.scheme == "https":
                return encrypt(connected, host, tls=self._tls, deadline=deadline)
        except (OSError, ValueError) as error:
            raise NotSent(f"{host}:{port}: {type(error).__name__}") from error
        return connected

    def _send(self, call: _Call, *, deadline: Deadline, cap: int) -> Response:
        host, port = _checked_destination(call.url, self._policy)
        trip = Trip(deadline)
        backend = GuardedBackend(
            trip,
            resolve=self._resolve,
            dial=self._dial,
            anywhere=self._policy.allows(host, port),
        )
        try:
            return _exchange(call, backend=backend, tls=self._tls, cap=cap, deadline=deadline)
        except (
            httpcore2.NetworkError,
            httpcore2.TimeoutException,
            httpcore2.ProtocolError,
            httpx2.DecodingError,
            OSError,
        ) as error:
            reason = f"{host}:{port}: {type(error).__name__}"
            raise (Interrupted if trip.sent else NotSent)(reason) from error


@dataclass(frozen=True, slots=True)
class _Call:
    method: str
    url: httpx2.URL
    headers: dict[str, str]
    body: dict[str, Any]


def _parse(url: str, params: Mapping[str, Any] | None = None) -> httpx2.URL:
    try:
        parsed = httpx2.URL(url)
        return parsed.copy_merge_params(params) if params else parsed
    except (httpx2.InvalidURL, ValueError) as error:  # a name that IDNA refuses is a ValueError
        raise AddressRefused("this is not an address") from error


def _checked_destination(url: httpx2.URL, policy: OutboundPolicy) -> tuple[str, int]:
    """Return host and port. The addresses behind the host are checked later, when connecting."""
    if url.scheme not in _DEFAULT_PORTS or not url.host:
        raise AddressRefused("only http and https addresses are called")
    if url.userinfo or "%" in url.host:
        raise AddressRefused("an address may hold no credentials and no name of an interface")
    host, port = url.raw_host.decode("ascii"), url.port or _DEFAULT_PORTS[url.scheme]
    is_usual = port in _DEFAULT_PORTS.values() and not policy.only_these
    if not is_usual and not policy.allows(host, port):
        raise AddressRefused(f"{host}:{port}: this port is not called")
    return host, port


def _exchange(
    call: _Call,
    *,
    backend: httpcore2.NetworkBackend,
    tls: ssl.SSLContext,
    cap: int,
    deadline: Deadline,
) -> Response:
    request = httpx2.Request(call.method, call.url, headers=_headers(call), **call.body)
    url = httpcore2.URL(
        scheme=call.url.raw_scheme,
        host=call.url.raw_host,
        port=call.url.port,
        target=call.url.raw_path,
    )
    connection = httpcore2.HTTPConnection(url.origin, ssl_context=tls, network_backend=backend)
    try:
        answer = connection.handle_request(
            httpcore2.Request(
                request.method, url, headers=request.headers.raw, content=request.stream
            )
        )
        return _read(answer, url=str(call.url), cap=cap, deadline=deadline)
    finally:
        connection.close()


def _headers(call: _Call) -> list[tuple[bytes, bytes]]:
    """Return our own headers under those of the call; bytes, for a token may hold anything."""
    wanted = {
        "accept": "*/*",
        "user-agent": f"Beffroi/{__version__}",
        **{name.lower(): value for name, value in call.headers.items()},
        "accept-encoding": "gzip, deflate",
        "connection": "close",
    }
    return [(name.encode(), value.encode()) for name, value in wanted.items()]


class _RawBody(httpx2.SyncByteStream):
    """What comes in, as long as the call may last: unpacking takes time that no socket sees."""

    def __init__(self, stream: Iterable[bytes], deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._stream:
            self._deadline.within(0)
            yield piece


def _read(answer: httpcore2.Response, *, url: str, cap: int, deadline: Deadline) -> Response:
    if not isinstance(answer.stream, Iterable):
        raise TypeError("an asynchronous answer to a synchronous request")
    incoming = httpx2.Response(
        answer.status, headers=answer.headers, stream=_RawBody(answer.stream, deadline)
    )
    _refuse_nested(incoming, url)
    content = bytearray()
    for chunk in incoming.iter_bytes():
        content += chunk
        if max(len(content), incoming.num_bytes_downloaded) > cap:
            raise TooLarge(f"{httpx2.URL(url).host}: more than {cap} bytes")
    return Response(answer.status, incoming.headers, bytes(content), url)


def _refuse_nested(incoming: httpx2.Response, url: str) -> None:
    """Refuse what was packed more than once: each packing makes it a thousand times larger."""
    told = incoming.headers.get("content-encoding", "").split(",")
    if sum(one.strip().lower() not in {"", "identity"} for one in told) > 1:
        raise Interrupted(f"{httpx2.URL(url).host}: packed more than once")


def _redirected(call: _Call, response: Response) -> _Call | None:
    """Return the call that `response` asks for, None when it is no redirect."""
    location = response.headers.get("location", "")
    if response.status not in _REDIRECTS or not location:
        return None
    try:
        target = call.url.join(location)
    except (httpx2.InvalidURL, ValueError) as error:
        raise AddressRefused("a redirect leads to no address") from error
    if call.url.scheme == "https" and target.scheme != "https":
        raise AddressRefused("a redirect leaves https")
    following = replace(call, url=target)
    if response.status == 303 or (response.status in {301, 302} and call.method == "POST"):
        method = "HEAD" if call.method == "HEAD" else "GET"
        kept = {k: v for k, v in call.headers.items() if not k.lower().startswith("content-")}
        following = replace(following, method=method, headers=kept, body={})
    return following if _same_origin(call.url, target) else _stripped(following)


def _same_origin(one: httpx2.URL, other: httpx2.URL) -> bool:
    return (one.scheme, one.raw_host, one.port) == (other.scheme, other.raw_host, other.port)


def _stripped(call: _Call) -> _Call:
    """Return `call` without anything that was meant for the first host alone."""
    if any(part is not None for part in call.body.values()):
        raise AddressRefused("a redirect asks to hand what we send to another host")
    kept = {key: value for key, value in call.headers.items() if key.lower() in _HARMLESS_HEADERS}
    return replace(call, headers=kept)
