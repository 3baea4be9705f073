"""Two fresh accounts on a real account server, spoken to without our adapter."""

from __future__ import annotations

import base64
import json
import os
import secrets
from pathlib import Path
from typing import Any

from beffroi.core.outbound import OutboundClient, OutboundPolicy
from beffroi.networks.bluesky.adapter import Bluesky
from beffroi.networks.bluesky.records import POSTS, parse_post_id
from beffroi.networks.bluesky.simulator_world import format_instant
from beffroi.networks.contract_tests import MemoryKeeper, World
from beffroi.networks.contracts import Connection
from beffroi.networks.registry import network_http

APP_PASSWORD_NAME = "beffroi"
#: That of the moderation service, as the development network of its authors sets it.
MODERATOR = "admin:admin-pass"


class Person:
    """An account, with a session that may do everything."""

    def __init__(self, world: RealWorld, name: str) -> None:
        self._world = world
        self.handle = f"{name}-{secrets.token_hex(4)}.test"
        account = {
            "handle": self.handle,
            "email": f"{self.handle}@example.test",
            "password": secrets.token_urlsafe(16),
        }
        session = world.call("com.atproto.server.createAccount", json=account)
        self.did = str(session["did"])
        self.token = str(session["accessJwt"])

    def call(self, name: str, **request: Any) -> Any:
        return self._world.call(name, headers={"Authorization": f"Bearer {self.token}"}, **request)

    def write(self, text: str, **more: Any) -> str:
        record = {
            "$type": POSTS,
            "text": text,
            "createdAt": format_instant(self._world.now()),
            **more,
        }
        wanted = {"repo": self.did, "collection": POSTS, "record": record}
        return str(self.call("com.atproto.repo.createRecord", json=wanted)["uri"])

    def remove(self, remote_id: str) -> None:
        place = parse_post_id(remote_id)
        assert place is not None
        wanted = {"repo": place.did, "collection": POSTS, "rkey": place.rkey}
        self.call("com.atproto.repo.deleteRecord", json=wanted)


class RealWorld(World):
    def __init__(self, origin: str) -> None:
        self.origin = origin
        told = json.loads(Path(os.environ["BEFFROI_REAL_BLUESKY_INFO"]).read_text())
        self._moderation = told["moderation"]
        pairs = {one.removeprefix("http://") for one in (origin, self._moderation)}
        self._outbound = OutboundClient(OutboundPolicy(frozenset(pairs)), timeout=10)
        http = network_http(self._outbound)
        self.network = Bluesky(http, moderators=told["moderation_did"])
        self.ours, self.other = Person(self, "martin"), Person(self, "lea")
        wanted = {"name": APP_PASSWORD_NAME}
        made = self.ours.call("com.atproto.server.createAppPassword", json=wanted)
        self.password = str(made["password"])
        self.keeper = MemoryKeeper(self.connect().access)

    def call(self, name: str, *, at: str = "", **request: Any) -> Any:
        method = "POST" if "json" in request else "GET"
        answer = self._outbound.request(method, f"{at or self.origin}/xrpc/{name}", **request)
        assert answer.status == 200, (name, answer.status, answer.content)
        return json.loads(answer.content) if answer.content else None

    def connect(self, *, password: str | None = None, origin: str | None = None) -> Connection:
        return Bluesky.connect(
            self.network,  # type: ignore[arg-type] # it is one
            address=origin or self.origin,
            identifier=self.ours.handle,
            password=password or self.password,
        )

    def record(self, remote_id: str) -> dict[str, Any]:
        place = parse_post_id(remote_id)
        assert place is not None
        params = {"repo": place.did, "collection": POSTS, "rkey": place.rkey}
        found: dict[str, Any] = self.call("com.atproto.repo.getRecord", params=params)
        return found

    def count_visible(self, text: str) -> int:
        params = {"repo": self.ours.did, "collection": POSTS, "limit": 100}
        records = self.call("com.atproto.repo.listRecords", params=params)["records"]
        return sum(record["value"]["text"] == text for record in records)

    def text_of(self, remote_id: str) -> str:
        return str(self.record(remote_id)["value"]["text"])

    def alt_texts_of(self, remote_id: str) -> list[str]:
        embed = self.record(remote_id)["value"]["embed"]
        return [embed["alt"]] if "video" in embed else [one["alt"] for one in embed["images"]]

    def parent_of(self, remote_id: str) -> str | None:
        uri = self.record(remote_id)["value"].get("reply", {}).get("parent", {}).get("uri")
        return str(uri) if uri else None

    def text_of_length(self, length: int) -> str:
        return "é" * length

    def revoke(self) -> None:
        """Take back the app password; its access token would live on for a while, so drop it."""
        wanted = {"name": APP_PASSWORD_NAME}
        self.ours.call("com.atproto.server.revokeAppPassword", json=wanted)
        self.keeper.change(access_jwt="revoked")

    def stranger_replies(self, parent_id: str, text: str) -> str:
        parent = self.record(parent_id)
        reference = {"uri": parent["uri"], "cid": parent["cid"]}
        root = parent["value"].get("reply", {}).get("root", reference)
        return self.other.write(text, reply={"root": root, "parent": reference})

    def stranger_mentions(self, text: str) -> str:
        start = len(text.encode())
        name = f"@{self.ours.handle}"
        feature = {"$type": "app.bsky.richtext.facet#mention", "did": self.ours.did}
        index = {"byteStart": start, "byteEnd": start + len(name)}
        return self.other.write(f"{text}{name}", facets=[{"index": index, "features": [feature]}])

    def stranger_deletes(self, remote_id: str) -> None:
        self.other.remove(remote_id)

    def reports(self) -> list[tuple[str, str]]:
        """Ask the moderation service itself what it was told."""
        token = base64.b64encode(MODERATOR.encode()).decode()
        found = self.call(
            "tools.ozone.moderation.queryEvents",
            at=self._moderation,
            headers={"Authorization": f"Basic {token}"},
            params={
                "types": "tools.ozone.moderation.defs#modEventReport",
                "createdBy": self.ours.did,
                "sortDirection": "asc",
            },
        )
        events = found["events"]
        return [(one["subject"]["uri"], one["event"].get("comment", "")) for one in events]

    def is_stranger_blocked(self) -> bool:
        params = {"actor": self.ours.did, "others": self.other.did}
        found = self.ours.call("app.bsky.graph.getRelationships", params=params)
        return "blocking" in found["relationships"][0]
