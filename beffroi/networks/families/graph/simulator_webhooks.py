"""Webhooks of the simulated Graph API: bodies, signatures, the handshake. Pure.

https://developers.facebook.com/docs/graph-api/webhooks/getting-started/ (read on 2026-11-22)
"""

from __future__ import annotations

import hashlib
import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from typing import Any

CHALLENGE = "1158201444"


def sign(body: bytes, *, secret: str) -> dict[str, str]:
    """Return the header that makes a body genuine."""
    digest = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return {"X-Hub-Signature-256": f"sha256={digest}"}


def handshake(verify_token: str) -> dict[str, str]:
    """Return the query by which an address is checked; it must answer CHALLENGE."""
    return {
        "hub.mode": "subscribe",
        "hub.challenge": CHALLENGE,
        "hub.verify_token": verify_token,
    }


def body(kind: str, account: str, *, at: float, **entry: Any) -> bytes:
    """Return a webhook about a `kind` (page, instagram…). `entry`: changes, or messaging."""
    told = {"object": kind, "entry": [{"id": account, "time": int(at), **entry}]}
    return json.dumps(told).encode()


def signed_request(payload: Mapping[str, Any], *, secret: str) -> str:
    """Return what is posted when a person takes the app away or wants to be forgotten."""
    told = json.dumps({"algorithm": "HMAC-SHA256", **payload}).encode()
    part = _encoded(told)
    signature = hmac.new(secret.encode(), part.encode(), hashlib.sha256).digest()
    return f"{_encoded(signature)}.{part}"


def _encoded(content: bytes) -> str:
    return urlsafe_b64encode(content).decode().rstrip("=")
