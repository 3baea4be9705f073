"""Atelier Martin on a simulated Instagram, seen from the outside."""

from __future__ import annotations

import json
import threading
from datetime import timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any
from urllib.parse import urlsplit

from beffroi.core.outbound import OutboundClient, OutboundPolicy
from beffroi.networks import registry
from beffroi.networks.contracts import (
    Access,
    DeveloperApp,
    Handshake,
    HeldBytes,
    MediaKind,
    OutgoingMedia,
    OutgoingPost,
)
from beffroi.networks.errors import ContentRefused
from beffroi.networks.families.graph import simulator_webhooks
from beffroi.networks.instagram import ids
from beffroi.networks.instagram.adapter import Instagram
from beffroi.networks.instagram.simulator import Simulator
from beffroi.networks.simulation_faults import Fault, FaultKind
from beffroi.networks.tests import consent
from beffroi.networks.tests.world import MemoryKeeper, MemoryProgress, SimulatedWorld, upload

VIDEO = b"\0\0\0\x18ftypmp42" + bytes(60)


def jpeg(width: int = 1080, height: int = 1080) -> bytes:
    """Return the head of a JPEG of that size."""
    size = b"\xff\xc0\x00\x0b\x08" + height.to_bytes(2) + width.to_bytes(2) + b"\x01\x01\x11\x00"
    return b"\xff\xd8" + size + b"\xff\xd9"


class _Files(BaseHTTPRequestHandler):
    held: dict[str, bytes] = {}

    def do_GET(self) -> None:
        content = self.held.get(self.path)
        self.send_response(404 if content is None else 200)
        self.send_header("Content-Length", str(len(content or b"")))
        self.end_headers()
        self.wfile.write(content or b"")

    def log_message(self, *args: object) -> None: ...


@cache
def _files_origin() -> str:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Files)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_address[1]}"


_serials = count(1)


def serve(content: bytes) -> str:
    """Return an address at which `content` may be fetched."""
    path = f"/{next(_serials)}"
    _Files.held[path] = content
    return _files_origin() + path


def picture(
    alt_text: str = "", *, content: bytes | None = None, public_url: str | None = None
) -> OutgoingMedia:
    content = jpeg() if content is None else content
    return OutgoingMedia(
        source=HeldBytes(content),
        media_type="image/jpeg",
        width=1080,
        height=1080,
        alt_text=alt_text,
        public_url=serve(content) if public_url is None else public_url,
    )


def video(content: bytes = VIDEO) -> OutgoingMedia:
    return OutgoingMedia(
        source=HeldBytes(content),
        media_type="video/mp4",
        width=1080,
        height=1920,
        alt_text="",
        kind=MediaKind.VIDEO,
        seconds=12.0,
        public_url=serve(content),
    )


