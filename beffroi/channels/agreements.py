"""Seals what is agreed at a door with who calls there: as a developer app, its secret in it."""

from __future__ import annotations

import json

from beffroi.core import crypto
from beffroi.networks.contracts import DeveloperApp
from beffroi.networks.errors import AppMisconfigured


def sealed(agreed: DeveloperApp, *, bound_to: str) -> bytes:
    """Return what is agreed, sealed for one door alone."""
    values = {
        "origin": agreed.origin,
        "client_id": agreed.client_id,
        "client_secret": agreed.client_secret,
        "extra": dict(agreed.extra),
    }
    return crypto.seal(json.dumps(values, sort_keys=True).encode(), bound_to=bound_to)


def opened(stored: bytes | memoryview, *, bound_to: str) -> DeveloperApp:
    """Return what was agreed at a door. Raises AppMisconfigured when no key opens it."""
    try:
        plain = crypto.open_sealed(bytes(stored), bound_to=bound_to)
    except crypto.CryptoError as error:
        raise AppMisconfigured(type(error).__name__) from error
    return DeveloperApp(**json.loads(plain))
