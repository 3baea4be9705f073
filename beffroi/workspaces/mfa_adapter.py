"""How second factors behave here: their secrets are sealed, passkeys bear our name."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from functools import partial

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http.request import split_domain_port
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from qrcode.image.svg import SvgPathFillImage
from qrcode.main import QRCode

from beffroi.core import crypto

#: The library seals text without saying whose: the purpose is all there is to bind to.
_BOUND_TO = "second-factor"
#: Under which names the library keeps what `encrypt` sealed.
_SEALED_FIELDS = ("secret", "seed")


class MFAAdapter(DefaultMFAAdapter):
    """Second factors of this installation."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is not the right one. Wait for the next one, or check it."),
    }

    def encrypt(self, text: str) -> str:
        """Seal the secret of an authenticator app, or the seed of recovery codes."""
        return base64.b64encode(crypto.seal(text.encode(), bound_to=_BOUND_TO)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open what `encrypt` sealed. Raises ValidationError, which the form of a code shows."""
        try:
            return crypto.open_sealed(_token(encrypted_text), bound_to=_BOUND_TO).decode()
        except crypto.CryptoError as error:
            raise ValidationError(
                gettext(
                    "Codes cannot be checked: the key file of this installation is missing or "
                    "another. Sign in with a passkey, or ask who looks after Beffroi."
                )
            ) from error

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        """Propose a name that tells one passkey from the next."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return gettext("Passkey %(number)s") % {"number": number}

    def build_totp_svg(self, url: str) -> str:
        """Draw the QR code on a ground of its own: cameras need it, also on a dark screen."""
        code = QRCode(image_factory=SvgPathFillImage)
        code.add_data(url)  # type: ignore[no-untyped-call]
        return str(code.make_image().to_string(encoding="unicode"))  # type: ignore[no-untyped-call]

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Name this site in the browser's passkey window; the host is what keys are bound to."""
        host, _port = split_domain_port(context.request.get_host())
        return {"id": host, "name": "Beffroi"}


def sealed_values() -> Iterator[crypto.SealedValue]:
    """Find the sealed secrets of second factors, for rotations of the keys."""
    for row in Authenticator.objects.order_by("pk").iterator():
        for name in _SEALED_FIELDS:
            if text := row.data.get(name):
                replace = partial(_replace, row.pk, name, text)
                yield crypto.SealedValue(_token(text), _BOUND_TO, replace)


def _token(text: str) -> bytes:
    """Return the token that `text` stands for; anything else opens under no key."""
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        return b""


@transaction.atomic
def _replace(pk: int, name: str, before: str, token: bytes) -> bool:
    row = Authenticator.objects.select_for_update().filter(pk=pk).first()
    if row is None or row.data.get(name) != before:
        return False
    row.data[name] = base64.b64encode(token).decode()
    row.save(update_fields=["data"])
    return True
