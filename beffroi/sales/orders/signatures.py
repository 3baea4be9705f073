"""Proves that a call came from the shop that holds a secret. Pure.

WooCommerce: `generate_signature` of class-wc-webhook.php, read on 2026-11-28: base64 of the
HMAC-SHA256 of the raw body, under the webhook's secret with its HTML entities decoded. Its ping has
no signature (`woocommerce.is_ping`). A shop that chose another hash by a filter counts as forged.
Shopify: shopify.dev/docs/apps/build/webhooks/verify-deliveries, read on 2026-11-28: the same under
the app's client secret, or the key that the admin shows for webhooks made there.
Ours, which a PrestaShop module or a form sends: the hour too, so that a call kept by somebody is of
no use after five minutes.
"""

from __future__ import annotations

import hmac
import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from beffroi.sales.orders.bodies import header

WOOCOMMERCE = "X-WC-Webhook-Signature"
SHOPIFY = "X-Shopify-Hmac-Sha256"
OURS = "Beffroi-Signature"
TOLERATED_SECONDS = 5 * 60
#: A secret that could be guessed proves nothing.
SECRET_LENGTH_MIN = 8
_SIGNATURES_MAX = 8
_HEADER_MAX = 1000
_AT = re.compile(r"[0-9]{1,12}")
_DIGEST = re.compile(r"[0-9a-f]{64}")


class Proof(StrEnum):
    """What the signature of a call proves."""

    GENUINE = "genuine"
    #: It has none.
    MISSING = "missing"
    #: It was not made with any of the secrets, or it is of another body.
    FORGED = "forged"
    #: It was made, but not within five minutes.
    STALE = "stale"


def prove_woocommerce(headers: Mapping[str, str], body: bytes, secrets: Sequence[str]) -> Proof:
    """Hold a call of WooCommerce against the secrets of its webhook, any of which may sign."""
    return _prove_base64(header(headers, WOOCOMMERCE), body, secrets)


def prove_shopify(headers: Mapping[str, str], body: bytes, secrets: Sequence[str]) -> Proof:
    """Hold a call of Shopify against secrets; one that was replaced signs for an hour more."""
    return _prove_base64(header(headers, SHOPIFY), body, secrets)


def prove_ours(
    headers: Mapping[str, str], body: bytes, secrets: Sequence[str], *, now: datetime
) -> Proof:
    """Hold `t=unix seconds,v1=hex` against secrets; a call may bear several `v1`."""
    told = header(headers, OURS)[:_HEADER_MAX]
    if not told.strip():
        return Proof.MISSING
    parts = [part.strip().partition("=") for part in told.split(",")]
    times = [value for key, _sign, value in parts if key == "t" and _AT.fullmatch(value)]
    digests = [value.lower() for key, _sign, value in parts if key == "v1"][:_SIGNATURES_MAX]
    if len(times) != 1:
        return Proof.FORGED
    expected = [_ours(secret, body, times[0]) for secret in _usable(secrets)]
    if not _any_same([one for one in digests if _DIGEST.fullmatch(one)], expected):
        return Proof.FORGED
    is_old = abs(int(now.timestamp()) - int(times[0])) > TOLERATED_SECONDS
    return Proof.STALE if is_old else Proof.GENUINE


def seconds_off(headers: Mapping[str, str], *, now: datetime) -> int | None:
    """Return how many seconds the hour of a call of ours is before now; None where it tells none.

    Below zero its clock is ahead.
    """
    told = header(headers, OURS)[:_HEADER_MAX]
    times = [part.strip()[2:] for part in told.split(",") if part.strip().startswith("t=")]
    if len(times) != 1 or not _AT.fullmatch(times[0]):
        return None
    return int(now.timestamp()) - int(times[0])


def sign_base64(secret: str, body: bytes) -> str:
    """Return what WooCommerce and Shopify write beside a body."""
    return b64encode(hmac.digest(secret.encode(), body, sha256)).decode()


def sign_ours(secret: str, body: bytes, *, at_seconds: int) -> str:
    """Return what a module or a form writes beside a body in our own way."""
    return f"t={at_seconds},v1={_ours(secret, body, str(at_seconds))}"


def _ours(secret: str, body: bytes, at_seconds: str) -> str:
    return hmac.digest(secret.encode(), f"{at_seconds}.".encode() + body, sha256).hex()


def _prove_base64(told: str, body: bytes, secrets: Sequence[str]) -> Proof:
    given = told[:_HEADER_MAX].strip()
    if not given:
        return Proof.MISSING
    expected = [sign_base64(secret, body) for secret in _usable(secrets)]
    return Proof.GENUINE if _any_same([given], expected) else Proof.FORGED


def _usable(secrets: Sequence[str]) -> list[str]:
    return [one for one in secrets if len(one) >= SECRET_LENGTH_MIN]


def _any_same(given: Sequence[str], expected: Sequence[str]) -> bool:
    """Compare all with all, so that the time taken tells nothing."""
    found = [
        hmac.compare_digest(one.encode("utf-8", "replace"), other.encode())
        for one in given
        for other in expected
    ]
    return any(found)
