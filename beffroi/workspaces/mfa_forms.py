"""The forms of passkeys and codes: those of django-allauth, in our words."""

from __future__ import annotations

from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django.utils.translation import gettext_lazy as _

from beffroi.workspaces.plain_forms import Plain


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


class AddPasskeyForm(Plain, webauthn.AddWebAuthnForm):
    """A name for the key; what the browser answers travels beside it."""

    words = {"name": _("A name for this key")}
    hints = {"name": _("The device, for instance: “Office computer”.")}
    longest = 80


class RenamePasskeyForm(Plain, webauthn.EditWebAuthnForm):
    """Another name for the key."""

    words = {"name": _("A name for this key")}
    longest = 80
