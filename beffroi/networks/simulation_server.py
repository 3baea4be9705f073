"""The HTTP server under every simulator: requests, answers, and going wrong. Knows no network."""

from __future__ import annotations

import json
import logging
import socket
import socketserver
import struct
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from enum import Enum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Protocol
from urllib.parse import parse_qs, unquote, urlsplit

from beffroi.core.clock import Clock
from beffroi.networks.simulation_faults import Fault, FaultKind, Faults

logger = logging.getLogger(__name__)

_BODY_BYTES_MAX = 64_000_000
_GATEWAY_PAGE = b"<!doctype html><title>Gateway</title><p>Please wait</p>"


@dataclass(frozen=True, slots=True)
class Call:
    """One request, read completely. `params` are the named groups of its route's pattern.

    `target` is path and query as they were sent, before any decoding.
    """

    method: str
    path: str
    query: Mapping[str, list[str]]
    headers: Mapping[str, str]
    body: bytes
    params: Mapping[str, str] = field(default_factory=dict)
    target: str = ""

    def first(self, name: str, default: str = "") -> str:
        """Return one value of the query."""
        return self.query.get(name, [default])[0]

    def json(self) -> dict[str, Any]:
        """Return the body as an object. Refuses anything else with a 400."""
        try:
            parsed = json.loads(self.body or b"{}")
        except ValueError:
            parsed = None
        if not isinstance(parsed, dict):
            raise Refusal(Reply(400, {"error": "InvalidRequest", "message": "JSON is expected"}))
        return parsed


@dataclass(frozen=True, slots=True)
class Reply:
    """What the simulator answers: `data` as JSON, or `content` as it is."""

    status: int = 200
    data: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    content: bytes | None = None
    media_type: str = "application/json"

    def body(self) -> bytes:
        """Return the bytes to send."""
        if self.content is not None:
            return self.content
        return b"" if self.data is None else json.dumps(self.data).encode()


@dataclass(frozen=True, slots=True)
class Takeover(Reply):
    """What a route answers that goes on speaking: `speak` has the connection until it returns."""

    speak: Callable[[socket.socket], None] = field(default=lambda connection: None)


