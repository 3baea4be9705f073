"""Atelier Martin's Page on a simulated Facebook, seen from the outside."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from beffroi.core.outbound import OutboundClient, OutboundPolicy
from beffroi.networks import registry
from beffroi.networks.contracts import Access, DeveloperApp, Handshake
from beffroi.networks.facebook.adapter import Facebook
from beffroi.networks.facebook.connect import SCOPES
from beffroi.networks.facebook.simulator import Simulator
from beffroi.networks.families.graph import simulator_webhooks
from beffroi.networks.simulation_faults import Fault, FaultKind
from beffroi.networks.tests import consent
from beffroi.networks.tests.world import MemoryKeeper, SimulatedWorld

#: An emoji of several UTF-16 units, and an accent.
COSTLY = "👩‍👩‍👧 é "
COSTLY_LENGTH = 11


def network_for(origin: str, *, timeout: float) -> Facebook:
    """Return the network with a client that may call `origin` and nothing else inside."""
    policy = OutboundPolicy(allow=frozenset([urlsplit(origin).netloc]))
    return Facebook(registry.network_http(OutboundClient(policy, timeout=timeout)))


class FacebookWorld(SimulatedWorld):
    simulator: Simulator
    network: Facebook
    levels = 2
    operations = {
        "publish": "publish",
        "upload": "upload",
        "find": "published_posts",
        "feedback": "published_posts",
        "thread": "comments",
        "again": "node",
        "counters": "node",
    }

    def __init__(self, simulator: Simulator, *, stranger: str = "zoe") -> None:
        self.simulator = simulator
        self.network = network_for(simulator.origin, timeout=1.0)
        self.stranger = stranger
        self.keeper = self.keeper_with(*SCOPES)

    def keeper_with(self, *scopes: str) -> MemoryKeeper:
        """Return a keeper whose token holds these scopes."""
        page = self.simulator.page
        token = self.simulator.issue(page.id, scopes=scopes)
        access = Access(
            origin=self.simulator.origin,
            account_id=page.id,
            secrets={"access_token": token.value, "tasks": ",".join(page.tasks)},
        )
        return MemoryKeeper(access, app=self.app())

    def app(self) -> DeveloperApp:
        app = self.simulator.app
        return DeveloperApp(self.simulator.origin, app.id, app.secret)

    def count_visible(self, text: str) -> int:
        return len(self._own(text))

    def _own(self, text: str) -> list[Any]:
        world = self.simulator.world
        world.settle_videos()
        said: list[Any] = [*world.posts.values(), *world.comments.values()]
        return [
            one for one in said if one.author_id == self.simulator.page.id and one.message == text
        ]

    def text_of(self, remote_id: str) -> str:
        world = self.simulator.world
        comment = world.comments.get(remote_id)
        return comment.message if comment else world.posts[remote_id].message

    def alt_texts_of(self, remote_id: str) -> list[str]:
        world = self.simulator.world
        return [world.photos[one].alt_text for one in world.posts[remote_id].photo_ids]

    def parent_of(self, remote_id: str) -> str | None:
        comment = self.simulator.world.comments[remote_id]
        return comment.parent_id or comment.post_id

    def text_of_length(self, length: int) -> str:
        return COSTLY + "a" * (length - COSTLY_LENGTH)

    def revoke(self) -> None:
        self.simulator.authority.kill(subcode=460)

    def act(self, action: str, **payload: Any) -> Any:
        return self.simulator.stranger(action, {"as": self.stranger, **payload})

    def stranger_replies(self, parent_id: str, text: str) -> str:
        return str(self.act("reply", parent_id=parent_id, text=text)["id"])

    def stranger_mentions(self, text: str) -> str:
        return str(self.act("mention", text=text)["id"])

    def stranger_writes(self, text: str) -> str:
        """Let the stranger send a private message; return its id."""
        return str(self.act("message", text=text)["id"])

    def stranger_deletes(self, remote_id: str) -> None:
        self.act("delete", id=remote_id)

    def stranger_edits(self, remote_id: str, text: str) -> bool:
        """Comments can be edited, and nothing tells when: a contract cannot ask for the instant."""
        return False

    def is_stranger_blocked(self) -> bool:
        world = self.simulator.world
        return world.blocks(self.simulator.page.id, world.people[self.stranger])

    def rename_stranger(self, name: str) -> None:
        self.act("rename", name=name)

    def small_pages(self, size: int) -> None:
        self.simulator.page_max = size

    def repeat_cursors(self) -> None:
        self.simulator.repeats_pages = True

    def webhook_about(self, remote_id: str) -> tuple[dict[str, str], bytes]:
        body = self.simulator.webhook(remote_id)
        headers = simulator_webhooks.sign(body, secret=self.simulator.app.secret)
        return {name.lower(): value for name, value in headers.items()}, body

    def withdrawal(self) -> dict[str, str]:
        told = {"user_id": self.simulator.person, "issued_at": int(self.now().timestamp())}
        secret = self.simulator.app.secret
        return {"signed_request": simulator_webhooks.signed_request(told, secret=secret)}

    def handshake(self, verify_token: str) -> dict[str, str]:
        return simulator_webhooks.handshake(verify_token)

    def is_satisfied_by(self, answer: Handshake) -> bool:
        return (answer.body, answer.media_type) == (simulator_webhooks.CHALLENGE, "text/plain")

    def developer_app(self, redirect_uri: str) -> DeveloperApp:
        self.simulator.set_up_app(redirect_uri)
        return self.app()

    def approve(self, authorize_url: str) -> str:
        return self.decide(authorize_url, "allow")["code"][0]

    def decide(
        self, authorize_url: str, decision: str, *, pages: list[str] | None = None
    ) -> dict[str, list[str]]:
        """Press a button of the page, as a browser does; return the query of where it leads."""
        chosen = list(self.simulator.world.pages) if pages is None else pages
        return consent.press(decision, authorize_url, account=chosen)

    def answer_once(
        self, route: str, body: Any, *, status: int = 200, headers: dict[str, str] | None = None
    ) -> None:
        """Let the next call of `route` get `body`, whatever it asks."""
        text = body if isinstance(body, str) else json.dumps(body)
        fault = Fault(FaultKind.ERROR_BEFORE, status=status, body=text, headers=headers or {})
        self.simulator.faults.add(route, fault)

    def refuse_once(self, route: str, code: int, subcode: int = 0, **more: Any) -> None:
        """Let the next call of `route` be refused as the Graph API does."""
        error = {"message": "no", "type": "OAuthException", "code": code, **more}
        if subcode:
            error["error_subcode"] = subcode
        self.answer_once(route, {"error": error}, status=400)

    def advance(self, **time: float) -> None:
        """Move the server's clock forward."""
        self.simulator.clock.advance(timedelta(**time))
