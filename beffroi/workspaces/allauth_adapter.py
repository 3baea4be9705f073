"""How accounts behave here: who may make one, where sign-in leads, whose address counts."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal.httpkit import clean_client_ip
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from beffroi.workspaces.entrance import invited_address, signup_needs_invitation
from beffroi.workspaces.rules import client_address

#: Why a password is not taken and what to do, by the code of the rule that refuses it.
_REFUSED_PASSWORDS = {
    "password_too_short": _("Still a little short. Add a word to come to twelve characters."),
    "password_too_common": _("Many people use this one, so that it is tried first. Take another."),
    "password_too_similar": _(
        "Too close to your address, so that it is tried first. Take another."
    ),
}


class AccountAdapter(DefaultAccountAdapter):
    """The rules of this installation for accounts."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "duplicate_email": _("This address is already yours."),
        "email_password_mismatch": _(
            "This address and this password do not go together. Check both, then try again."
        ),
        "email_taken": _("This address has an account already."),
        "enter_current_password": _("This is not your password. Try again."),
        "incorrect_code": _(
            "This code is not the right one, or it has expired. Check it, or ask for another."
        ),
        "incorrect_password": _("This is not your password. Try again."),
        "rate_limited": _("Too many tries. Wait a few minutes, then try again."),
        "too_many_login_attempts": _("Too many tries. Wait a few minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Let in anyone where sign-up is open, else the first person, then the invited."""
        return not signup_needs_invitation() or invited_address(request) is not None

    def is_safe_url(self, url: str) -> bool:
        """Accept addresses of this very host only: the other allowed hosts are no exception."""
        request = self.request
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        )

    def clean_password(self, password: str, user: AbstractBaseUser | None = None) -> str:
        """Return a password that may be taken. Raises ValidationError with one reason at a time."""
        try:
            return str(super().clean_password(password, user=user))
        except ValidationError as error:
            first = error.error_list[0]
            words = _REFUSED_PASSWORDS.get(first.code or "")
            raise (ValidationError(words, code=first.code) if words else first) from error

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the caller's address; forwarded headers count only behind configured proxies."""
        address = clean_client_ip(
            client_address(
                remote=request.META.get("REMOTE_ADDR", ""),
                forwarded_for=request.headers.get("X-Forwarded-For", ""),
                proxy_count=settings.PROXY_COUNT,
            )
        )
        if address is None:
            raise PermissionDenied("the address of the caller is unknown")
        return str(address)
