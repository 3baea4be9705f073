"""The simulated login: apps, the page where a person says yes and to which accounts, tokens.

https://developers.facebook.com/docs/facebook-login/guides/advanced/manual-flow/ and
access-tokens/get-long-lived/ (read on 2026-11-22)
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from html import escape
from typing import Any
from urllib.parse import urlencode

from beffroi.core.clock import Clock
from beffroi.networks.families.graph.simulator_wire import Refused

CODE_LIFE = timedelta(minutes=10)
SHORT_LIFE = timedelta(hours=2)
LONG_LIFE = timedelta(days=60)
DATA_LIFE = timedelta(days=90)

#: Why a token died, by the subcode that says so.
REASONS = {
    458: "The user has not authorized application",
    460: "The session has been invalidated because the user changed their password",
    463: "Session has expired",
    467: "The access token is invalid since the user has logged out",
    492: "The user does not have appropriate role on the Page",
}


@dataclass(frozen=True, slots=True)
class App:
    """A developer app, as its maker set it up."""

    id: str
    secret: str
    name: str = "Beffroi"
    redirect_uris: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Token:
    """What a person allowed. `account` is "" for the person's own, `ends_at` None: no end."""

    value: str
    person: str
    account: str
    scopes: tuple[str, ...]
    targets: Mapping[str, tuple[str, ...]]
    ends_at: datetime | None
    data_ends_at: datetime
    dead: int = 0


@dataclass(frozen=True, slots=True)
class Request:
    """What an app asks a person for, checked."""

    redirect_uri: str
    scopes: tuple[str, ...]
    state: str
    challenge: str

    def return_address(self, **answer: str) -> str:
        """Return where the person goes next, with the answer."""
        answer = {**answer, "state": self.state} if self.state else answer
        return f"{self.redirect_uri}{'&' if '?' in self.redirect_uri else '?'}{urlencode(answer)}"


@dataclass(slots=True)
class _Code:
    request: Request
    token: Token
    until: datetime
    is_used: bool = False


