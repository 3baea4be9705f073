"""Hashes of mail addresses under a key of the workspace's own, sealed at rest."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from beffroi.core import crypto
from beffroi.reviews.models import AddressKey
from beffroi.workspaces.models import Workspace
from beffroi.workspaces.rules import normal_email

_KEY_BYTES = 32


def hasher(workspace: Workspace) -> AddressHasher:
    """Return what hashes addresses of this workspace; its key is made the first time.

    Raises core.crypto.CryptoError where the key cannot be opened: then nobody may be asked, since
    nobody knows who objected.
    """
    row = AddressKey.objects.filter(workspace=workspace).first() or _make(workspace)
    return AddressHasher(crypto.open_sealed(bytes(row.sealed), bound_to=binding(row)))


class AddressHasher:
    """Hashes addresses under one key."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def __call__(self, address: str) -> str:
        """Return 64 hexadecimal digits, the same for every spelling of an address."""
        return hmac.new(self._key, normal_email(address).encode(), hashlib.sha256).hexdigest()


def binding(row: AddressKey) -> str:
    """Return what a sealed key belongs to."""
    return f"reviews.address_key:{row.workspace_id}"


def _make(workspace: Workspace) -> AddressKey:
    """Make the key; whoever begins at the same time gets the same."""
    fresh = AddressKey(workspace=workspace)
    sealed = crypto.seal(secrets.token_bytes(_KEY_BYTES), bound_to=binding(fresh))
    row, _is_new = AddressKey.objects.get_or_create(
        workspace=workspace, defaults={"sealed": sealed}
    )
    return row
