"""The hub beside the simulated source: it checks who asks, and posts what is new.

https://www.w3.org/TR/websub/ (read on 2026-11-22)
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlencode

from beffroi.networks.simulation_server import Call, Refusal, Reply
from beffroi.networks.simulation_webhooks import Posted, Storm, handshake, post_all

_FIELDS = frozenset({"hub.mode", "hub.topic", "hub.callback", "hub.lease_seconds", "hub.secret"})
_SECRET_BYTES_MAX = 199


@dataclass(slots=True)
class Asked:
    """One thing that somebody asked of the hub."""

    mode: str
    topic: str
    callback: str
    secret: str
    lease_seconds: int
    is_confirmed: bool = False


@dataclass(slots=True)
class Hub:
    """Remembers who wants what. `lease_seconds` 0 gives whatever is asked."""

    lease_seconds: int = 0
    denies: bool = False
    method: str = "sha256"
    asked: dict[str, Asked] = field(default_factory=dict)

    def take(self, call: Call, *, topic: str) -> Reply:
        """Take what is asked; whether it was meant is checked later."""
        form = {name: values[-1] for name, values in parse_qs(call.body.decode()).items()}
        missing = {"hub.mode", "hub.topic", "hub.callback"} - form.keys()
        if missing or form.keys() - _FIELDS or form["hub.topic"] != topic:
            raise Refusal(Reply(400, content=b"this is not what a hub takes"))
        if len(form.get("hub.secret", "").encode()) > _SECRET_BYTES_MAX:
            raise Refusal(Reply(400, content=b"the secret is too long"))
        if form["hub.mode"] not in {"subscribe", "unsubscribe"}:
            raise Refusal(Reply(400, content=b"no such mode"))
        wanted = int(form.get("hub.lease_seconds", "0")) or 432_000
        self.asked[form["hub.callback"]] = Asked(
            mode=form["hub.mode"],
            topic=form["hub.topic"],
            callback=form["hub.callback"],
            secret=form.get("hub.secret", ""),
            lease_seconds=min(wanted, self.lease_seconds or wanted),
        )
        return Reply(202, content=b"")

    def check(self, callback: str, *, topic: str = "") -> bool:
        """Ask the callback whether it was meant; tell whether it said so."""
        asked = self.asked[callback]
        told = {"hub.topic": topic or asked.topic}
        if self.denies:
            query = urlencode({"hub.mode": "denied", "hub.reason": "full", **told})
            handshake(callback, query)
            return False
        challenge = secrets.token_urlsafe(16)
        lease = {"hub.lease_seconds": str(asked.lease_seconds)} if asked.mode == "subscribe" else {}
        query = urlencode({"hub.mode": asked.mode, "hub.challenge": challenge, **told, **lease})
        status, words = handshake(callback, query)
        asked.is_confirmed = 200 <= status < 300 and words == challenge
        if asked.is_confirmed and asked.mode == "unsubscribe":
            del self.asked[callback]
        return asked.is_confirmed

    def push(self, body: bytes, *, storm: Storm | None = None) -> list[Posted]:
        """Post `body` to everybody who confirmed."""
        posted: list[Posted] = []
        for asked in list(self.asked.values()):
            if asked.is_confirmed:
                secret = asked.secret
                posted += post_all(
                    [body],
                    asked.callback,
                    sign=lambda signed, secret=secret: self.sign(signed, secret),  # type: ignore[misc]
                    storm=storm,
                )
        return posted

    def sign(self, body: bytes, secret: str) -> Mapping[str, str]:
        """Return the headers of a body; unsigned where no secret was told."""
        headers = {"Content-Type": "application/xml"}
        if secret:
            digest = hmac.new(secret.encode(), body, self.method).hexdigest()
            headers["X-Hub-Signature"] = f"{self.method}={digest}"
        return headers
