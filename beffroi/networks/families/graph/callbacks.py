"""What Meta sends to us: webhooks, and requests to forget somebody. Pure.

https://developers.facebook.com/docs/graph-api/webhooks/getting-started/ and
https://developers.facebook.com/docs/development/create-an-app/app-dashboard/data-deletion-callback/
(read on 2026-11-22).
"""

from __future__ import annotations

import hashlib
import hmac
from base64 import urlsafe_b64decode
from binascii import Error as Base64Error
from collections.abc import Mapping
from datetime import UTC, datetime

from beffroi.networks import shapes
from beffroi.networks.contracts import Handshake
from beffroi.networks.json_text import MalformedJson, parse_json
from beffroi.networks.shapes import Record
from beffroi.networks.withdrawals import WithdrawalNotice

_CHALLENGE_MAX = 500


def shake_hands(query: Mapping[str, str], *, verify_token: str) -> Handshake | None:
    """Return the challenge when the one who asks knows our token, None otherwise."""
    is_ours = hmac.compare_digest(
        query.get("hub.verify_token", "").encode("utf-8", "replace"), verify_token.encode()
    )
    challenge = query.get("hub.challenge", "")
    if query.get("hub.mode") != "subscribe" or not verify_token or not is_ours:
        return None
    return Handshake(body=challenge) if 0 < len(challenge) <= _CHALLENGE_MAX else None


def is_genuine(headers: Mapping[str, str], body: bytes, *, secret: str) -> bool:
    """Tell whether the app's `secret` signed the raw `body`. Header names in lower case."""
    method, _, told = headers.get("x-hub-signature-256", "").partition("=")
    expected = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    is_signed = hmac.compare_digest(told.encode("utf-8", "replace"), expected.encode())
    return bool(secret) and method == "sha256" and is_signed


def read_entries(body: bytes, *, kind: str) -> list[Record]:
    """Return the entries of a webhook about a `kind` (page, instagram…); none when it is not."""
    try:
        data = parse_json(body)
    except MalformedJson:
        return []
    if not isinstance(data, dict) or data.get("object") != kind:
        return []
    entries = data.get("entry")
    return [one for one in entries if isinstance(one, dict)] if isinstance(entries, list) else []


def read_signed_request(value: str, *, secret: str) -> Record | None:
    """Return what a `signed_request` says (`user_id`, `issued_at`…), None when it is not genuine.

    Posted when a person takes the app away, or asks that what was read of them be deleted.
    """
    signature, dot, payload = value.partition(".")
    expected = hmac.new(secret.encode(), payload.encode("utf-8", "replace"), hashlib.sha256)
    told = _decoded(signature)
    if not dot or not secret or not hmac.compare_digest(told, expected.digest()):
        return None
    try:
        data = parse_json(_decoded(payload))
    except MalformedJson:
        return None
    is_known = isinstance(data, dict) and data.get("algorithm", "HMAC-SHA256") == "HMAC-SHA256"
    return shapes.record(data, "signed request") if is_known else None


def read_withdrawal(form: Mapping[str, str], *, secret: str) -> WithdrawalNotice | None:
    """Return who takes the app away or asks to be forgotten, None when it is not genuine.

    They are named by their number for this app: what they have elsewhere has others.
    """
    told = read_signed_request(form.get("signed_request", ""), secret=secret) or {}
    person_id, seconds = shapes.optional_text(told, "user_id"), shapes.whole(told, "issued_at")
    if not person_id or seconds is None:
        return None
    try:
        return WithdrawalNotice(person_id, asked_at=datetime.fromtimestamp(seconds, UTC))
    except (ValueError, OverflowError, OSError):
        return None


def _decoded(part: str) -> bytes:
    try:
        return urlsafe_b64decode(part + "=" * (-len(part) % 4))
    except (Base64Error, ValueError):
        return b""
