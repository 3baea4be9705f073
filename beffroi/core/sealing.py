"""Sealing bytes with AES-256-GCM under keys that have names. Pure: no Django, no files.

A token is: version, name of the key, nonce, ciphertext with its tag. Nonces are random: a key may
seal 2^32 tokens before chance repeats one (NIST SP 800-38D, 8.3).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_VERSION = b"\x01"
_NAME_BYTES = 4
_NONCE_BYTES = 12
_TAG_BYTES = 16
_KEY_BYTES = 32
_HEADER_BYTES = len(_VERSION) + _NAME_BYTES


class CryptoError(Exception):
    """A sealed value could not be opened."""


class KeyMissing(CryptoError):
    """The key that sealed the value is not here: lost, or another installation's."""


class Tampered(CryptoError):
    """The value was changed, or belongs elsewhere."""


class KeyFileUnreadable(CryptoError):
    """The file of keys is not one."""


@dataclass(frozen=True, repr=False)
class Key:
    """A named secret."""

    name: bytes
    secret: bytes


@dataclass(frozen=True)
class Keyring:
    """The keys of an installation, oldest first; the last one seals."""

    keys: tuple[Key, ...]

    def seal(self, plaintext: bytes, *, bound_to: str) -> bytes:
        """Return a token that opens only with the same keys and the same `bound_to`."""
        key = self.keys[-1]
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = AESGCM(key.secret).encrypt(nonce, plaintext, _associated(key.name, bound_to))
        return _VERSION + key.name + nonce + sealed

    def open(self, token: bytes, *, bound_to: str) -> bytes:
        """Return the plaintext; raises KeyMissing, Tampered."""
        name = key_name(token)
        key = next((key for key in self.keys if key.name == name), None)
        if key is None:
            raise KeyMissing("The key that sealed this value is not in the key file.")
        nonce, sealed = token[_HEADER_BYTES:][:_NONCE_BYTES], token[_HEADER_BYTES + _NONCE_BYTES :]
        try:
            return AESGCM(key.secret).decrypt(nonce, sealed, _associated(name, bound_to))
        except InvalidTag:
            raise Tampered("This value was changed, or belongs elsewhere.") from None

    def fingerprint(self, text: str, *, purpose: str) -> str:
        """Return a digest that only the same keys give; the oldest counts, which rotations keep."""
        key = hmac.digest(self.keys[0].secret, b"fingerprint:" + purpose.encode(), hashlib.sha256)
        return hmac.digest(key, text.encode("utf-8", "replace"), hashlib.sha256).hex()

    def is_current(self, token: bytes) -> bool:
        """Tell whether the key that seals today sealed `token`."""
        return bool(self.keys) and key_name(token) == self.keys[-1].name


def key_name(token: bytes) -> bytes:
    """Return the name of the key that sealed `token`; raises Tampered."""
    if len(token) < _HEADER_BYTES + _NONCE_BYTES + _TAG_BYTES or token[:1] != _VERSION:
        raise Tampered("This is not a sealed value.")
    return token[1:_HEADER_BYTES]


def _associated(name: bytes, bound_to: str) -> bytes:
    return b"beffroi" + _VERSION + name + bound_to.encode()


def new_key() -> Key:
    """Make a key."""
    return Key(secrets.token_bytes(_NAME_BYTES), AESGCM.generate_key(bit_length=8 * _KEY_BYTES))


def write_keys(keyring: Keyring) -> str:
    """Return the text of a key file: one key a line, its name and its secret."""
    lines = [f"{key.name.hex()} {base64.b64encode(key.secret).decode()}\n" for key in keyring.keys]
    return "".join(lines)


def read_keys(text: str) -> Keyring:
    """Return the keys of a key file; raises KeyFileUnreadable."""
    return Keyring(tuple(_read_key(line) for line in text.splitlines() if line.strip()))


def _read_key(line: str) -> Key:
    try:
        name, secret = line.split()
        key = Key(bytes.fromhex(name), base64.b64decode(secret, validate=True))
    except (ValueError, binascii.Error):
        raise KeyFileUnreadable("A line of the key file is not a key.") from None
    if len(key.name) != _NAME_BYTES or len(key.secret) != _KEY_BYTES:
        raise KeyFileUnreadable("A key of the key file has the wrong length.")
    return key
