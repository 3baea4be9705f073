"""Atelier Martin on a simulated instance, seen from the outside."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from beffroi.core.outbound import OutboundClient, OutboundPolicy
from beffroi.networks import registry
from beffroi.networks.contracts import Access
from beffroi.networks.declarations import SourceKind
from beffroi.networks.mastodon.adapter import Mastodon
from beffroi.networks.mastodon.simulator import Simulator
from beffroi.networks.mastodon.simulator_state import SimulatedStatus
from beffroi.networks.mastodon.simulator_streaming import Streaming
from beffroi.networks.simulation_faults import Fault, FaultKind
from beffroi.networks.tests import consent
from beffroi.networks.tests.world import MemoryKeeper, SimulatedWorld

#: One grapheme of many code points, an address and a mention: none counts as long as it is.
COSTLY = "👩‍👩‍👧‍👦 https://example.com/a-path-that-counts-twenty-three @remi@ailleurs.example "
COSTLY_LENGTH = 1 + 1 + 23 + 1 + 5 + 1


def network_for(origin: str, *, timeout: float) -> Mastodon:
    """Return the network with a client that may call `origin` and nothing else inside."""
    policy = OutboundPolicy(allow=frozenset([urlsplit(origin).netloc]))
    return Mastodon(registry.network_http(OutboundClient(policy, timeout=timeout)))


class MastodonWorld(SimulatedWorld):
    simulator: Simulator
    network: Mastodon
    operations = {
        "publish": "publish",
        "upload": "upload",
        "find": "statuses",
        "feedback": "notifications",
        "thread": "context",
        "again": "status",
        "counters": "status",
    }

    def __init__(self, simulator: Simulator, *, stranger: str = "zoe") -> None:
        self.simulator = simulator
        self.network = network_for(simulator.origin, timeout=1.0)
        self.keeper = MemoryKeeper(
            Access(
                origin=simulator.origin,
                account_id=simulator.owner.id,
                secrets={"access_token": simulator.authority.issue(simulator.owner.id)},
            )
        )
        self.stranger = stranger

    def status(self, remote_id: str) -> SimulatedStatus:
        return self.simulator.state.statuses[remote_id]

    def count_visible(self, text: str) -> int:
        own = self.simulator.owner.id
        everything = self.simulator.state.statuses.values()
        return sum(one.account_id == own and one.text == text for one in everything)

    def text_of(self, remote_id: str) -> str:
        return self.status(remote_id).text

    def alt_texts_of(self, remote_id: str) -> list[str]:
        media = self.simulator.state.media
        return [media[one].description for one in self.status(remote_id).media_ids]

    def parent_of(self, remote_id: str) -> str | None:
        return self.status(remote_id).parent_id

    def text_of_length(self, length: int) -> str:
        return COSTLY + "é" * (length - COSTLY_LENGTH)

    def revoke(self) -> None:
        self.simulator.authority.revoke_all()

    def act(self, action: str, **payload: Any) -> Any:
        payload = {"as": self.stranger, **payload}
        return self.simulator.stranger(action, payload)

    def stranger_replies(self, parent_id: str, text: str) -> str:
        return str(self.act("reply", parent_id=parent_id, text=text)["id"])

    def stranger_mentions(self, text: str) -> str:
        return str(self.act("mention", text=text)["id"])

    def stranger_deletes(self, remote_id: str) -> None:
        self.act("delete", id=remote_id)

    def stranger_edits(self, remote_id: str, text: str) -> bool:
        self.act("edit", id=remote_id, text=text)
        return True

    def reports(self) -> list[tuple[str, str]]:
        made = self.simulator.care.reports
        return [(one.status_ids[0], one.comment) for one in made]

    def is_stranger_blocked(self) -> bool:
        accounts = self.simulator.state.accounts.values()
        theirs = next(one.id for one in accounts if one.username == self.stranger)
        return (self.simulator.owner.id, theirs) in self.simulator.state.blocks

    def rename_stranger(self, name: str) -> None:
        self.act("rename", name=name)

    def small_pages(self, size: int) -> None:
        self.change(page_max=size)

    def repeat_cursors(self) -> None:
        self.change(repeats_pages=True)

    def change(self, **settings: Any) -> None:
        self.simulator.flavour = replace(self.simulator.flavour, **settings)

    def approve(self, authorize_url: str) -> str:
        answer = self.decide(authorize_url, "allow")
        return answer["code"][0]

    def decide(self, authorize_url: str, decision: str) -> dict[str, list[str]]:
        """Press a button of the page, as a browser does; return the query of where it leads."""
        return consent.press(decision, authorize_url)

    def answer_once(self, route: str, body: Any, *, status: int = 200) -> None:
        """Let the next call of `route` get `body`, whatever it asks."""
        text = body if isinstance(body, str) else json.dumps(body)
        self.simulator.faults.add(route, Fault(FaultKind.ERROR_BEFORE, status=status, body=text))

    def advance(self, **time: float) -> None:
        """Move the server's clock forward."""
        self.simulator.clock.advance(timedelta(**time))

    # What is listened to

    @property
    def streams(self) -> Streaming:
        return self.simulator.streaming

    def stranger_writes(self, text: str, **more: str) -> str:
        return str(self.act("write", text=text, **more)["id"])

    def tell_garbage(self, text: str) -> None:
        self.streams.tell_raw("update", text, "public")

    def subject(self, kind: SourceKind) -> str:
        return self.stranger if kind is SourceKind.ACCOUNT else "boulangerie"
