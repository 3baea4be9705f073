"""Webhooks of the simulated X: made, checked, subscribed to, and their bodies.

https://docs.x.com/x-api/webhooks/introduction and
https://docs.x.com/x-api/activity/event-payloads, read on 2026-11-22.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from base64 import b64encode
from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

from beffroi.networks.simulation_server import Call, Reply
from beffroi.networks.simulation_webhooks import handshake
from beffroi.networks.x.simulator_problems import Refused, invalid, problem
from beffroi.networks.x.simulator_state import SimulatedPost, State
from beffroi.networks.x.simulator_wire import instant, read_json

_EVENTS = frozenset(
    {
        "post.create",
        "post.delete",
        "post.mention.create",
        "post.reply.create",
        "post.quote.create",
        "dm.received",
        "oauth.revoke",
    }
)


class Webhooks:
    """What the app had made. `secret` signs."""

    def __init__(self, state: State, *, secret: str, now: Callable[[], datetime]) -> None:
        self.made: dict[str, dict[str, Any]] = {}
        self.subscriptions: dict[str, dict[str, Any]] = {}
        self._state = state
        self._secret = secret
        self._now = now

    def make(self, call: Call) -> Reply:
        """Make a webhook for an address, which must prove at once whose it is."""
        url = str(read_json(call).get("url") or "")
        split = urlsplit(url)
        is_here = split.hostname == "127.0.0.1"  # a test's own server: no certificate, a port
        if not is_here and (split.scheme != "https" or split.port is not None):
            raise invalid("url", url)
        if any(one["url"] == url for one in self.made.values()):
            raise invalid("url", url)
        if not self._is_proven(url, is_here=is_here):
            detail = "CRC GET request failed, or did not return a valid response_token"
            raise Refused(400, problem("", "WebhookConfigInvalid", detail))
        one: dict[str, Any] = {
            "id": self._state.new_id(),
            "url": url,
            "valid": self._state.flavour.webhooks_are_valid,
            "created_at": instant(self._now()),
        }
        self.made[one["id"]] = one
        return Reply(data={"data": one})

    def check(self, call: Call) -> Reply:
        """Check an address anew."""
        one = self.made.get(call.params["id"])
        if one is None:
            raise invalid("webhook_id", call.params["id"])
        one["valid"] = self._is_proven(one["url"], is_here="127.0.0.1" in one["url"])
        return Reply(data={"data": {"attempted": True}})

    def list_made(self, call: Call) -> Reply:
        """Return every webhook; without `data` when there is none."""
        return _listed(list(self.made.values()))

    def subscribe(self, call: Call, account_id: str) -> Reply:
        """Send one kind of event of an account to a webhook. The account must have said yes."""
        wanted = read_json(call)
        event, about = wanted.get("event_type"), wanted.get("filter")
        if event not in _EVENTS:
            raise invalid("event_type", str(event))
        if not isinstance(about, dict) or about.get("user_id") != account_id:
            raise invalid("filter", str(about))
        if wanted.get("webhook_id") not in self.made:
            raise invalid("webhook_id", str(wanted.get("webhook_id")))
        one = {"subscription_id": self._state.new_id(), **wanted}
        self.subscriptions[one["subscription_id"]] = one
        return Reply(data={"data": {"subscription": one}})

    def list_subscriptions(self, call: Call) -> Reply:
        """Return every subscription of the app."""
        return _listed(list(self.subscriptions.values()))

    def body_about(self, post: SimulatedPost, *, account_id: str) -> bytes:
        """Return what a webhook tells of a post."""
        own = self._state.posts.get(post.parent_id or "")
        is_reply = own is not None and own.author_id == account_id
        payload = {
            "id": post.id,
            "text": post.text,
            "author_id": post.author_id,
            "conversation_id": post.conversation_id,
            "created_at": instant(post.created_at),
        }
        event = "post.reply.create" if is_reply else "post.mention.create"
        return self.body(event, account_id=account_id, payload=payload)

    def body(self, event: str, *, account_id: str, payload: dict[str, Any]) -> bytes:
        """Return a body of any kind."""
        data = {
            "event_uuid": str(secrets.randbits(62)),
            "filter": {"user_id": account_id},
            "event_type": event,
            "tag": "beffroi",
            "payload": payload,
            "includes": {},
        }
        return json.dumps({"data": data}).encode()

    def sign(self, body: bytes) -> dict[str, str]:
        """Return the header that makes a body genuine."""
        return {"x-twitter-webhooks-signature": self.token_for(body)}

    def token_for(self, content: bytes) -> str:
        """Return the proof that only who knows the secret can give."""
        digest = hmac.new(self._secret.encode(), content, hashlib.sha256).digest()
        return f"sha256={b64encode(digest).decode()}"

    def _is_proven(self, url: str, *, is_here: bool) -> bool:
        """Ask an address whether it is ours. Only those on this machine are really asked."""
        if not is_here:
            return self._state.flavour.webhooks_are_valid
        token = secrets.token_urlsafe(16)
        try:
            status, body = handshake(url, urlencode({"crc_token": token}))
            answer = json.loads(body)
        except (OSError, ValueError):
            return False
        expected = {"response_token": self.token_for(token.encode())}
        return status == 200 and bool(answer == expected)


def _listed(items: list[dict[str, Any]]) -> Reply:
    meta = {"meta": {"result_count": len(items)}}
    return Reply(data={"data": items, **meta} if items else meta)
