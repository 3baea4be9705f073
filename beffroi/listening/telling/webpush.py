"""Web push (RFC 8030): words only the browser can read (RFC 8291), signed as ours (RFC 8292). Pure.

Who sends them is `pushing`: the libraries that do this bring HTTP clients of their own.
"""

from __future__ import annotations

import base64
import json
import os
from dataclasses import dataclass
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

#: A push service must take 4,096 bytes; one record holds all.
_RECORD = 4096
_BODY_MAX = 3_000
#: A proof of who we are holds for half a day; a day is the most that is allowed.
_PROOF_SECONDS = 12 * 3600
_POINT_BYTES, _AUTH_BYTES, _SALT_BYTES = 65, 16, 16
#: A whole text in one record ends with this.
_LAST = b"\x02"


class NotAKey(ValueError):
    """What a browser handed over is no key of its own."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """Where a browser is reached, its public key (65 bytes) and what it shares with us (16)."""

    endpoint: str
    key: bytes
    auth: bytes

    @property
    def origin(self) -> str:
        """Of its push service."""
        parts = urlsplit(self.endpoint)
        return f"{parts.scheme}://{parts.netloc}"

    def stored(self) -> bytes:
        """Return it as it is sealed."""
        return json.dumps([self.endpoint, encoded(self.key), encoded(self.auth)]).encode()


def kept(stored: bytes) -> Subscription:
    """Return what `stored` wrote."""
    endpoint, key, auth = json.loads(stored)
    return Subscription(endpoint, decoded(key), decoded(auth))


def subscription(endpoint: str, *, key: str, auth: str) -> Subscription:
    """Return what a browser handed over; raises NotAKey."""
    made = Subscription(endpoint, decoded(key), decoded(auth))
    if len(made.key) != _POINT_BYTES or len(made.auth) != _AUTH_BYTES:
        raise NotAKey(endpoint)
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), made.key)
    except ValueError as error:
        raise NotAKey(endpoint) from error
    return made


def encrypt(
    text: bytes,
    to: Subscription,
    *,
    salt: bytes | None = None,
    own: ec.EllipticCurvePrivateKey | None = None,
) -> bytes:
    """Return a body with `content-encoding: aes128gcm`; `salt` and `own` are made anew."""
    salt = salt or os.urandom(_SALT_BYTES)
    own = own or ec.generate_private_key(ec.SECP256R1())
    point = point_of(own)
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), to.key)
    shared = own.exchange(ec.ECDH(), theirs)
    key, nonce = _derived(shared, to.auth, salt, theirs=to.key, ours=point)
    sealed = AESGCM(key).encrypt(nonce, text[:_BODY_MAX] + _LAST, None)
    return salt + _RECORD.to_bytes(4) + len(point).to_bytes(1) + point + sealed


def decrypt(body: bytes, *, own: ec.EllipticCurvePrivateKey, auth: bytes) -> bytes:
    """Return what a browser reads: for the push service of tests."""
    salt, length = body[:_SALT_BYTES], body[_SALT_BYTES + 4]
    begin = _SALT_BYTES + 5
    point, sealed = body[begin : begin + length], body[begin + length :]
    sender = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    shared = own.exchange(ec.ECDH(), sender)
    key, nonce = _derived(shared, auth, salt, theirs=point_of(own), ours=point)
    return AESGCM(key).decrypt(nonce, sealed, None).rstrip(b"\0").removesuffix(_LAST)


def _derived(
    shared: bytes, auth: bytes, salt: bytes, *, theirs: bytes, ours: bytes
) -> tuple[bytes, bytes]:
    """Return the key and the nonce of a text (RFC 8291, 3.4; RFC 8188, 2.2 and 2.3)."""
    secret = _hkdf(shared, salt=auth, info=b"WebPush: info\0" + theirs + ours, length=32)
    key = _hkdf(secret, salt=salt, info=b"Content-Encoding: aes128gcm\0", length=16)
    return key, _hkdf(secret, salt=salt, info=b"Content-Encoding: nonce\0", length=12)


def _hkdf(secret: bytes, *, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length=length, salt=salt, info=info).derive(secret)


def proof(key: ec.EllipticCurvePrivateKey, *, audience: str, contact: str, now_seconds: int) -> str:
    """Return the header `authorization` by which a push service knows us."""
    claims = {"aud": audience, "exp": now_seconds + _PROOF_SECONDS, "sub": contact}
    parts = [{"typ": "JWT", "alg": "ES256"}, claims]
    signed = ".".join(encoded(json.dumps(part, separators=(",", ":")).encode()) for part in parts)
    r, s = decode_dss_signature(key.sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
    token = f"{signed}.{encoded(r.to_bytes(32) + s.to_bytes(32))}"
    return f"vapid t={token}, k={encoded(point_of(key))}"


def point_of(key: ec.EllipticCurvePrivateKey) -> bytes:
    """Return a public key as 65 bytes."""
    return key.public_key().public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )


def encoded(value: bytes) -> str:
    """Return bytes in base64url without filling."""
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    """Return bytes from base64url, with or without filling; raises NotAKey."""
    try:
        return base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    except ValueError as error:
        raise NotAKey("not base64url") from error