class Refusal(Exception):
    """Raised by a route to answer something else at once."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(reply.status)
        self.reply = reply


class Origin(Enum):
    """Where the shape of a call and of its answer comes from."""

    VENDOR = "vendor"  # the vendor's own text, specification or software
    THIRD_PARTY = "third party"  # what others saw it do
    UNCONFIRMED = "unconfirmed"  # nobody to quote: only a real server can tell


@dataclass(frozen=True, slots=True)
class Route:
    """One documented call. `path` is a regular expression that must match the whole path.

    `doubts` says, a line each, what of the shape nobody could confirm; reports list them.
    """

    name: str
    method: str
    path: str
    handler: Callable[[Call], Reply]
    origin: Origin = Origin.VENDOR
    doubts: tuple[str, ...] = ()


class Simulated(Protocol):
    """What the server asks of the world that it serves."""

    faults: Faults

    @property
    def clock(self) -> Clock:
        """Tells the simulated time."""
        ...

    def find_route(self, method: str, path: str) -> tuple[Route, Mapping[str, str]] | None:
        """Return the route of a request and the named groups of its pattern."""
        ...

    def perform(self, route: Route, call: Call) -> Reply:
        """Let a call take effect."""
        ...


class LoopbackServer(ThreadingHTTPServer):
    """Serves one world on 127.0.0.1, a thread per connection."""

    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], simulator: Simulated) -> None:
        self.simulator = simulator
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._accept, name="simulator", daemon=True)
        super().__init__(address, _Handler)

    def server_bind(self) -> None:
        """Bind without asking the resolver for our own name, which may take seconds."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = "127.0.0.1", self.server_address[1]

    def start(self) -> None:
        """Accept connections, in a thread."""
        self._thread.start()

    def _accept(self) -> None:
        """Sleep until a connection comes: unlike `serve_forever`, without waking up to look."""
        while not self._stopping.is_set():
            self.handle_request()

    def stop(self) -> None:
        """Refuse connections from now on."""
        self._stopping.set()
        with suppress(OSError), socket.create_connection(("127.0.0.1", self.server_port), 2):
            self._thread.join(5)
        self.server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Pass over callers who went away; anything else is a mistake of the simulator."""
        if not isinstance(sys.exc_info()[1], OSError):
            logger.error("the simulator failed", exc_info=sys.exc_info())


class _Handler(BaseHTTPRequestHandler):
    server: LoopbackServer
    protocol_version = "HTTP/1.1"
    server_version = "BeffroiSimulator"
    timeout = 30

    def serve(self) -> None:
        simulator = self.server.simulator
        call = self._read_call()
        found = simulator.find_route(call.method, call.path)
        if found is None:
            self._send(Reply(404, {"error": "XRPCNotSupported", "message": "no such call"}))
            return
        route, params = found
        call = replace(call, params=params)
        fault = simulator.faults.take(route.name) if route.name != "control" else None
        if fault is None:
            self._send(simulator.perform(route, call))
        else:
            self._go_wrong(fault, lambda: simulator.perform(route, call))

    def date_time_string(self, timestamp: float | None = None) -> str:
        """Write the simulated time into the Date header."""
        now = self.server.simulator.clock().timestamp()
        return super().date_time_string(now if timestamp is None else timestamp)

    def log_message(self, *args: object) -> None:
        """Say nothing: requests hold tokens."""

    def _read_call(self) -> Call:
        split = urlsplit(self.path)
        length = min(int(self.headers.get("Content-Length") or 0), _BODY_BYTES_MAX)
        return Call(
            method=self.command,
            path=unquote(split.path),
            query=parse_qs(split.query, keep_blank_values=True),
            headers={name.lower(): value for name, value in self.headers.items()},
            body=self.rfile.read(length) if length else b"",
            target=self.path,
        )

    def _send(self, reply: Reply) -> None:
        if isinstance(reply, Takeover):
            self.close_connection = True
            self.wfile.flush()
            reply.speak(self.connection)
            return
        body = reply.body()
        self._send_head(reply, length=len(body))
        self.wfile.write(body)

    def _send_head(self, reply: Reply, *, length: int) -> None:
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.media_type)
        self.send_header("Content-Length", str(length))
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.end_headers()

    def _go_wrong(self, fault: Fault, perform: Callable[[], Reply]) -> None:
        self.close_connection = True
        before, _, when = fault.kind.value.partition("_")
        if fault.kind in {FaultKind.LATE, FaultKind.HANG, FaultKind.SLOW}:
            self.server.simulator.faults.wait(fault.seconds)
            if fault.kind is not FaultKind.HANG:
                self._send(perform())
            return
        reply = perform() if when == "after" else Reply(data={})
        getattr(self, f"_wrong_{before}")(fault, reply)

    def _wrong_error(self, fault: Fault, reply: Reply) -> None:
        self._send(Reply(fault.status, headers=fault.headers, content=fault.body.encode()))

    def _wrong_cut(self, fault: Fault, reply: Reply) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()

    def _wrong_half(self, fault: Fault, reply: Reply) -> None:
        body = reply.body()
        if not body:  # half of an answer without a body is half of its first line
            self.wfile.write(f"{self.protocol_version} {reply.status}".encode())
            return
        self._send_head(reply, length=len(body))
        self.wfile.write(body[: len(body) // 2])

    def _wrong_html(self, fault: Fault, reply: Reply) -> None:
        self._send(Reply(200, content=_GATEWAY_PAGE, media_type="text/html"))

    def _wrong_drip(self, fault: Fault, reply: Reply) -> None:
        self._send_head(reply, length=1_000_000)
        for _ in range(int(fault.seconds * 20)):
            self.wfile.write(b" ")
            self.wfile.flush()
            self.server.simulator.faults.wait(0.05)

    def _wrong_huge(self, fault: Fault, reply: Reply) -> None:
        self._send(Reply(200, content=b'{"filler":"' + b"x" * 8_000_000 + b'"}'))

    def _wrong_deep(self, fault: Fault, reply: Reply) -> None:
        self._send(Reply(200, content=b"[" * 100_000 + b"]" * 100_000))

    def _wrong_redirect(self, fault: Fault, reply: Reply) -> None:
        self._send(Reply(302, headers={"Location": fault.location}, content=b""))


for _method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
    setattr(_Handler, f"do_{_method}", _Handler.serve)
