"""The forms of passkeys and codes: those of django-allauth, in our words."""

from __future__ import annotations

from typing import Any

from allauth.mfa.base import forms as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.utils.translation import gettext_lazy as _

from beffroi.workspaces.plain_forms import Plain

#: Of what a browser answers for a passkey; real answers stay below 10,000 signs.
_ANSWER_MAX = 50_000
_NOT_ACCEPTED = _("This passkey was not accepted. Try again, or sign in another way.")
_MISSHAPEN = (LookupError, AttributeError, TypeError, RecursionError)


class SecondFactorForm(Plain, mfa.AuthenticateForm):
    """A code of the authenticator app, or a recovery code."""

    words = {"code": _("Code of your app, or a recovery code")}
    longest = 32


class SecondFactorAgainForm(Plain, mfa.ReauthenticateForm):
    """The same, before something delicate."""

    words = {"code": _("Code of your app, or a recovery code")}
    longest = 32


class ActivateAppForm(Plain, totp.ActivateTOTPForm):
    """The first code, which proves that the app has the secret."""

    words = {"code": _("The code that the app shows")}
    longest = 32


class PasskeyAnswer(forms.JSONField):
    """What a browser answers for a passkey: bounded, and refused when it cannot be read."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> Any:
        """Read the JSON, which may also be too long or too deep."""
        if isinstance(value, str) and len(value) > _ANSWER_MAX:
            raise forms.ValidationError(_NOT_ACCEPTED)
        try:
            return super().to_python(value)
        except RecursionError:
            raise forms.ValidationError(_NOT_ACCEPTED) from None


class AddPasskeyForm(Plain, webauthn.AddWebAuthnForm):
    """A name for the key; what the browser answers travels beside it."""

    words = {"name": _("A name for this key")}
    hints = {"name": _("The device, for instance: “Office computer”.")}
    longest = 80
    credential = PasskeyAnswer()

    def clean(self) -> dict[str, Any]:
        """Refuse an answer of another shape, which the library would trip over."""
        try:
            return dict(super().clean())
        except _MISSHAPEN:
            raise forms.ValidationError(_NOT_ACCEPTED) from None


class _ReadsAnswers:
    """Refuses a passkey's answer of another shape, which the library would trip over."""

    def clean_credential(self) -> Authenticator:
        """Return the key that answered."""
        try:
            found: Authenticator = super().clean_credential()  # type: ignore[misc]
        except _MISSHAPEN:
            raise forms.ValidationError(_NOT_ACCEPTED) from None
        return found


class PasskeyForm(_ReadsAnswers, webauthn.AuthenticateWebAuthnForm):
    """A passkey as the second step."""

    credential = PasskeyAnswer()


class PasskeySignInForm(_ReadsAnswers, webauthn.LoginWebAuthnForm):
    """A passkey alone."""

    credential = PasskeyAnswer()


class PasskeyAgainForm(_ReadsAnswers, webauthn.ReauthenticateWebAuthnForm):
    """A passkey, before something delicate."""

    credential = PasskeyAnswer()


class RenamePasskeyForm(Plain, webauthn.EditWebAuthnForm):
    """Another name for the key."""

    words = {"name": _("A name for this key")}
    longest = 80
