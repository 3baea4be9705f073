"""Atelier Martin's page on a simulated LinkedIn, seen from the outside."""

from __future__ import annotations

import hmac
import json
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

from beffroi.core.outbound import OutboundClient, OutboundPolicy
from beffroi.networks import registry
from beffroi.networks.contracts import Access, DeveloperApp, Handshake
from beffroi.networks.linkedin.adapter import LinkedIn
from beffroi.networks.linkedin.declaration import COMMUNITY_SCOPES, MEMBER_SCOPES
from beffroi.networks.linkedin.places import place_of
from beffroi.networks.linkedin.simulator import Simulator
from beffroi.networks.linkedin.simulator_oauth import App
from beffroi.networks.linkedin.simulator_strangers import ATELIER, CLAIRE
from beffroi.networks.simulation_faults import Fault, FaultKind
from beffroi.networks.tests import consent
from beffroi.networks.tests.world import MemoryKeeper, SimulatedWorld

REDIRECT = "https://beffroi.test/channels/return/"
EXTRA = {"community": "yes", "application_id": "226195237"}


class LinkedInWorld(SimulatedWorld):
    simulator: Simulator
    network: LinkedIn
    levels = 2
    operations = {
        "publish": "publish",
        "upload": "upload",
        "find": "find",
        "feedback": "notifications",
        "thread": "comments",
        "again": "post",
        "counters": "metadata",
    }

    def __init__(self, simulator: Simulator, *, account_id: str = ATELIER) -> None:
        self.simulator = simulator
        policy = OutboundPolicy(allow=frozenset([urlsplit(simulator.origin).netloc]))
        http = registry.network_http(
            OutboundClient(policy, timeout=1.0), clock=lambda: simulator.clock()
        )
        self.network = LinkedIn(http)
        self.is_member = account_id == CLAIRE
        self.made = self.make_app(has_community=not self.is_member)
        self.stranger = "zoe"
        self.keeper = MemoryKeeper(self.access(account_id), app=self.app(self.made))

    def make_app(self, *, has_community: bool = True, redirect_uri: str = REDIRECT) -> App:
        return self.simulator.authority.add_app([redirect_uri], has_community=has_community)

    def app(self, made: App, **extra: str) -> DeveloperApp:
        given = {**EXTRA, **extra} if made.has_community else extra
        return DeveloperApp(self.simulator.origin, made.client_id, made.client_secret, given)

    def access(self, account_id: str) -> Access:
        scopes = MEMBER_SCOPES if self.is_member else COMMUNITY_SCOPES
        issued = self.simulator.authority.issue(
            self.made.client_id, CLAIRE, scopes, gives_refresh_token=not self.is_member
        )
        now = self.simulator.clock()
        secrets = {
            "access_token": issued["access_token"],
            "refresh_token": issued.get("refresh_token", ""),
            "expires_at": (now + timedelta(seconds=issued["expires_in"])).isoformat(),
            "scopes": " ".join(scopes),
            "member": "" if self.is_member else CLAIRE,
        }
        kept = {name: value for name, value in secrets.items() if value}
        return Access(origin=self.simulator.origin, account_id=account_id, secrets=kept)

    def developer_app(self, redirect_uri: str) -> DeveloperApp:
        return self.app(self.make_app(redirect_uri=redirect_uri))

    # What the server holds.

    def count_visible(self, text: str) -> int:
        ours = self.keeper.read().account_id
        state = self.simulator.state
        posts = sum(one.author == ours and one.text == text for one in state.posts.values())
        return posts + sum(
            one.actor == ours and one.text == text for one in state.comments.values()
        )

    def text_of(self, remote_id: str) -> str:
        place = place_of(remote_id)
        if place.comment:
            return self.simulator.state.comments[place.comment].text
        return self.simulator.state.posts[remote_id].text

    def alt_texts_of(self, remote_id: str) -> list[str]:
        content = self.simulator.state.posts[remote_id].content
        images = content.get("multiImage", {}).get("images") or [content["media"]]
        return [image.get("altText", "") for image in images]

    def parent_of(self, remote_id: str) -> str | None:
        comment = self.simulator.state.comments[place_of(remote_id).comment]
        above = self.simulator.state.comments.get(comment.parent)
        return above.remote_id if above else comment.post.urn

    def text_of_length(self, length: int) -> str:
        return "🥐(#pain)" + "é" * (length - 9)

    def revoke(self) -> None:
        self.simulator.authority.revoke_all()

    # What others do.

    def act(self, action: str, **payload: Any) -> Any:
        return self.simulator.stranger(action, {"as": self.stranger, **payload})

    def stranger_replies(self, parent_id: str, text: str) -> str:
        return str(self.act("reply", parent_id=parent_id, text=text)["id"])

    def stranger_mentions(self, text: str) -> str:
        return str(self.act("mention", text=text)["id"])

    def stranger_deletes(self, remote_id: str) -> None:
        self.act("delete", id=remote_id)

    def stranger_edits(self, remote_id: str, text: str) -> bool:
        self.let_time_pass()
        self.act("edit", id=remote_id, text=text)
        return True

    def rename_stranger(self, name: str) -> None:
        self.act("rename", name=name)

    def small_pages(self, size: int) -> None:
        self.change(page_max=size)

    def repeat_cursors(self) -> None:
        self.change(repeats_pages=True)

    def change(self, **settings: Any) -> None:
        self.simulator.flavour = replace(self.simulator.flavour, **settings)

    def advance(self, **time: float) -> None:
        self.simulator.clock.advance(timedelta(**time))

    def answer_once(self, route: str, body: Any, *, status: int = 200, **headers: str) -> None:
        """Let the next call of `route` get `body`, whatever it asks."""
        text = body if isinstance(body, str) else json.dumps(body)
        fault = Fault(FaultKind.ERROR_BEFORE, status=status, body=text, headers=headers)
        self.simulator.faults.add(route, fault)

    # Webhooks.

    def webhook_about(self, remote_id: str) -> tuple[dict[str, str], bytes]:
        place = place_of(remote_id)
        told = [
            one
            for one in self.simulator.state.notifications
            if place.comment in one.made and one.source == place.post
        ]
        (body,) = self.simulator.webhook_bodies(told)
        signed = self.simulator.sign(body, self.made.client_secret)
        return {name.lower(): value for name, value in signed.items()}, body

    def handshake(self, verify_token: str) -> dict[str, str]:
        self.challenge = "890e4665-4dfe-4ab1-b689-ed553bceeed0"
        return {"challengeCode": self.challenge, "applicationId": EXTRA["application_id"]}

    def is_satisfied_by(self, answer: Handshake) -> bool:
        told = json.loads(answer.body)
        secret = self.made.client_secret.encode()
        wanted = hmac.new(secret, self.challenge.encode(), sha256).hexdigest()
        is_json = answer.media_type == "application/json"
        return is_json and told == {
            "challengeCode": self.challenge,
            "challengeResponse": wanted,
        }

    # Consent.

    def approve(self, authorize_url: str) -> str:
        return self.decide(authorize_url, "allow")["code"][0]

    def ask(self, authorize_url: str) -> tuple[int, str, bytes]:
        """Open the page where a person says yes: status, where it leads, what it shows."""
        url = urlsplit(authorize_url)
        connection = HTTPConnection(url.netloc, timeout=5)
        connection.request("GET", f"{url.path}?{url.query}")
        answer = connection.getresponse()
        shown = answer.status, answer.headers.get("Location", ""), answer.read()
        connection.close()
        return shown

    def decide(self, authorize_url: str, decision: str) -> dict[str, list[str]]:
        """Press a button of the page, as a browser does; return the query of where it leads."""
        return consent.press(decision, authorize_url)