@dataclass(slots=True)
class Authority:
    """Hands out codes and tokens of one app. A code works once, for ten minutes."""

    app: App
    clock: Clock
    #: Scopes that the vendor has not approved for people without a role in the app.
    unapproved: frozenset[str] = frozenset()
    tokens: dict[str, Token] = field(default_factory=dict)
    _codes: dict[str, _Code] = field(default_factory=dict)

    def check(self, fields: Mapping[str, str]) -> Request:
        """Return what is asked for. Refuses before anybody is sent anywhere."""
        if fields.get("client_id") != self.app.id:
            raise Refused(101, "Error validating application. Invalid application ID.")
        if fields.get("redirect_uri") not in self.app.redirect_uris:
            raise Refused(191, "URL Blocked: this redirect failed because it is not whitelisted")
        if fields.get("response_type", "code") != "code" or not fields.get("state"):
            raise Refused(100, "Invalid parameter")
        if not fields.get("scope"):
            raise Refused(100, "Invalid Scopes: none")
        challenge = fields.get("code_challenge", "")
        if challenge and fields.get("code_challenge_method") != "S256":
            raise Refused(100, "Invalid code_challenge_method")
        scopes = tuple(fields["scope"].replace(" ", ",").split(","))
        return Request(fields["redirect_uri"], scopes, fields["state"], challenge)

    def allow(self, request: Request, person: str, *, accounts: Sequence[str]) -> str:
        """Return the code for a yes to these accounts."""
        scopes = tuple(one for one in request.scopes if one not in self.unapproved)
        token = self._made(person, scopes=scopes, accounts=accounts, lasts=SHORT_LIFE)
        code = secrets.token_urlsafe(48)
        self._codes[code] = _Code(request, token, self.clock() + CODE_LIFE)
        return code

    def exchange(self, fields: Mapping[str, str]) -> Token:
        """Trade a code, or a token that dies soon, for a token."""
        if fields.get("client_id") != self.app.id:
            raise Refused(101, "Error validating application. Invalid application ID.")
        if fields.get("client_secret") != self.app.secret:
            raise Refused(1, "Error validating client secret.")
        if fields.get("grant_type") == "fb_exchange_token":
            return self._lengthen(fields.get("fb_exchange_token", ""))
        code = self._codes.get(fields.get("code", ""))
        if code is None:
            raise Refused(100, "Invalid verification code format.")
        if code.is_used or self.clock() >= code.until:
            raise Refused(100, "This authorization code has been used.", subcode=36009)
        if code.request.redirect_uri != fields.get("redirect_uri"):
            raise Refused(100, "Error validating verification code.", subcode=36008)
        if not _verifies(fields.get("code_verifier", ""), code.request.challenge):
            raise Refused(100, "Invalid code_verifier")
        code.is_used = True
        return code.token

    def issue(
        self, person: str, *, scopes: Sequence[str], accounts: Sequence[str], account: str = ""
    ) -> Token:
        """Return a token that lasts, without asking anybody."""
        token = self._made(person, scopes=tuple(scopes), accounts=accounts, lasts=LONG_LIFE)
        return self.derive(token, account) if account else token

    def derive(self, token: Token, account: str) -> Token:
        """Return the token of an account, made from a person's: the same one each time.

        From a token that lasts, it has no end of its own.
        """
        lasts = token.ends_at is None or token.ends_at - self.clock() > SHORT_LIFE
        value = "EAAP" + hashlib.sha256(f"{token.value}{account}".encode()).hexdigest()[:40]
        if value not in self.tokens:
            ends_at = None if lasts else token.ends_at
            self.tokens[value] = replace(token, value=value, account=account, ends_at=ends_at)
        return self.tokens[value]

    def holder(self, value: str, *, proof: str = "") -> Token:
        """Return the token that a call bears. Refuses when it is dead, or the proof is wrong."""
        token = self.tokens.get(value)
        if token is None:
            raise Refused(190, "Invalid OAuth access token - Cannot parse access token")
        subcode = self._dead(token)
        if subcode:
            reason = f"Error validating access token: {REASONS[subcode]}"
            raise Refused(190, reason, subcode=subcode)
        expected = hmac.new(self.app.secret.encode(), value.encode(), hashlib.sha256).hexdigest()
        if proof and proof != expected:
            raise Refused(
                100,
                "Invalid appsecret_proof provided in the API argument",
                kind="GraphMethodException",
            )
        return token

    def report(self, value: str) -> dict[str, Any]:
        """Return what `debug_token` says."""
        token = self.tokens.get(value)
        if token is None:
            error = {"code": 190, "message": "Invalid OAuth access token."}
            return {"error": error, "is_valid": False, "scopes": []}
        subcode = self._dead(token)
        told: dict[str, Any] = {
            "app_id": self.app.id,
            "type": "PAGE" if token.account else "USER",
            "application": self.app.name,
            "data_access_expires_at": int(token.data_ends_at.timestamp()),
            "expires_at": int(token.ends_at.timestamp()) if token.ends_at else 0,
            "is_valid": not subcode,
            "scopes": list(token.scopes),
            "granular_scopes": _granular(token),
            "user_id": token.person,
            **({"profile_id": token.account} if token.account else {}),
        }
        if subcode:
            told["error"] = {"code": 190, "message": REASONS[subcode], "subcode": subcode}
        return told

    def kill(self, *, subcode: int, account: str | None = None) -> None:
        """Let tokens die, all or those of one account, for a reason of REASONS."""
        for value, token in self.tokens.items():
            if account in (None, token.account):
                self.tokens[value] = replace(token, dead=subcode)

    def narrow(self, *, without: Sequence[str] = (), account: str = "") -> None:
        """Take scopes away from every token, or one account out of all of its scopes."""
        for value, token in self.tokens.items():
            scopes = tuple(one for one in token.scopes if one not in without)
            targets = {
                scope: tuple(one for one in chosen if one != account)
                for scope, chosen in token.targets.items()
            }
            self.tokens[value] = replace(token, scopes=scopes, targets=targets)

    def is_app(self, value: str) -> bool:
        """Tell whether a call bears the app's own token."""
        return value == f"{self.app.id}|{self.app.secret}"

    def _lengthen(self, value: str) -> Token:
        token = self.holder(value)
        ends_at = self.clock() + LONG_LIFE
        longer = replace(token, value=f"EAAL{secrets.token_hex(24)}", ends_at=ends_at)
        self.tokens[longer.value] = longer
        return longer

    def _made(
        self, person: str, *, scopes: tuple[str, ...], accounts: Sequence[str], lasts: timedelta
    ) -> Token:
        now = self.clock()
        token = Token(
            value=f"EAAU{secrets.token_hex(24)}",
            person=person,
            account="",
            scopes=scopes,
            targets={scope: tuple(accounts) for scope in scopes},
            ends_at=now + lasts,
            data_ends_at=now + DATA_LIFE,
        )
        self.tokens[token.value] = token
        return token

    def _dead(self, token: Token) -> int:
        if token.dead:
            return token.dead
        is_over = token.ends_at is not None and self.clock() >= token.ends_at
        return 463 if is_over else 0


