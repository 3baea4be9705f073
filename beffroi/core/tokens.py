"""Secrets that stand in addresses: whoever has one needs no session."""

from __future__ import annotations

import hashlib
import secrets

_BYTES = 32
#: Of one as it stands in an address; what is longer was never made here.
TOKEN_MAX = 64


def new_token() -> str:
    """Return what nobody guesses: 256 bits, in 43 signs."""
    return secrets.token_urlsafe(_BYTES)


def digest(token: str) -> str:
    """Return what is kept of a token in its place: whoever reads the database follows no link."""
    return hashlib.sha256(token.encode()).hexdigest()
