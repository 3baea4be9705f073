"""Webhooks: asked for, checked, and read as hints.

https://learn.microsoft.com/en-us/linkedin/shared/api-guide/webhook-validation and
https://learn.microsoft.com/en-us/linkedin/marketing/community-management/organizations/
organization-social-action-notifications (read on 2026-11-22)
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping, Sequence
from hashlib import sha256

from beffroi.networks import shapes
from beffroi.networks.callbacks import is_challenge
from beffroi.networks.contracts import DeveloperApp, Handshake, Notice
from beffroi.networks.errors import AppMisconfigured
from beffroi.networks.json_text import MalformedJson, parse_json
from beffroi.networks.linkedin import restli
from beffroi.networks.linkedin.client import Api
from beffroi.networks.linkedin.feedback import parse_notifications
from beffroi.networks.shapes import Record

EVENT_TYPE = "ORGANIZATION_SOCIAL_ACTION_NOTIFICATIONS"
#: Part of what is signed, and not of the signature.
_PREFIX = b"hmacsha256="


def shake_hands(query: Mapping[str, str], *, app: DeveloperApp) -> Handshake | None:
    """Answer a challenge with our secret; it comes again every two hours."""
    challenge = query.get("challengeCode", "")
    if not is_challenge(challenge) or not app.client_secret:
        return None
    answer = {
        "challengeCode": challenge,
        "challengeResponse": _signature(challenge.encode(), app=app),
    }
    return Handshake(json.dumps(answer), media_type="application/json")


def is_genuine(headers: Mapping[str, str], body: bytes, *, app: DeveloperApp) -> bool:
    """Tell whether `body` was signed with our app's secret."""
    told = headers.get("x-li-signature", "").encode("utf-8", "replace")
    expected = _signature(_PREFIX + body, app=app).encode()
    return bool(app.client_secret) and hmac.compare_digest(told, expected)


def read_notices(body: bytes) -> Sequence[Notice]:
    """Return what a body tells of each page. The same thing told twice has the same id."""
    try:
        data = parse_json(body)
    except MalformedJson:
        return []
    told = data.get("notifications") if isinstance(data, dict) else None
    elements = [one for one in told if isinstance(one, dict)] if isinstance(told, list) else []
    return [notice for one in elements for notice in _notices(one)]


def subscribe(api: Api, *, callback_url: str) -> None:
    """Ask for webhooks about our page. Asking again is the same."""
    api.read("PUT", subscription_path(api), json={"webhook": callback_url})


def subscription_path(api: Api) -> str:
    """Return the address of our subscription. AppMisconfigured without the app's number."""
    number = api.app.extra.get("application_id", "").strip().rpartition(":")[2]
    if not number.isascii() or not number.isdigit():
        raise AppMisconfigured("the number of the developer app is missing")
    key = restli.keyed(
        {
            "developerApplication": f"urn:li:developerApplication:{number}",
            "user": api.member,
            "entity": api.actor,
            "eventType": EVENT_TYPE,
        }
    )
    return f"/rest/eventSubscriptions/{key}"


def _notices(element: Record) -> list[Notice]:
    account_id = shapes.optional_text(element, "organizationalEntity") or ""
    if not account_id:
        return []
    return [
        Notice(account_id, remote_ids=(one.place.remote_id,), event_id=one.id)
        for one in parse_notifications([element])
    ]


def _signature(message: bytes, *, app: DeveloperApp) -> str:
    return hmac.new(app.client_secret.encode(), message, sha256).hexdigest()
