"""OAuth of the simulated instance: apps, the page where a person says yes, tokens.

https://docs.joinmastodon.org/methods/oauth/
"""

from __future__ import annotations

import hashlib
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape
from typing import Any
from urllib.parse import urlencode

from beffroi.core.clock import Clock
from beffroi.networks.mastodon.simulator_state import Refused

_CODE_LIFE = timedelta(minutes=10)
_OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob"


@dataclass(frozen=True, slots=True)
class App:
    """A registered piece of software."""

    client_id: str
    client_secret: str
    name: str
    redirect_uris: tuple[str, ...]
    scopes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Request:
    """What an app asks a person for, checked."""

    app: App
    redirect_uri: str
    scopes: tuple[str, ...]
    state: str
    challenge: str

    def return_address(self, **answer: str) -> str:
        """Return where the person goes next, with the answer."""
        answer = {**answer, "state": self.state} if self.state else answer
        joint = "&" if "?" in self.redirect_uri else "?"
        return f"{self.redirect_uri}{joint}{urlencode(answer)}"


@dataclass(frozen=True, slots=True)
class Token:
    """What a person allowed an app to do."""

    account_id: str
    scopes: tuple[str, ...]


class Authority:
    """Hands out codes and tokens. A code works once, for ten minutes, with its verifier."""

    def __init__(self, *, clock: Clock) -> None:
        self._clock = clock
        self._apps: dict[str, App] = {}
        self._codes: dict[str, tuple[Request, str, datetime]] = {}
        self._revoked: set[str] = set()
        self.tokens: dict[str, Token] = {}

    def register(self, fields: Mapping[str, Any]) -> App:
        """Register an app."""
        name, uris = str(fields.get("client_name") or ""), fields.get("redirect_uris") or ""
        if not name or not uris:
            raise Refused(422, "Validation failed: Application name can't be blank")
        app = App(
            client_id=secrets.token_urlsafe(32),
            client_secret=secrets.token_urlsafe(32),
            name=name,
            redirect_uris=tuple(uris if isinstance(uris, list) else str(uris).split()),
            scopes=tuple(str(fields.get("scopes") or "read").split()),
        )
        self._apps[app.client_id] = app
        return app

    def check(self, fields: Mapping[str, str]) -> Request:
        """Return what is asked for. Refuses before anybody is sent anywhere."""
        app = self._apps.get(fields.get("client_id", ""))
        if app is None or fields.get("redirect_uri") not in app.redirect_uris:
            raise Refused(400, "invalid_client")
        if fields.get("response_type") != "code":
            raise Refused(400, "unsupported_response_type")
        scopes = tuple(fields.get("scope", "read").split())
        if not covers(app.scopes, scopes):
            raise Refused(400, "invalid_scope")
        challenge = fields.get("code_challenge", "")
        if challenge and fields.get("code_challenge_method") != "S256":
            raise Refused(400, "invalid_code_challenge_method")
        return Request(app, fields["redirect_uri"], scopes, fields.get("state", ""), challenge)

    def allow(self, request: Request, account_id: str) -> str:
        """Return the code for a yes."""
        code = secrets.token_urlsafe(32)
        self._codes[code] = (request, account_id, self._clock() + _CODE_LIFE)
        return code

    def exchange(self, fields: Mapping[str, Any]) -> str:
        """Trade a code for a token."""
        app = self._apps.get(str(fields.get("client_id")))
        if app is None or app.client_secret != fields.get("client_secret"):
            raise Refused(401, "invalid_client")
        if fields.get("grant_type") != "authorization_code":
            raise Refused(400, "unsupported_grant_type")
        request, account_id, until = self._codes.pop(
            str(fields.get("code")), (None, "", self._clock())
        )
        if (
            request is None
            or self._clock() >= until
            or request.app != app
            or request.redirect_uri != fields.get("redirect_uri")
            or not _verifies(str(fields.get("code_verifier") or ""), request.challenge)
        ):
            raise Refused(400, "invalid_grant")
        return self.issue(account_id, request.scopes)

    def issue(self, account_id: str, scopes: Sequence[str] = ("read", "write")) -> str:
        """Return a new token without asking anybody."""
        token = secrets.token_urlsafe(32)
        self.tokens[token] = Token(account_id, tuple(scopes))
        return token

    def holder(self, authorization: str, *, scope: str) -> Token:
        """Return whose token a call bears. Refuses when it is dead or allows too little."""
        value = authorization.partition(" ")[2]
        if value in self._revoked:
            raise Refused(401, "The access token was revoked")
        token = self.tokens.get(value)
        if token is None:
            raise Refused(401, "The access token is invalid")
        if not covers(token.scopes, [scope]):
            raise Refused(403, "This action is outside the authorized scopes")
        return token

    def revoke(self, token: str) -> None:
        """Let a token die."""
        if self.tokens.pop(token, None):
            self._revoked.add(token)

    def revoke_all(self) -> None:
        """Let every token die, as when a password changes."""
        for token in list(self.tokens):
            self.revoke(token)


def covers(granted: Sequence[str], wanted: Sequence[str]) -> bool:
    """Tell whether `granted` allows all of `wanted`: "read" covers "read:accounts"."""
    return all(one in granted or one.partition(":")[0] in granted for one in wanted)


def _verifies(verifier: str, challenge: str) -> bool:
    if not challenge:
        return True
    digest = hashlib.sha256(verifier.encode()).digest()
    return urlsafe_b64encode(digest).decode().rstrip("=") == challenge


def render_consent(request: Request, fields: Mapping[str, str], *, account: str) -> str:
    """Return the page where a person says yes or no."""
    hidden = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, value in fields.items()
    )
    scopes = "".join(f"<li><code>{escape(scope)}</code></li>" for scope in request.scopes)
    app = escape(request.app.name)
    return _page(
        f"<h1>{app}</h1>"
        '<div class="notice"><p lang="fr"><strong>Ceci est un simulateur de Mastodon.</strong> Il '
        "tourne sur cette machine : rien ne sera publié sur Internet.</p>"
        "<p><strong>This is a simulator of Mastodon.</strong> It runs on this machine: nothing "
        "will be published on the internet.</p></div>"
        f'<p lang="fr">{app} demande à agir pour <strong>@{escape(account)}</strong> :</p>'
        f"<p>{app} asks to act for <strong>@{escape(account)}</strong>:</p><ul>{scopes}</ul>"
        f'<form method="post" action="/oauth/authorize">{hidden}'
        '<button name="decision" value="allow"><span lang="fr">Autoriser</span> / Allow</button> '
        '<button name="decision" value="refuse"><span lang="fr">Refuser</span> / Refuse</button>'
        "</form>"
    )


def render_code(code: str) -> str:
    """Return the page that shows a code to copy, for apps that have no address."""
    return _page(
        '<h1>Simulateur / simulator</h1><p lang="fr">Code à recopier :</p><p>Code to copy:</p>'
        f"<p><code>{escape(code)}</code></p>"
    )


def is_out_of_band(request: Request) -> bool:
    """Tell whether the code is to be copied by the person."""
    return request.redirect_uri == _OUT_OF_BAND


def _page(body: str) -> str:
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<link rel="icon" href="data:,">'
        '<meta name="viewport" content="width=device-width"><title>Mastodon (simulator)</title>'
        "<style>body{font:1rem/1.5 system-ui,sans-serif;max-width:42rem;margin:2rem auto;"
        "padding:0 1rem}.notice{border:2px solid;padding:1rem}button{font:inherit;padding:.5rem "
        "1rem}</style></head><body><main>"
        f"{body}</main></body></html>"
    )
