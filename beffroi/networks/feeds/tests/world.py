"""A simulated source that we listen to."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from beffroi.core.outbound import OutboundClient, OutboundPolicy
from beffroi.networks import registry
from beffroi.networks.contracts import Connection, FeedbackPage, IncomingFeedback
from beffroi.networks.feeds.adapter import Feeds
from beffroi.networks.feeds.simulator import Simulator
from beffroi.networks.simulation_faults import Fault, FaultKind
from beffroi.networks.tests.world import MemoryKeeper, SimulatedWorld


class FeedsWorld(SimulatedWorld):
    simulator: Simulator
    network: Feeds
    operations = {"feedback": "feed"}

    def __init__(self, simulator: Simulator) -> None:
        self.simulator = simulator
        policy = OutboundPolicy(allow=frozenset([urlsplit(simulator.origin).netloc]))
        outbound = OutboundClient(policy, timeout=1.0)
        self.network = Feeds(registry.network_http(outbound, clock=simulator.clock))
        self.keeper = MemoryKeeper(self.connect_address().access)

    def connect_address(self, address: str = "/feed.xml") -> Connection:
        whole = address if "://" in address else f"{self.simulator.origin}{address}"
        return self.network.connect_address(address=whole)

    def write(self, title: str, body: str = "", **more: Any) -> str:
        return self.act("write", title=title, body=body, **more)

    def act(self, action: str, **payload: Any) -> str:
        outcome = self.simulator.stranger(action, payload)
        assert isinstance(outcome, dict)
        return str(outcome["id"])

    def read(self, cursor: str | None = None) -> FeedbackPage:
        """Read once the source may be read again."""
        self.simulator.clock.advance(timedelta(hours=25))
        page: FeedbackPage = self.channel().read_feedback(cursor)
        return page

    def read_items(self) -> list[IncomingFeedback]:
        return list(self.read().items)

    def set_up(self, **setup: Any) -> None:
        self.simulator.setup = replace(self.simulator.setup, **setup)

    def answer_once(self, body: Any, *, status: int = 200) -> None:
        """Let the feed be `body` once."""
        text = body if isinstance(body, str) else json.dumps(body)
        self.simulator.faults.add("feed", Fault(FaultKind.ERROR_BEFORE, status=status, body=text))

    def stranger_mentions(self, text: str) -> str:
        return self.act("mention", text=f"{text}@journal")

    # A feed is read only.

    def count_visible(self, text: str) -> int:
        raise NotImplementedError

    def text_of(self, remote_id: str) -> str:
        raise NotImplementedError

    def alt_texts_of(self, remote_id: str) -> list[str]:
        raise NotImplementedError

    def parent_of(self, remote_id: str) -> str | None:
        raise NotImplementedError

    def text_of_length(self, length: int) -> str:
        return "é" * length

    def revoke(self) -> None:
        """There is no access: the source can only be gone for good."""
        self.set_up(status=410)

    def stranger_replies(self, parent_id: str, text: str) -> str:
        raise NotImplementedError

    def stranger_deletes(self, remote_id: str) -> None:
        self.act("remove", id=remote_id)