class InstagramWorld(SimulatedWorld):
    simulator: Simulator
    network: Instagram
    levels = 2
    operations = {
        "publish": "publish",
        "prepare": "prepare",
        "find": "container",
        "feedback": "media_list",
        "thread": "comments",
        "again": "media",
        "counters": "media",
    }

    def __init__(self, simulator: Simulator) -> None:
        self.simulator = simulator
        policy = OutboundPolicy(allow=frozenset([urlsplit(simulator.origin).netloc]))
        http = registry.network_http(OutboundClient(policy, timeout=1.0), clock=simulator.clock)
        self.network = Instagram(http)
        self.keeper = MemoryKeeper(
            Access(
                origin=simulator.origin,
                account_id=simulator.owner.id,
                secrets={
                    "access_token": simulator.issue(),
                    "obtained_at": simulator.clock().isoformat(),
                },
                ends_at=simulator.clock() + timedelta(days=60),
            ),
            app=self.app,
        )

    @property
    def app(self) -> DeveloperApp:
        app = self.simulator.app
        return DeveloperApp(self.simulator.origin, app.id, app.secret)

    def post(self, text: str, **more: Any) -> OutgoingPost:
        """Return a post with a picture, and prepared; an answer is only words.

        One that cannot be prepared is returned as it is.
        """
        if "reply_to" in more:
            return super().post(text, **more)
        more.setdefault("media", (upload(self.channel(), self.image("")),))
        post = super().post(text, **more)
        try:
            return self.prepared(post)
        except ContentRefused:
            return post

    def prepared(self, post: OutgoingPost) -> OutgoingPost:
        handle = self.channel().prepare(post, progress=MemoryProgress())
        return self.with_prepared(post, handle)

    def image(self, alt_text: str) -> OutgoingMedia:
        return picture(alt_text)

    def count_visible(self, text: str) -> int:
        return sum(one.caption == text for one in self.simulator.world.posts_of(self.us))

    @property
    def us(self) -> Any:
        return self.simulator.owner

    def text_of(self, remote_id: str) -> str:
        named, world = ids.read(remote_id), self.simulator.world
        if named.kind == ids.COMMENT:
            return world.comments[named.id].text
        return (
            world.messages[named.id].text
            if named.id in world.messages
            else world.media[named.id].caption
        )

    def alt_texts_of(self, remote_id: str) -> list[str]:
        return list(self.simulator.world.media[remote_id].alt_texts)

    def parent_of(self, remote_id: str) -> str | None:
        comment = self.simulator.world.comments[ids.read(remote_id).id]
        return ids.write(ids.COMMENT, comment.above) if comment.above else comment.media_id

    def text_of_length(self, length: int) -> str:
        return "🥖é" + "a" * (length - 3)

    def revoke(self) -> None:
        self.simulator.authority.kill(subcode=460)

    def act(self, action: str, **payload: Any) -> str:
        told: Any = self.simulator.stranger(action, payload)
        return str(told["id"])

    def stranger_replies(self, parent_id: str, text: str) -> str:
        return self.act("reply", parent_id=parent_id, text=text)

    def stranger_mentions(self, text: str) -> str:
        return self.act("tag", text=text)

    def stranger_deletes(self, remote_id: str) -> None:
        self.act("delete", id=remote_id)

    def rename_stranger(self, name: str) -> None:
        self.act("rename", name=name)

    def small_pages(self, size: int) -> None:
        self.simulator.page_max = size

    def repeat_cursors(self) -> None:
        self.simulator.repeats_pages = True

    def developer_app(self, redirect_uri: str) -> DeveloperApp:
        self.simulator.set_up_app(redirect_uri)
        return self.app

    def approve(self, authorize_url: str) -> str:
        return self.decide(authorize_url, "allow")["code"][0]

    def decide(self, authorize_url: str, decision: str) -> dict[str, list[str]]:
        """Press a button of the page, as a browser does; return the query of where it leads."""
        return consent.press(decision, authorize_url, account=self.us.id)

    def webhook_about(self, remote_id: str) -> tuple[dict[str, str], bytes]:
        body = self.simulator.webhook_about(remote_id)
        signed = simulator_webhooks.sign(body, secret=self.app.client_secret)
        return {name.lower(): value for name, value in signed.items()}, body

    def withdrawal(self) -> dict[str, str]:
        told = {"user_id": self.us.scoped_id, "issued_at": int(self.now().timestamp())}
        secret = self.app.client_secret
        return {"signed_request": simulator_webhooks.signed_request(told, secret=secret)}

    def handshake(self, verify_token: str) -> dict[str, str]:
        return simulator_webhooks.handshake(verify_token)

    def is_satisfied_by(self, answer: Handshake) -> bool:
        return answer.body == simulator_webhooks.CHALLENGE and answer.media_type == "text/plain"

    def refuse_once(self, route: str, code: int, subcode: int = 0, message: str = "No") -> None:
        """Let the next call of `route` be refused with an error of the Graph API."""
        error = {"message": message, "type": "OAuthException", "code": code, "fbtrace_id": "A"}
        if subcode:
            error["error_subcode"] = subcode
        self.answer_once(route, {"error": error}, status=400)

    def answer_once(self, route: str, body: Any, *, status: int = 200) -> None:
        text = body if isinstance(body, str) else json.dumps(body)
        self.simulator.faults.add(route, Fault(FaultKind.ERROR_BEFORE, status=status, body=text))

    def advance(self, **time: float) -> None:
        self.simulator.clock.advance(timedelta(**time))
