"""The simulated Instagram's own login: a token of an hour, one of sixty days, and extending it.

https://developers.facebook.com/docs/instagram-platform/instagram-api-with-instagram-login/business-login/
(read on 2026-11-22)
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from beffroi.networks.families.graph.simulator_login import LONG_LIFE, Authority, Token
from beffroi.networks.families.graph.simulator_wire import Form, Refused, invalid

_SHORT_LIFE = timedelta(hours=1)
_EXTENDED_FROM = timedelta(hours=24)
_FORM = ("client_id", "client_secret", "grant_type", "redirect_uri", "code")


class BadLogin(Exception):
    """Raised by the exchange of a code, which has an envelope of its own."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.body = {"error_type": "OAuthException", "code": 400, "error_message": message}


class InstagramLogin:
    """Makes Instagram's tokens out of what the shared login allows."""

    def __init__(self, authority: Authority, account_id: str) -> None:
        self._authority = authority
        self._account_id = account_id
        self._made_at: dict[str, datetime] = {}

    def trade_code(self, form: Form) -> Token:
        """Trade a code for a token of an hour."""
        for name in _FORM:
            if not form.text(name):
                raise BadLogin(f"Missing required field {name}")
        if form.text("grant_type") != "authorization_code":
            raise BadLogin("Unsupported grant_type")
        fields: Mapping[str, str] = {name: form.text(name) for name in _FORM}
        try:
            token = self._authority.exchange(fields)
        except Refused as refused:
            raise BadLogin(_words(refused)) from refused
        return self._made(token, lasts=_SHORT_LIFE)

    def lengthen(self, form: Form) -> Token:
        """Trade a token of an hour for one of sixty days."""
        form.only("grant_type", "client_secret", "access_token")
        if form.needed("grant_type") != "ig_exchange_token":
            raise invalid("Unsupported grant_type")
        if form.needed("client_secret") != self._authority.app.secret:
            raise Refused(1, "Error validating client secret.")
        return self._made(self._authority.holder(form.needed("access_token")), lasts=LONG_LIFE)

    def extend(self, form: Form) -> Token:
        """Extend a token of sixty days that is a day old."""
        form.only("grant_type", "access_token")
        if form.needed("grant_type") != "ig_refresh_token":
            raise invalid("Unsupported grant_type")
        token = self._authority.holder(form.needed("access_token"))
        now = self._authority.clock()
        if now - self._made_at[token.value] < _EXTENDED_FROM:
            raise invalid("Session key is too new to be extended")
        return self._made(token, lasts=LONG_LIFE)

    def issue(self, person: str, *, scopes: tuple[str, ...]) -> Token:
        """Return a token of sixty days without asking anybody."""
        token = self._authority.issue(person, scopes=scopes, accounts=[self._account_id])
        return self._made(token, lasts=LONG_LIFE)

    def told(self, token: Token) -> dict[str, Any]:
        """Return a token as it is told."""
        left = (token.ends_at or self._authority.clock()) - self._authority.clock()
        seconds = round(left.total_seconds())
        return {"access_token": token.value, "token_type": "bearer", "expires_in": seconds}

    def _made(self, token: Token, *, lasts: timedelta) -> Token:
        now = self._authority.clock()
        value = f"IGAA{secrets.token_hex(24)}"
        made = replace(token, value=value, account=self._account_id, ends_at=now + lasts)
        self._authority.tokens[value] = made
        self._made_at[value] = now
        return made


def _words(refused: Refused) -> str:
    if refused.code == 101:
        return "Invalid platform app"
    if refused.code == 1:
        return "Error validating client secret."
    if refused.body.get("error_subcode") == 36008:
        return "Error validating verification code: the redirect_uri is not identical"
    return "Invalid authorization code"
