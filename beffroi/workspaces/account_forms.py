"""What a new account is asked. The other forms of accounts are those of django-allauth."""

from __future__ import annotations

from allauth.account.forms import SignupForm as AccountSignupForm
from allauth.core import context
from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from beffroi.workspaces.entrance import invited_address, signup_needs_invitation
from beffroi.workspaces.models import User
from beffroi.workspaces.rules import normal_email, one_line


class SignupForm(AccountSignupForm):
    """Address, password, and a name for colleagues to see."""

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


def _language() -> str:
    spoken = (get_language() or settings.LANGUAGE_CODE)[:2]
    return spoken if spoken in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
