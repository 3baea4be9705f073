"""The simulated networks of the scenarios, and one small world on each."""

from __future__ import annotations

import io
import json
import random
import subprocess
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from http.client import HTTPConnection
from importlib import import_module
from typing import Any
from urllib.parse import parse_qs, urlsplit

from PIL import Image

from beffroi.channels import actions as channel_actions
from beffroi.channels import consents, gateway, grants, network_apps
from beffroi.channels.models import Channel
from beffroi.cli.chaos.scenarios import WITHOUT_KEYS, Fault
from beffroi.delivery.actions import Attached, create_delivery
from beffroi.delivery.content import Content
from beffroi.media.actions import add_picture
from beffroi.media.models import MediaFile
from beffroi.media.videos import MEDIA_TYPE
from beffroi.networks.contracts import MediaKind
from beffroi.networks.declarations import Draft, ProblemCode
from beffroi.networks.simulation_consent import ConsentPage
from beffroi.workspaces.models import User, Workspace

_RETURN = "http://127.0.0.1:8000/channels/connect/mastodon/return/"


@dataclass(frozen=True, slots=True)
class Part:
    """A network as the scenarios play it: its simulator, and how its calls are named there."""

    network: str
    routes: Mapping[str, str]
    #: Status and body of a lookup that finds nothing.
    absence: tuple[int, str]
    #: How the instance is set up, for networks of many kinds of servers.
    flavour: Mapping[str, Any] | None = None

    @property
    def module(self) -> str:
        """The simulator, in the network's own folder: networks that are taken out leave none."""
        return f"beffroi.networks.{self.network}.simulator"


_BLUESKY = Part(
    "bluesky",
    {"publish": "createRecord", "upload": "uploadBlob", "find": "getRecord"},
    (400, '{"error": "RecordNotFound", "message": "Could not locate record"}'),
)
_MASTODON = Part(
    "mastodon",
    {"publish": "publish", "upload": "upload", "find": "statuses"},
    (200, "[]"),
    {"keeps_idempotency_keys": True, "ulid_ids": False, "processing_seconds": 8},
)
_PRIVATE_VIDEO = json.dumps(
    {
        "items": [
            {
                "id": "another",
                "snippet": {"title": "Another", "categoryId": "22"},
                "status": {"privacyStatus": "private", "uploadStatus": "processed"},
            }
        ]
    }
)
PARTS: dict[str, Part] = {
    "bluesky": _BLUESKY,
    "mastodon": _MASTODON,
    "facebook": Part(
        "facebook",
        {"publish": "publish", "upload": "upload", "find": "published_posts"},
        (200, '{"data": []}'),
    ),
    "instagram": Part(
        "instagram",
        {"publish": "publish", "upload": "prepare", "find": "container"},
        (200, '{"id": "1", "status_code": "FINISHED"}'),
    ),
    "linkedin": Part(
        "linkedin",
        {"publish": "publish", "upload": "upload", "find": "find"},
        (200, '{"elements": [], "paging": {"start": 0, "count": 100, "links": []}}'),
    ),
    "x": Part(
        "x",
        {"publish": "publish", "upload": "upload", "find": "timeline"},
        (200, '{"meta": {"result_count": 0}}'),
    ),
    "google_business": Part(
        "google_business",
        {"publish": "localPosts.create", "upload": "localPosts.list", "find": "localPosts.list"},
        (200, "{}"),
    ),
    "wordpress": Part(
        "wordpress",
        {"publish": "publish", "upload": "upload", "find": "post"},
        (200, '{"id": 1, "slug": "draft", "status": "draft", "link": "", "type": "post"}'),
    ),
    "youtube": Part(
        "youtube",
        {"publish": "videos.update", "upload": "upload.put", "find": "videos.list"},
        (200, _PRIVATE_VIDEO),
    ),
    WITHOUT_KEYS: replace(
        _MASTODON,
        flavour={"keeps_idempotency_keys": False, "ulid_ids": True, "processing_seconds": 0},
    ),
}


class SimulatedServer:
    """A simulator in a process of its own, driven over its control door.

    It chooses its port and says it: a port chosen here could be taken by another lane's simulator
    before this one listens.
    """

    def __init__(self, module: str) -> None:
        command = [sys.executable, "-m", module]
        self._process = subprocess.Popen(  # noqa: S603 - our own module
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )

    @cached_property
    def origin(self) -> str:
        """Where it answers, once it does.

        Raises:
            RuntimeError: It ended before it said so.
        """
        said = self._process.stdout.readline() if self._process.stdout else ""
        for word in said.split():
            if word.startswith("http://"):
                return word
        raise RuntimeError(f"the simulator did not start: {said!r}")

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
        connection = HTTPConnection(urlsplit(self.origin).netloc, timeout=10)
        try:
            connection.request(method, path, body, {"Content-Type": content_type})
            response = connection.getresponse()
            return response.status, dict(response.getheaders()), response.read()
        finally:
            connection.close()


