"""A simulated LinkedIn: its calls, its pages for people, its webhooks, and the others there.

`python -m beffroi.networks.linkedin.simulator --port 8908` runs it alone. Claire Martin administers
the pages Atelier Martin and Boulangerie Martin; Zoé and Rémi are members. POST /_simulator/flavour
changes how the network behaves: its body is some of Flavour's fields.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qsl

from beffroi.networks.json_text import JSON
from beffroi.networks.linkedin import simulator_entities as entities
from beffroi.networks.linkedin import simulator_oauth as oauth
from beffroi.networks.linkedin import simulator_strangers as strangers
from beffroi.networks.linkedin.simulator_discussions import Discussions
from beffroi.networks.linkedin.simulator_media import Shelf
from beffroi.networks.linkedin.simulator_posts import Posts
from beffroi.networks.linkedin.simulator_reports import Reports
from beffroi.networks.linkedin.simulator_state import (
    Flavour,
    SimulatedNotification,
    SimulatedPost,
    State,
)
from beffroi.networks.linkedin.simulator_wire import Refused
from beffroi.networks.simulation import Simulator as BaseSimulator
from beffroi.networks.simulation import run
from beffroi.networks.simulation_page import VisiblePost
from beffroi.networks.simulation_server import Call, Refusal, Reply, Route

_HTML = "text/html; charset=utf-8"
_BATCH = 10
_SPANS = {"processing", "ghosts_for", "counted_after"}


class Simulator(BaseSimulator):
    """One network. `flavour` may be changed at any time, also over the control door."""

    network = "LinkedIn"

    def __init__(self, *, port: int = 0, flavour: Flavour | None = None) -> None:
        self._flavour = flavour or Flavour()
        super().__init__(port=port)

    @property
    def flavour(self) -> Flavour:
        """How the network behaves now."""
        return self.state.flavour

    @flavour.setter
    def flavour(self, flavour: Flavour) -> None:
        self._flavour = self.state.flavour = flavour

    def reset_world(self) -> None:
        """Make the world new, with its people and pages. Apps and tokens die."""
        self.state = State(self._flavour, clock=self.clock, ledger=self.ledger)
        self.authority = oauth.Authority(clock=self.clock)
        self.shelf = Shelf(clock=self.clock)
        strangers.settle(self.state)

    def routes(self) -> Sequence[Route]:
        """Return the calls of the interface, then those for people and their consent."""
        authorization = "/oauth/v2/authorization"
        people: list[tuple[str, str, str, Callable[[Call], Reply]]] = [
            ("authorize", "GET", authorization, self._ask),
            ("authorize", "POST", authorization, self._decide),
            ("control", "POST", "/_simulator/flavour", self._set_flavour),
        ]
        plain = [
            Route(name, method, path, self._answering(handler))
            for name, method, path, handler in people
        ]
        parts = (Posts(self), Discussions(self), Reports(self))
        token = Route(
            "token",
            "POST",
            "/oauth/v2/accessToken",
            self._answering(self._token),
            doubts=("the words of its refusals", "whether an app in development may refresh"),
        )
        return [*(route for part in parts for route in part.routes()), token, *plain]

    def visible_posts(self) -> Sequence[VisiblePost]:
        """Return every post and comment, newest first."""
        posts = [self._shown(one) for one in self.state.posts.values()]
        comments = [
            VisiblePost(
                handle=self._handle(one.actor),
                display_name=self._name(one.actor),
                text=one.text,
                at=one.created_at,
                answers=self._handle(one.post.author),
            )
            for one in self.state.comments.values()
        ]
        return sorted([*posts, *comments], key=lambda one: one.at, reverse=True)

    def declare_app(self, redirect_uri: str) -> Mapping[str, str]:
        """Make an app that has the community products."""
        app = self.authority.add_app([redirect_uri], has_community=True)
        return {
            "client_id": app.client_id,
            "client_secret": app.client_secret,
            "community": "yes",
            "application_id": "226195237",
        }

    def stranger(self, action: str, payload: Mapping[str, Any]) -> JSON:
        """Let `payload["as"]` (zoe or remi) do one of strangers.ACTIONS."""
        with self.lock:
            try:
                return strangers.act(self.state, action, payload)
            except Refused as refused:
                raise ValueError(refused.body["message"]) from refused

    # Webhooks.

    def webhook_bodies(self, told: Sequence[SimulatedNotification]) -> list[bytes]:
        """Return the bodies that tell of notifications, ten in each."""
        written = [entities.notification(one, subscriber=strangers.CLAIRE) for one in told]
        batches = [written[at : at + _BATCH] for at in range(0, len(written), _BATCH)]
        kind = "ORGANIZATION_SOCIAL_ACTION_NOTIFICATIONS"
        return [
            json.dumps({"type": kind, "notifications": batch}, ensure_ascii=False).encode()
            for batch in batches
        ]

    @staticmethod
    def sign(body: bytes, client_secret: str) -> dict[str, str]:
        """Return the header that makes a body genuine: what is signed has a prefix."""
        message = b"hmacsha256=" + body
        return {"X-LI-Signature": hmac.new(client_secret.encode(), message, sha256).hexdigest()}

    # Consent.

    def _answering(self, handler: Callable[[Call], Reply]) -> Callable[[Call], Reply]:
        def answer(call: Call) -> Reply:
            try:
                return handler(call)
            except oauth.OAuthRefused as refused:
                raise Refusal(refused.reply) from refused
            except Refused as refused:
                raise Refusal(refused.reply) from refused

        return answer

    def _ask(self, call: Call) -> Reply:
        fields = {name: values[-1] for name, values in call.query.items()}
        request = self.authority.check(fields)
        scope = self.authority.unauthorized(request)
        if scope:
            description = f'Scope "{scope}" is not authorized for your application'
            address = request.return_address(
                error="unauthorized_scope_error", error_description=description
            )
            return _redirect(address)
        page = oauth.render_consent(request, fields, name=self.state.names[strangers.CLAIRE])
        return Reply(content=page.encode(), media_type=_HTML)

    def _decide(self, call: Call) -> Reply:
        fields = _form(call)
        request = self.authority.check(fields)
        if fields.get("decision") != "allow":
            return _redirect(request.return_address(error="user_cancelled_authorize"))
        code = self.authority.allow(request, strangers.CLAIRE)
        return _redirect(request.return_address(code=code))

    def _token(self, call: Call) -> Reply:
        gives = self.flavour.gives_refresh_tokens
        return Reply(data=self.authority.exchange(_form(call), gives_refresh_token=gives))

    # For other processes.

    def _set_flavour(self, call: Call) -> Reply:
        try:
            wanted = call.json()
            for name in wanted.keys() & _SPANS:  # told in seconds
                wanted[name] = timedelta(seconds=wanted[name])
            self.flavour = replace(self.flavour, **wanted)
        except TypeError as error:
            raise Refused(400, "ILLEGAL_ARGUMENT", str(error)) from error
        return Reply(data={})

    def _shown(self, one: SimulatedPost) -> VisiblePost:
        images = (one.content.get("multiImage") or {}).get("images") or [
            one.content.get("media") or {}
        ]
        alt_texts = tuple(str(image.get("altText", "")) for image in images if image)
        return VisiblePost(
            handle=self._handle(one.author),
            display_name=self._name(one.author),
            text=one.text,
            at=one.created_at,
            alt_texts=alt_texts,
        )

    def _name(self, urn: str) -> str:
        page = self.state.organizations.get(urn)
        return page.name if page else self.state.names.get(urn, urn)

    def _handle(self, urn: str) -> str:
        page = self.state.organizations.get(urn)
        return page.vanity if page else urn.rpartition(":")[2]


def _form(call: Call) -> dict[str, str]:
    return dict(parse_qsl(call.body.decode(), keep_blank_values=True))


def _redirect(address: str) -> Reply:
    return Reply(302, headers={"Location": address}, content=b"")


if __name__ == "__main__":
    run(Simulator, about="Claire Martin (consent page: Allow)")
