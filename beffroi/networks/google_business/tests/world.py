"""Atelier Martin in Nantes on a simulated Business Profile, seen from the outside."""

from __future__ import annotations

import json
import struct
import threading
import zlib
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

from beffroi.core.outbound import OutboundClient, OutboundPolicy
from beffroi.networks.contract_tests import MemoryKeeper, SimulatedWorld
from beffroi.networks.contracts import (
    Access,
    DeveloperApp,
    HeldBytes,
    OutgoingMedia,
)
from beffroi.networks.families.google_simulator import CLIENT_ID, CLIENT_SECRET
from beffroi.networks.google_business.adapter import GoogleBusiness, GoogleBusinessChannel
from beffroi.networks.google_business.declaration import DECLARATION
from beffroi.networks.google_business.simulator import Simulator
from beffroi.networks.google_business.simulator_state import SimulatedPost, SimulatedReview
from beffroi.networks.registry import network_http
from beffroi.networks.simulation_faults import Fault, FaultKind
from beffroi.networks.tests import consent


class _Files(BaseHTTPRequestHandler):
    """This installation's public address: Google fetches pictures there."""

    held: ClassVar[dict[str, bytes]] = {}

    def do_GET(self) -> None:
        content = self.held.get(self.path)
        self.send_response(404 if content is None else 200)
        self.send_header("Content-Length", str(len(content or b"")))
        self.end_headers()
        self.wfile.write(content or b"")

    def log_message(self, *args: object) -> None:
        """Say nothing."""


class Files:
    """Serves pictures for as long as a world lives."""

    def __init__(self) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _Files)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def serve(self, content: bytes) -> str:
        """Serve some bytes; return their address."""
        path = f"/{zlib.crc32(content):08x}-{len(_Files.held)}.png"
        _Files.held[path] = content
        return f"http://127.0.0.1:{self._server.server_address[1]}{path}"

    def stop(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()


def picture(width: int = 400, height: int = 300, *, size: int = 12_000) -> bytes:
    """Return what looks like a PNG of some size."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    start = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", len(header)) + b"IHDR" + header
    return start.ljust(size, b"\0")


class GoogleBusinessWorld(SimulatedWorld):
    simulator: Simulator
    network: GoogleBusiness
    operations = {
        "publish": "localPosts.create",
        "find": "localPosts.list",
        "feedback": "reviews.list",
        "thread": "localPosts.get",
        "again": "localPosts.get",
    }

    def __init__(self, simulator: Simulator, files: Files, *, timeout: float = 5.0) -> None:
        self.simulator = simulator
        self.files = files
        self.wait_for(seconds=timeout)
        granted = simulator.authority.issue("martin", DECLARATION.scopes)
        expires_at = simulator.clock().timestamp() + granted["expires_in"]
        self.keeper = MemoryKeeper(
            Access(
                origin=simulator.origin,
                account_id=simulator.place.whole_name,
                secrets={
                    "access_token": granted["access_token"],
                    "refresh_token": granted["refresh_token"],
                    "expires_at": str(int(expires_at)),
                },
            ),
            app=self.developer_app(""),
        )

    def wait_for(self, *, seconds: float) -> None:
        """Let the client give up after this time."""
        policy = OutboundPolicy(allow=frozenset([urlsplit(self.simulator.origin).netloc]))
        outbound = OutboundClient(policy, timeout=seconds)
        self.network = GoogleBusiness(network_http(outbound, clock=self.simulator.clock))

    def channel(self) -> GoogleBusinessChannel:
        return self.network.open(self.keeper)

    def image(self, alt_text: str = "", *, content: bytes | None = None) -> OutgoingMedia:
        """Return a picture at a public address."""
        held = picture() if content is None else content
        return OutgoingMedia(
            source=HeldBytes(held),
            media_type="image/png",
            width=400,
            height=300,
            alt_text=alt_text,
            public_url=self.files.serve(held),
        )

    def google_post(self, remote_id: str) -> SimulatedPost:
        return self.simulator.state.posts[remote_id]

    def review(self, remote_id: str) -> SimulatedReview:
        return self.simulator.state.reviews[remote_id.removesuffix("/reply")]

    def count_visible(self, text: str) -> int:
        state = self.simulator.state
        live = [one for one in state.posts.values() if state.state_of(one) != "REJECTED"]
        said = [one.reply for one in state.reviews.values()]
        return [*(one.summary for one in live), *said].count(text)

    def text_of(self, remote_id: str) -> str:
        if remote_id in self.simulator.state.posts:
            return self.google_post(remote_id).summary
        return self.review(remote_id).reply

    def alt_texts_of(self, remote_id: str) -> list[str]:
        return []

    def parent_of(self, remote_id: str) -> str | None:
        return remote_id.removesuffix("/reply") if remote_id.endswith("/reply") else None

    def text_of_length(self, length: int) -> str:
        return "é" * length

    def revoke(self) -> None:
        self.simulator.authority.revoke_all()

    def act(self, action: str, **payload: Any) -> Any:
        return self.simulator.stranger(action, payload)

    def stranger_replies(self, parent_id: str, text: str) -> str:
        """Let a customer write a review: nobody can say anything under a post."""
        return str(self.act("reply", text=text)["id"])

    def stranger_mentions(self, text: str) -> str:
        return self.stranger_replies("", text)

    def stranger_deletes(self, remote_id: str) -> None:
        self.act("delete", id=remote_id)

    def stranger_edits(self, remote_id: str, text: str) -> bool:
        self.act("edit", id=remote_id, text=text)
        return True

    def rename_stranger(self, name: str) -> None:
        self.act("rename", name=name)

    def small_pages(self, size: int) -> None:
        self.simulator.page_max = size

    def repeat_cursors(self) -> None:
        self.simulator.repeats_pages = True

    def developer_app(self, redirect_uri: str) -> DeveloperApp:
        return DeveloperApp(self.simulator.origin, CLIENT_ID, CLIENT_SECRET)

    def approve(self, authorize_url: str) -> str:
        return self.decide(authorize_url, account="martin")["code"][0]

    def decide(self, authorize_url: str, *, account: str) -> dict[str, list[str]]:
        """Press Allow on the page, as a browser does; return the query of where it leads."""
        asked = parse_qs(urlsplit(authorize_url).query)["scope"][0].split()
        return consent.press("allow", authorize_url, allowed=asked, account=account)

    def answer_once(self, route: str, body: Any, *, status: int = 200, **headers: str) -> None:
        """Let the next call of `route` get `body`, whatever it asks."""
        text = body if isinstance(body, str) else json.dumps(body)
        fault = Fault(FaultKind.ERROR_BEFORE, status=status, body=text, headers=headers)
        self.simulator.faults.add(route, fault)

    def advance(self, **time: float) -> None:
        """Move the server's clock forward."""
        self.simulator.clock.advance(timedelta(**time))
