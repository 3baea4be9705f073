"""Sites on a small internet: pages by host and path, served on loopback under public addresses."""

from __future__ import annotations

import socket
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from beffroi.core.outbound import OutboundClient, OutboundPolicy
from beffroi.core.tests.internet import PUBLIC, Internet, Server, make_certificate
from beffroi.sitecheck.visiting import Visit, visit

AGENT = "BeffroiSiteCheck/0 (+https://beffroi.test/website-check/robot/)"
HTML = {"Content-Type": "text/html; charset=utf-8"}
NOT_FOUND = 404
#: Hosts below this one have a certificate.
SOCIAL = "social.test"


@dataclass(frozen=True)
class Answer:
    """What a server says to one path; one that `hangs` says nothing until the test is over."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: HTML)
    hangs: bool = False


@dataclass
class Places:
    """A few sites; `asked` is what their servers were asked for, in its order."""

    folder: Path
    internet: Internet = field(default_factory=Internet)
    answers: dict[tuple[str, str], Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    over: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.server = Server(self._serve)
        self.internet.ports[PUBLIC, 80] = self.server.port
        served, self.trusted = make_certificate(self.folder, f"*.{SOCIAL}")
        self.safe_server = Server(self._serve, tls=served)
        self.internet.ports[PUBLIC, 443] = self.safe_server.port

    def put(self, address: str, body: bytes | str = b"", **more: object) -> None:
        """Have `host/path` answer."""
        host, slash, path = address.partition("/")
        self.internet.names[host] = [[PUBLIC]]
        content = body.encode() if isinstance(body, str) else body
        self.answers[host, slash + path or "/"] = Answer(content, **more)  # type: ignore[arg-type]

    def visit(self, address: str, *, may_fall_back: bool = False) -> Visit:
        """Read a site of this internet."""
        return visit(address, client=self.client(), agent=AGENT, may_fall_back=may_fall_back)

    def client(self) -> OutboundClient:
        """Return a client that knows no other internet."""
        return OutboundClient(
            OutboundPolicy(),
            resolve=self.internet.resolve,
            dial=self.internet.dial,
            tls=self.trusted,
        )

    def stop(self) -> None:
        """End every connection and the server."""
        self.over.set()
        self.server.stop()
        self.safe_server.stop()

    def _serve(self, connection: socket.socket, request: bytes) -> None:
        head = request.decode("latin-1")
        path = head.split(" ", 2)[1]
        lines = dict(line.split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
        told = {name.lower(): value for name, value in lines.items()}
        self.agents.add(told.get("user-agent", ""))
        self.asked.append(f"{told['host']}{path}")
        answer = self.answers.get((told["host"], path), Answer(status=NOT_FOUND))
        if answer.hangs:
            self.over.wait(15)
        headers = "".join(f"{name}: {value}\r\n" for name, value in answer.headers.items())
        first = f"HTTP/1.1 {answer.status} X\r\nContent-Length: {len(answer.body)}\r\n{headers}\r\n"
        connection.sendall(first.encode("latin-1") + answer.body)
