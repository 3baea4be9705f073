"""The forms of accounts: those of django-allauth, in our words."""

from __future__ import annotations

from allauth.account import forms as account
from allauth.core import context
from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from beffroi.workspaces.entrance import invited_address, signup_needs_invitation
from beffroi.workspaces.models import User
from beffroi.workspaces.plain_forms import Plain
from beffroi.workspaces.rules import normal_email, one_line

_NEW_PASSWORDS = {"password1": _("New password"), "password2": _("The same again")}
#: What is asked of a password, in the place of the library's list of rules.
_WANTED = {
    "password1": _(
        "Twelve characters at least: three or four words that come to your mind make a good one."
    )
}


class LoginForm(Plain, account.LoginForm):
    """Address and password."""

    words = {"login": _("Your e-mail address"), "password": _("Your password")}


class SignupForm(Plain, account.SignupForm):
    """Address, password, and a name for colleagues to see."""

    words = {"email": _("Your e-mail address"), "password1": _("A password")}
    hints = _WANTED
    field_order = ["name", "email", "password1"]

    name = forms.CharField(
        label=_("Your name"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def clean_email(self) -> str:
        """Refuse another address than the invited one where an invitation is the only way in."""
        email: str = super().clean_email()
        if signup_needs_invitation() and normal_email(email) != invited_address(context.request):
            raise forms.ValidationError(_("Use the address to which the invitation was sent."))
        return email

    def signup(self, request: HttpRequest, user: User) -> None:
        """Keep the name and the language in which the account was made."""
        user.name = one_line(self.cleaned_data["name"])
        user.language = _language()
        user.save(update_fields=["name", "language"])


class RequestLoginCodeForm(Plain, account.RequestLoginCodeForm):
    """Where to send a code for signing in."""

    words = {"email": _("Your e-mail address")}


class _CodeForm(Plain):
    words = {"code": _("The code in the mail")}
    longest = 32


class ConfirmLoginCodeForm(_CodeForm, account.ConfirmLoginCodeForm):
    """The code that was mailed for signing in."""


class ConfirmEmailCodeForm(_CodeForm, account.ConfirmEmailVerificationCodeForm):
    """The code that proves an address."""


class ConfirmResetCodeForm(_CodeForm, account.ConfirmPasswordResetCodeForm):
    """The code that allows a new password."""


class ResetPasswordForm(Plain, account.ResetPasswordForm):
    """Where to send a code for a new password."""

    words = {"email": _("Your e-mail address")}


class NewPasswordForm(Plain, account.ResetPasswordKeyForm):
    """A new password after a code."""

    words = _NEW_PASSWORDS
    hints = _WANTED


class ChangePasswordForm(Plain, account.ChangePasswordForm):
    """A new password in place of the present one."""

    words = {"oldpassword": _("Your present password"), **_NEW_PASSWORDS}
    hints = _WANTED


class SetPasswordForm(Plain, account.SetPasswordForm):
    """A first password."""

    words = _NEW_PASSWORDS
    hints = _WANTED


class ReauthenticateForm(Plain, account.ReauthenticateForm):
    """The password again, before something delicate."""

    words = {"password": _("Your password")}


class ChangeAddressForm(Plain, account.AddEmailForm):
    """Another address for the account."""

    words = {"email": _("Your new e-mail address")}


def _language() -> str:
    spoken = (get_language() or settings.LANGUAGE_CODE)[:2]
    return spoken if spoken in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
