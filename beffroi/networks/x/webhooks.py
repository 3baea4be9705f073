"""What X tells by itself: whether an address is ours, and what happened around an account.

https://docs.x.com/x-api/webhooks/introduction and
https://docs.x.com/x-api/activity/event-payloads, read on 2026-11-22.
"""

from __future__ import annotations

import hmac
import json
from base64 import b64encode
from collections.abc import Mapping, Sequence
from hashlib import sha256

from beffroi.networks import shapes
from beffroi.networks.callbacks import is_challenge
from beffroi.networks.contracts import DeveloperApp, Handshake, Notice
from beffroi.networks.json_text import MalformedJson, parse_json
from beffroi.networks.shapes import Record
from beffroi.networks.x.client import Session, data_of, list_of
from beffroi.networks.x.declaration import CONSUMER_SECRET
from beffroi.networks.x.messages import remote_id_of

SIGNATURE = "x-twitter-webhooks-signature"
#: What we are told of; each is paid.
EVENTS = ("post.mention.create", "post.reply.create", "post.quote.create", "dm.received")
_ABOUT_POSTS = "post."
_ABOUT_MESSAGES = "dm."
_REVOKED = "oauth.revoke"


def shake_hands(query: Mapping[str, str], *, app: DeveloperApp) -> Handshake | None:
    """Answer the check that X makes when a webhook is made, and every hour."""
    token, secret = query.get("crc_token", ""), app.extra.get(CONSUMER_SECRET, "")
    if not is_challenge(token) or not secret:
        return None
    answer = {"response_token": signature(token.encode(), secret=secret)}
    return Handshake(body=json.dumps(answer), media_type="application/json")


def is_genuine(headers: Mapping[str, str], body: bytes, *, app: DeveloperApp) -> bool:
    """Tell whether X signed `body`."""
    secret = app.extra.get(CONSUMER_SECRET, "")
    expected = signature(body, secret=secret).encode()
    told = headers.get(SIGNATURE, "").encode("utf-8", "replace")
    return bool(secret) and hmac.compare_digest(told, expected)


def signature(content: bytes, *, secret: str) -> str:
    """Return what X writes beside what it sends, and wants to read in what it is answered."""
    return f"sha256={b64encode(hmac.digest(secret.encode(), content, sha256)).decode()}"


def read_notices(body: bytes) -> Sequence[Notice]:
    """Return what a body tells; what is not understood is left out."""
    try:
        parsed = parse_json(body)
    except MalformedJson:
        return []
    data = parsed.get("data") if isinstance(parsed, dict) else None
    events = data if isinstance(data, list) else [data]
    notices = (_notice(one) for one in events if isinstance(one, dict))
    return [one for one in notices if one]


def subscribe(session: Session, *, callback_url: str) -> None:
    """Have a webhook where there is none, checked anew where it failed, and events sent to it."""
    webhook_id = _webhook(session, callback_url)
    wanted = set(EVENTS) - _subscribed(session, webhook_id)
    for event in sorted(wanted):
        session.read(
            "POST",
            "/2/activity/subscriptions",
            json={
                "event_type": event,
                "filter": {"user_id": session.account_id},
                "webhook_id": webhook_id,
            },
        )


def _webhook(session: Session, callback_url: str) -> str:
    known = list_of(session.as_app("GET", "/2/webhooks"), "webhooks")
    for one in known:
        if one.get("url") == callback_url:
            webhook_id = shapes.text(one, "id")
            if one.get("valid") is not True:
                session.as_app("PUT", f"/2/webhooks/{webhook_id}")
            return webhook_id
    made = session.as_app("POST", "/2/webhooks", json={"url": callback_url})
    return shapes.text(data_of(made, "webhook"), "id")


def _subscribed(session: Session, webhook_id: str) -> set[str]:
    """Return which events of our account the webhook already gets."""
    known = list_of(session.as_app("GET", "/2/activity/subscriptions"), "subscriptions")
    return {
        str(one.get("event_type"))
        for one in known
        if shapes.inner(one, "filter").get("user_id") == session.account_id
        and one.get("webhook_id") == webhook_id
    }


def _notice(event: Record) -> Notice | None:
    kind = shapes.optional_text(event, "event_type") or ""
    account_id = shapes.optional_text(shapes.inner(event, "filter"), "user_id")
    event_id = shapes.optional_text(event, "event_uuid") or ""
    remote_ids = _remote_ids(kind, shapes.inner(event, "payload"))
    # A withdrawn yes says nothing to read: whatever is read next shows that we no longer may.
    if not account_id or not (remote_ids or kind == _REVOKED):
        return None
    return Notice(account_id, remote_ids, event_id)


def _remote_ids(kind: str, payload: Record) -> tuple[str, ...]:
    if kind.startswith(_ABOUT_POSTS):
        post_id = shapes.optional_text(payload, "id")
        return (post_id,) if post_id else ()
    if kind.startswith(_ABOUT_MESSAGES):
        listed = payload.get("direct_message_events")
        told = shapes.records(listed, "messages") if isinstance(listed, list) else []
        numbers = (shapes.optional_text(one, "id") for one in told)
        return tuple(remote_id_of(number) for number in numbers if number)
    return ()