def may(token: Token, scope: str, account: str) -> bool:
    """Tell whether a token holds a scope for an account."""
    return scope in token.scopes and account in token.targets.get(scope, ())


def _granular(token: Token) -> list[dict[str, Any]]:
    return [
        {"scope": scope, "target_ids": list(chosen)}
        for scope, chosen in token.targets.items()
        if scope in token.scopes
    ]


def _verifies(verifier: str, challenge: str) -> bool:
    if not challenge:
        return True
    digest = hashlib.sha256(verifier.encode()).digest()
    return urlsafe_b64encode(digest).decode().rstrip("=") == challenge


def render_consent(
    request: Request,
    fields: Mapping[str, str],
    *,
    network: str,
    app: App,
    action: str,
    accounts: Mapping[str, str],
) -> str:
    """Return the page where a person chooses accounts and says yes or no."""
    hidden = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, value in fields.items()
    )
    scopes = "".join(f"<li><code>{escape(scope)}</code></li>" for scope in request.scopes)
    boxes = "".join(
        f'<p><label><input type="checkbox" name="account" value="{escape(one)}" checked> '
        f"{escape(title)}</label></p>"
        for one, title in accounts.items()
    )
    name, of = escape(app.name), escape(network)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<link rel="icon" href="data:,"><meta name="viewport" content="width=device-width">'
        f"<title>{of} (simulator)</title><style>body{{font:1rem/1.5 system-ui,sans-serif;"
        "max-width:42rem;margin:2rem auto;padding:0 1rem}.notice{border:2px solid;padding:1rem}"
        "button{font:inherit;padding:.5rem 1rem}</style></head><body><main>"
        f"<h1>{name}</h1>"
        f'<div class="notice"><p lang="fr"><strong>Ceci est un simulateur de {of}.</strong> Il '
        "tourne sur cette machine : rien ne sera publié sur Internet.</p>"
        f"<p><strong>This is a simulator of {of}.</strong> It runs on this machine: nothing will "
        "be published on the internet.</p></div>"
        f'<p lang="fr">{name} demande à agir pour vous :</p><p>{name} asks to act for you:</p>'
        f'<ul>{scopes}</ul><form method="post" action="{escape(action)}">{hidden}{boxes}'
        '<button name="decision" value="allow"><span lang="fr">Autoriser</span> / Allow</button> '
        '<button name="decision" value="refuse"><span lang="fr">Refuser</span> / Refuse</button>'
        "</form></main></body></html>"
    )