#: Networks that take a name and a password: where those of the simulated account stand.
_PASSWORDS = {
    "bluesky": ("BlueskySimulator", "handle"),
    "wordpress": ("Simulator", "login"),
}


def _password_of(network: str) -> tuple[str, str]:
    kind, identifier = _PASSWORDS[network]
    simulator = getattr(import_module(PARTS[network].module), kind)
    return getattr(simulator, identifier), simulator.password


def connect(server: SimulatedServer, *, network: str, now: datetime) -> Channel:
    """Connect the simulated account as a person would, the first of several."""
    workspace = Workspace.objects.create(name="Atelier Martin")
    claire = User.objects.create_user("claire@atelier-martin.example", name="Claire Martin")
    if network in _PASSWORDS:
        identifier, password = _password_of(network)
        return channel_actions.connect_with_password(
            workspace=workspace,
            actor=claire,
            network=network,
            address=server.origin,
            identifier=identifier,
            password=password,
            now=now,
        )
    if gateway.home(network):
        _declare_app(server, network, workspace=workspace, actor=claire, now=now)
    pending = consents.begin(
        workspace=workspace,
        network=network,
        address=server.origin,
        redirect_uri=_RETURN,
        now=now,
    )
    connected = consents.finish(
        workspace=workspace,
        actor=claire,
        pending=pending,
        state=pending.state,
        code=_consent(server, pending.authorize_url),
        now=now,
    )
    if isinstance(connected, Channel):
        return connected
    first = grants.opened(connected)[-1].profile.account_id
    return consents.choose(connected, [first], actor=claire, now=now)[0]


def _declare_app(
    server: SimulatedServer, network: str, *, workspace: Workspace, actor: User, now: datetime
) -> None:
    """Make the developer app on the simulated vendor's site, and keep it."""
    app: dict[str, str] = server.control("POST", "app", {"redirect_uri": _RETURN})
    network_apps.save(
        network=network,
        origin=server.origin,
        workspace=workspace,
        actor=actor,
        client_id=app.pop("client_id"),
        client_secret=app.pop("client_secret"),
        extra=app,
        now=now,
    )


def _consent(server: SimulatedServer, authorize_url: str) -> str:
    """Press « allow » on the simulator's page; return the code that comes back."""
    address = urlsplit(authorize_url)
    _, _, page = server.call("GET", f"{address.path}?{address.query}", "")
    form = ConsentPage.read(page.decode(), at=address.path)
    _, headers, _ = server.call(
        "POST", form.action, form.allowed(), "application/x-www-form-urlencoded"
    )
    location = next(value for name, value in headers.items() if name.lower() == "location")
    return parse_qs(urlsplit(location).query)["code"][-1]


def plan_posts(channel: Channel, *, now: datetime) -> None:
    """Plan a post with a file and a plain one, due at once; no network gets what it refuses."""
    limits = gateway.limits_of(channel)
    make = _video if _wants_video(channel) else _picture
    file = Attached(make(channel, now=now), "Un pain")
    files = {
        "Fournée avec photo": [file],
        "Fournée sans photo": [file] if limits.needs_media else [],
    }
    for text, shown in files.items():
        create_delivery(
            channel=channel,
            content=Content(
                text=text, language="fr", written_at=now, title=text if limits.title_max else ""
            ),
            files=shown,
            due_at=now,
            actor=None,
            now=now,
        )


def _wants_video(channel: Channel) -> bool:
    network, limits = gateway.network(channel.network), gateway.limits_of(channel)
    told = network.problems(Draft("Un pain"), limits=limits)
    return any(problem.code is ProblemCode.VIDEO_MISSING for problem in told)


def _picture(channel: Channel, *, now: datetime) -> MediaFile:
    buffer = io.BytesIO()
    # Some networks refuse pictures of a few bytes: noise does not shrink.
    Image.effect_noise((320, 320), 90).convert("RGB").save(buffer, "JPEG")
    return add_picture(workspace=channel.workspace, actor=None, upload=buffer.getvalue(), now=now)


def _video(channel: Channel, *, now: datetime) -> MediaFile:
    """Keep what passes for a video where nobody looks inside."""
    content = random.Random(channel.pk).randbytes(300_000)  # noqa: S311 - no secret
    file = MediaFile(
        workspace=channel.workspace,
        kind=MediaKind.VIDEO.value,
        media_type=MEDIA_TYPE,
        width=640,
        height=360,
        seconds=3.0,
        size_bytes=len(content),
        added_at=now,
    )
    file.path.parent.mkdir(parents=True, exist_ok=True)
    file.path.write_bytes(content)
    file.save(force_insert=True)
    return file
