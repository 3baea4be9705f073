"""The simulated networks of the scenarios, and one small world on each."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from http.client import HTTPConnection
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from PIL import Image

from beffroi.channels import actions as channel_actions
from beffroi.channels import consents
from beffroi.channels.models import Channel
from beffroi.cli.chaos.scenarios import WITHOUT_KEYS, Fault
from beffroi.delivery.actions import Picture, create_delivery
from beffroi.delivery.content import Content
from beffroi.media.actions import add_image
from beffroi.networks.bluesky.simulator import BlueskySimulator
from beffroi.workspaces.models import User, Workspace

_START_SECONDS = 20.0
_RETURN = "http://127.0.0.1:8000/channels/connect/mastodon/return/"


@dataclass(frozen=True, slots=True)
class Part:
    """A network as the scenarios play it: its simulator, and how its calls are named there."""

    module: str
    routes: Mapping[str, str]
    #: Status and body of a lookup that finds nothing.
    absence: tuple[int, str]
    #: How the instance is set up, for networks of many kinds of servers.
    flavour: Mapping[str, Any] | None = None


_BLUESKY = Part(
    "beffroi.networks.bluesky.simulator",
    {"publish": "createRecord", "upload": "uploadBlob", "find": "getRecord"},
    (400, '{"error": "RecordNotFound", "message": "Could not locate record"}'),
)
_MASTODON = Part(
    "beffroi.networks.mastodon.simulator",
    {"publish": "publish", "upload": "upload", "find": "statuses"},
    (200, "[]"),
    {"keeps_idempotency_keys": True, "ulid_ids": False, "processing_seconds": 8},
)
PARTS: dict[str, Part] = {
    "bluesky": _BLUESKY,
    "mastodon": _MASTODON,
    WITHOUT_KEYS: replace(
        _MASTODON,
        flavour={"keeps_idempotency_keys": False, "ulid_ids": True, "processing_seconds": 0},
    ),
}


class SimulatedServer:
    """A simulator in a process of its own, driven over its control door."""

    def __init__(self, module: str, port: int) -> None:
        self.origin = f"http://127.0.0.1:{port}"
        self._port = port
        command = [sys.executable, "-m", module, "--port", str(port)]
        self._process = subprocess.Popen(  # noqa: S603 - our own module
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def wait(self) -> None:
        """Return once it answers."""
        end = time.monotonic() + _START_SECONDS
        while True:
            try:
                self.control("GET", "state")
            except OSError:
                if time.monotonic() > end or self._process.poll() is not None:
                    raise
                time.sleep(0.05)
            else:
                return

    def stop(self) -> None:
        """End its process."""
        self._process.terminate()
        self._process.wait()

    def begin(self, part: Part) -> None:
        """Make its world new."""
        self.control("POST", "reset")
        if part.flavour is not None:
            self.control("POST", "flavour", part.flavour)

    def set_clock(self, now: datetime, *, speed: float) -> None:
        """Make its time run from `now` as the scenario's does."""
        self.control("POST", "clock", {"now": now.isoformat(), "speed": speed})

    def plan(self, fault: Fault, part: Part, *, silent_seconds: float) -> None:
        """Let the next calls of a route go wrong."""
        if fault.kind is None:
            return
        answer: dict[str, Any] = {"status": fault.status, "headers": dict(fault.headers)}
        if fault.is_absence:
            answer = dict(zip(("status", "body"), part.absence, strict=True))
        route = {"route": part.routes[fault.route], "kind": fault.kind.value}
        self.control(
            "POST", "faults", {**route, **answer, "times": fault.times, "seconds": silent_seconds}
        )

    def visible(self) -> Mapping[str, Sequence[str]]:
        """Return the ids under which each text became visible.

        They come from the ledger, that nothing is ever taken out of.
        """
        ids: defaultdict[str, list[str]] = defaultdict(list)
        for effect in self.control("GET", "state")["ledger"]:
            if effect["kind"] == "published":
                ids[effect["text"]].append(effect["remote_id"])
        return ids

    def control(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        """Call the control door; return its JSON."""
        status, _, content = self.call(method, f"/_simulator/{path}", json.dumps(body or {}))
        if status != 200:
            raise RuntimeError(f"{method} {path}: {status} {content!r}")
        return json.loads(content)

    def call(
        self, method: str, path: str, body: str, content_type: str = "application/json"
    ) -> tuple[int, Mapping[str, str], bytes]:
        """Make one plain call, on loopback."""
        connection = HTTPConnection("127.0.0.1", self._port, timeout=10)
        try:
            connection.request(method, path, body, {"Content-Type": content_type})
            response = connection.getresponse()
            return response.status, dict(response.getheaders()), response.read()
        finally:
            connection.close()


def connect(server: SimulatedServer, *, network: str, now: datetime) -> Channel:
    """Connect the simulated account as a person would."""
    workspace = Workspace.objects.create(name="Atelier Martin")
    claire = User.objects.create_user("claire@atelier-martin.example", name="Claire Martin")
    if network == "bluesky":
        return channel_actions.connect_with_password(
            workspace=workspace,
            actor=claire,
            network=network,
            address=server.origin,
            identifier=BlueskySimulator.handle,
            password=BlueskySimulator.password,
            now=now,
        )
    pending = consents.begin(
        workspace=workspace,
        network=network,
        address=server.origin,
        redirect_uri=_RETURN,
        now=now,
    )
    channel = consents.finish(
        workspace=workspace,
        actor=claire,
        pending=pending,
        state=pending.state,
        code=_consent(server, pending.authorize_url),
        now=now,
    )
    if not isinstance(channel, Channel):
        raise TypeError(f"{network} offers several accounts")
    return channel


def _consent(server: SimulatedServer, authorize_url: str) -> str:
    """Press « allow » on the simulator's page; return the code that comes back."""
    fields = {name: values[-1] for name, values in parse_qs(urlsplit(authorize_url).query).items()}
    form = urlencode({**fields, "decision": "allow"})
    _, headers, _ = server.call(
        "POST", "/oauth/authorize", form, "application/x-www-form-urlencoded"
    )
    location = next(value for name, value in headers.items() if name.lower() == "location")
    return parse_qs(urlsplit(location).query)["code"][-1]


def plan_posts(channel: Channel, *, now: datetime) -> None:
    """Plan a post with a picture and a plain one, due at once."""
    buffer = io.BytesIO()
    Image.new("RGB", (32, 24), "tan").save(buffer, "JPEG")
    image = add_image(workspace=channel.workspace, actor=None, upload=buffer.getvalue(), now=now)
    pictures = {"Fournée avec photo": [Picture(image, "Un pain")], "Fournée sans photo": []}
    for text, shown in pictures.items():
        create_delivery(
            channel=channel,
            content=Content(text=text, language="fr", written_at=now),
            pictures=shown,
            due_at=now,
            actor=None,
            now=now,
        )
