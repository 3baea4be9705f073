"""Atelier Martin on a simulated X, seen from the outside."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from beffroi.core.clock import Clock
from beffroi.core.outbound import OutboundClient, OutboundPolicy
from beffroi.networks import registry
from beffroi.networks.contracts import Access, DeveloperApp, Handshake
from beffroi.networks.simulation_faults import Fault, FaultKind
from beffroi.networks.tests import consent
from beffroi.networks.tests.world import MemoryKeeper, SimulatedWorld
from beffroi.networks.x.adapter import X
from beffroi.networks.x.declaration import SCOPES
from beffroi.networks.x.simulator import Simulator
from beffroi.networks.x.simulator_oauth import Family
from beffroi.networks.x.simulator_state import SimulatedPost

#: A family, a bare domain, a long address and two signs of another script.
COSTLY = "👩‍👩‍👧‍👦 exemple.fr https://example.com/a-path-longer-than-twenty-three 日本 "
COSTLY_LENGTH = 2 + 1 + 23 + 1 + 23 + 1 + 4 + 1
REDIRECT = "https://beffroi.test/channels/return/"


def network_for(simulator: Simulator, *, timeout: float, clock: Clock | None = None) -> X:
    """Return the network with a client that may call the simulator and nothing else inside."""
    policy = OutboundPolicy(allow=frozenset([urlsplit(simulator.origin).netloc]))
    outbound = OutboundClient(policy, timeout=timeout)
    return X(registry.network_http(outbound, clock=clock or simulator.clock))


class XWorld(SimulatedWorld):
    simulator: Simulator
    network: X
    operations = {
        "publish": "publish",
        "upload": "upload",
        "find": "timeline",
        "feedback": "mentions",
        "thread": "search",
        "again": "lookup",
        "counters": "lookup",
    }

    def __init__(self, simulator: Simulator) -> None:
        self.simulator = simulator
        self.network = network_for(simulator, timeout=1.0)
        self.keeper = self.new_keeper()

    def be_patient(self) -> None:
        """Wait for answers as in earnest: for tests that keep the server busy."""
        self.network = network_for(self.simulator, timeout=30)

    def new_keeper(self, *, scopes: tuple[str, ...] = SCOPES) -> MemoryKeeper:
        """Return a keeper of an access that nobody else has."""
        token = self.simulator.authority.issue(Family(self.simulator.owner.id, scopes))
        expires_at = self.simulator.clock() + timedelta(seconds=7200)
        access = Access(
            origin=self.simulator.origin,
            account_id=self.simulator.owner.id,
            secrets={
                "access_token": str(token["access_token"]),
                "refresh_token": str(token.get("refresh_token", "")),
                "scope": str(token["scope"]),
                "expires_at": expires_at.isoformat(),
            },
        )
        return MemoryKeeper(access, app=self.developer_app(REDIRECT))

    def developer_app(self, redirect_uri: str) -> DeveloperApp:
        app = self.simulator.authority.app
        app.redirect_uris.add(redirect_uri)
        return DeveloperApp(
            origin=self.simulator.origin,
            client_id=app.client_id,
            client_secret=app.client_secret,
            extra={"consumer_key": app.consumer_key, "consumer_secret": app.consumer_secret},
        )

    def seen(self, remote_id: str) -> SimulatedPost:
        return self.simulator.state.posts[remote_id]

    def count_visible(self, text: str) -> int:
        own = self.simulator.state.of_author(self.simulator.owner.id)
        return sum(one.text == text for one in own)

    def text_of(self, remote_id: str) -> str:
        return self.seen(remote_id).text

    def alt_texts_of(self, remote_id: str) -> list[str]:
        files = self.simulator.state.files
        return [files[one].alt_text for one in self.seen(remote_id).file_ids]

    def parent_of(self, remote_id: str) -> str | None:
        return self.seen(remote_id).parent_id

    def text_of_length(self, length: int) -> str:
        return COSTLY + "é" * (length - COSTLY_LENGTH)

    def revoke(self) -> None:
        self.simulator.authority.revoke_all()

    def act(self, action: str, **payload: Any) -> Any:
        return self.simulator.stranger(action, payload)

    def stranger_replies(self, parent_id: str, text: str) -> str:
        return str(self.act("reply", parent_id=parent_id, text=text)["id"])

    def stranger_mentions(self, text: str) -> str:
        return str(self.act("mention", text=text)["id"])

    def stranger_deletes(self, remote_id: str) -> None:
        self.act("delete", id=remote_id)

    def rename_stranger(self, name: str) -> None:
        self.act("rename", name=name)

    def small_pages(self, size: int) -> None:
        self.change(page_max=size)

    def repeat_cursors(self) -> None:
        self.change(repeats_pages=True)

    def change(self, **settings: Any) -> None:
        self.simulator.flavour = replace(self.simulator.flavour, **settings)

    def approve(self, authorize_url: str) -> str:
        return self.decide(authorize_url, "allow")["code"][0]

    def decide(self, authorize_url: str, decision: str) -> dict[str, list[str]]:
        """Press a button of the page, as a browser does; return the query of where it leads."""
        return consent.press(decision, authorize_url)

    def webhook_about(self, remote_id: str) -> tuple[dict[str, str], bytes]:
        webhooks, own = self.simulator.webhooks, self.simulator.owner.id
        body = webhooks.body_about(self.seen(remote_id), account_id=own)
        return webhooks.sign(body), body

    def handshake(self, verify_token: str) -> dict[str, str]:
        self.crc_token = "MmVhMTg5NjEtZGY5OC00YzE1LWI3="
        return {"crc_token": self.crc_token, "nonce": "1"}

    def is_satisfied_by(self, answer: Handshake) -> bool:
        expected = self.simulator.webhooks.token_for(self.crc_token.encode())
        is_json = answer.media_type == "application/json"
        return is_json and bool(json.loads(answer.body) == {"response_token": expected})

    def answer_once(self, route: str, body: Any, *, status: int = 200, **headers: str) -> None:
        """Let the next call of `route` get `body`, whatever it asks."""
        text = body if isinstance(body, str) else json.dumps(body)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        fault = Fault(FaultKind.ERROR_BEFORE, status=status, body=text, headers=named)
        self.simulator.faults.add(route, fault)

    def advance(self, **time: float) -> None:
        """Move the server's clock forward, and ours with it."""
        self.simulator.clock.advance(timedelta(**time))

    def paid(self, action: Callable[[], object]) -> list[tuple[str, str]]:
        """Return what `action` was noted to cost: amounts and items."""
        before = len(self.keeper.costs)
        action()
        return [(str(cost.usd), cost.item) for cost in self.keeper.costs[before:]]
