"""A passkey made of software: answers what a browser and its device would answer."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import sha256, websafe_decode, websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

Flag = AuthenticatorData.FLAG


@dataclass
class SoftKey:
    """One key for one site; `verifies` is whether it asks for a finger or a code."""

    site: str = "testserver"
    origin: str = "http://testserver"
    verifies: bool = True
    user_handle: bytes = b""
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    _secret: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def register(self, options: dict[str, Any]) -> str:
        """Answer a request to make a key, as the JSON that the form carries."""
        asked = options["publicKey"]
        self.user_handle = _bytes(asked["user"]["id"])
        client = self._client("webauthn.create", asked["challenge"])
        public = ES256.from_cryptography_key(self._secret.public_key())  # type: ignore[no-untyped-call]
        data = AuthenticatorData.create(
            sha256(self.site.encode()),
            self._flags() | Flag.AT,
            0,
            AttestedCredentialData.create(Aaguid.NONE, self.credential_id, public),
        )
        return self._answer(
            {
                "clientDataJSON": websafe_encode(client),
                "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
            },
            extensions={"credProps": {"rk": True}},
        )

    def sign(self, options: dict[str, Any]) -> str:
        """Answer a request to prove the key."""
        client = self._client("webauthn.get", options["publicKey"]["challenge"])
        data = AuthenticatorData.create(sha256(self.site.encode()), self._flags(), 0)
        signature = self._secret.sign(data + client.hash, ec.ECDSA(hashes.SHA256()))
        return self._answer(
            {
                "clientDataJSON": websafe_encode(client),
                "authenticatorData": websafe_encode(data),
                "signature": websafe_encode(signature),
                "userHandle": websafe_encode(self.user_handle),
            },
            extensions={},
        )

    def _flags(self) -> Any:
        return Flag.UP | Flag.UV if self.verifies else Flag.UP

    def _client(self, kind: Any, challenge: str) -> CollectedClientData:
        return CollectedClientData.create(kind, challenge, self.origin)

    def _answer(self, response: dict[str, str], *, extensions: dict[str, Any]) -> str:
        return json.dumps(
            {
                "id": websafe_encode(self.credential_id),
                "rawId": websafe_encode(self.credential_id),
                "type": "public-key",
                "clientExtensionResults": extensions,
                "response": response,
            }
        )


def _bytes(text: str) -> bytes:

    return websafe_decode(text)
