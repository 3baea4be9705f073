"""The world of the contracts, inside Bluesky's simulator."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Self

from beffroi.core.outbound import OutboundClient, OutboundPolicy
from beffroi.networks.bluesky.adapter import Bluesky
from beffroi.networks.bluesky.simulator import BlueskySimulator
from beffroi.networks.bluesky.simulator_jetstream import Jetstream
from beffroi.networks.contract_tests import MemoryKeeper, SimulatedWorld
from beffroi.networks.contracts import Connection
from beffroi.networks.declarations import SourceKind
from beffroi.networks.registry import network_http


class BlueskyWorld(SimulatedWorld):
    simulator: BlueskySimulator
    operations = {
        "publish": "createRecord",
        "upload": "uploadBlob",
        "find": "getRecord",
        "feedback": "listNotifications",
        "thread": "getPostThread",
        "again": "getPosts",
        "counters": "getPosts",
    }

    def __init__(self, simulator: BlueskySimulator) -> None:
        self.simulator = simulator
        pair = simulator.origin.removeprefix("http://")
        outbound = OutboundClient(
            OutboundPolicy(frozenset({pair})), timeout=1.0, max_bytes=2_000_000
        )
        options = {
            "bluesky_home": simulator.origin,
            "jetstream_url": f"ws://{pair}/subscribe",
        }
        self.network = Bluesky(network_http(outbound, clock=simulator.clock, options=options))
        self.keeper = MemoryKeeper(self.connect().access)

    @classmethod
    @contextmanager
    def start(cls) -> Iterator[Self]:
        with BlueskySimulator() as simulator:
            yield cls(simulator)

    def connect(
        self,
        *,
        password: str | None = None,
        origin: str | None = None,
        identifier: str = BlueskySimulator.handle,
    ) -> Connection:
        return Bluesky.connect(
            self.network,  # type: ignore[arg-type] # it is one
            address=origin or self.simulator.origin,
            identifier=identifier,
            password=password or self.simulator.password,
        )

    def count_visible(self, text: str) -> int:
        posts = self.simulator.world.posts.values()
        ours = self.simulator.ours.did
        return sum(post.did == ours and post.record["text"] == text for post in posts)

    def record(self, remote_id: str) -> dict[str, Any]:
        return self.simulator.world.posts[remote_id].record

    def text_of(self, remote_id: str) -> str:
        return str(self.record(remote_id)["text"])

    def alt_texts_of(self, remote_id: str) -> list[str]:
        embed = self.record(remote_id)["embed"]
        return [embed["alt"]] if "video" in embed else [one["alt"] for one in embed["images"]]

    def parent_of(self, remote_id: str) -> str | None:
        return self.simulator.world.posts[remote_id].reference("parent") or None

    def text_of_length(self, length: int) -> str:
        return "é" * length

    def revoke(self) -> None:
        self.simulator.revoke()

    def stranger(self, action: str, **payload: str) -> str:
        outcome = self.simulator.stranger(action, payload)
        assert isinstance(outcome, dict)
        return str(outcome["remote_id"])

    def stranger_replies(self, parent_id: str, text: str) -> str:
        return self.stranger("reply", parent_id=parent_id, text=text)

    def stranger_mentions(self, text: str) -> str:
        return self.stranger("mention", text=text)

    def stranger_deletes(self, remote_id: str) -> None:
        self.stranger("delete", remote_id=remote_id)

    def reports(self) -> list[tuple[str, str]]:
        return [(one.uri, one.words) for one in self.simulator.care.reports]

    def is_stranger_blocked(self) -> bool:
        simulator = self.simulator
        return bool(simulator.care.record_of(simulator.ours.did, simulator.other.did))

    def rename_stranger(self, name: str) -> None:
        self.stranger("rename", name=name)

    def small_pages(self, size: int) -> None:
        self.simulator.page_size = size

    def repeat_cursors(self) -> None:
        self.simulator.repeats_cursors = True

    # What is listened to

    @property
    def streams(self) -> Jetstream:
        return self.simulator.jetstream

    def stranger_writes(self, text: str) -> str:
        return self.stranger("write", text=text)

    def tell_garbage(self, text: str) -> None:
        self.streams.tell_raw(text.encode())

    def subject(self, kind: SourceKind) -> str:
        return self.simulator.stranger_handle if kind is SourceKind.ACCOUNT else "boulangerie"
