"""OAuth of the simulated LinkedIn: apps, the page where a person says yes, tokens.

https://learn.microsoft.com/en-us/linkedin/shared/authentication/authorization-code-flow
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape
from typing import Any
from urllib.parse import urlencode

from beffroi.core.clock import Clock
from beffroi.networks.linkedin.simulator_wire import Refused
from beffroi.networks.simulation_server import Reply

SELF_SERVE = frozenset({"openid", "profile", "email", "w_member_social"})
COMMUNITY = frozenset(
    {
        "r_basicprofile",
        "w_member_social",
        "r_organization_social",
        "w_organization_social",
        "rw_organization_admin",
        "w_member_social_feed",
        "r_organization_social_feed",
        "w_organization_social_feed",
    }
)
_CODE_LIFE = timedelta(minutes=30)
_TOKEN_LIFE = timedelta(seconds=5_184_000)
_REFRESH_LIFE = timedelta(seconds=31_536_059)


class OAuthRefused(Exception):
    """A refusal in the words of OAuth, which are not those of the interface."""

    def __init__(self, error: str, description: str, *, status: int = 400) -> None:
        super().__init__(error)
        self.reply = Reply(status, {"error": error, "error_description": description})


@dataclass(frozen=True, slots=True)
class App:
    """A developer app, made by hand on the vendor's site."""

    client_id: str
    client_secret: str
    redirect_uris: tuple[str, ...]
    has_community: bool

    @property
    def scopes(self) -> frozenset[str]:
        """What its products allow: the community product stands alone in its app."""
        return COMMUNITY if self.has_community else SELF_SERVE


@dataclass(frozen=True, slots=True)
class Request:
    """What an app asks a person for, checked."""

    app: App
    redirect_uri: str
    scopes: tuple[str, ...]
    state: str

    def return_address(self, **answer: str) -> str:
        """Return where the person goes next, with the answer."""
        answer = {**answer, "state": self.state} if self.state else answer
        joint = "&" if "?" in self.redirect_uri else "?"
        return f"{self.redirect_uri}{joint}{urlencode(answer)}"


@dataclass(frozen=True, slots=True)
class Consent:
    """What a person allowed, until when without being asked again."""

    client_id: str
    person: str
    scopes: tuple[str, ...]
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Token:
    """An access token's meaning."""

    consent: Consent
    expires_at: datetime


class Authority:
    """Hands out codes and tokens."""

    def __init__(self, *, clock: Clock) -> None:
        self._clock = clock
        self._apps: dict[str, App] = {}
        self._codes: dict[str, tuple[Request, str, datetime]] = {}
        self.tokens: dict[str, Token] = {}
        self.refresh_tokens: dict[str, Consent] = {}
        self.revoked: set[str] = set()

    def add_app(self, redirect_uris: Iterable[str], *, has_community: bool) -> App:
        """Make an app, as an operator does on the vendor's site."""
        app = App(
            client_id=f"77{secrets.token_hex(6)}",
            client_secret=f"WPL_AP1.{secrets.token_urlsafe(16)}",
            redirect_uris=tuple(redirect_uris),
            has_community=has_community,
        )
        self._apps[app.client_id] = app
        return app

    def check(self, fields: Mapping[str, str]) -> Request:
        """Return what is asked for. Refuses before anybody is sent anywhere."""
        app = self._apps.get(fields.get("client_id", ""))
        if app is None:
            raise OAuthRefused("invalid_client_id", "Client ID is not valid")
        if fields.get("redirect_uri") not in app.redirect_uris:
            raise OAuthRefused("invalid_redirect_uri", "The redirect_uri does not match")
        if fields.get("response_type") != "code" or not fields.get("state"):
            raise OAuthRefused("invalid_request", "response_type and state are required")
        scopes = tuple(fields.get("scope", "").split())
        return Request(app, fields["redirect_uri"], scopes, fields["state"])

    def unauthorized(self, request: Request) -> str:
        """Return the first scope that the app's products do not allow, "" when all are."""
        return next((one for one in request.scopes if one not in request.app.scopes), "")

    def allow(self, request: Request, person: str) -> str:
        """Return the code for a yes."""
        code = secrets.token_urlsafe(48)
        self._codes[code] = (request, person, self._clock() + _CODE_LIFE)
        return code

    def exchange(self, fields: Mapping[str, str], *, gives_refresh_token: bool) -> dict[str, Any]:
        """Trade a code or a refresh token."""
        kind = fields.get("grant_type")
        if kind == "authorization_code":
            return self._trade_code(fields, gives_refresh_token=gives_refresh_token)
        if kind == "refresh_token":
            return self._refresh(fields)
        raise OAuthRefused("unsupported_grant_type", "grant_type is not supported")

    def issue(
        self,
        client_id: str,
        person: str,
        scopes: Iterable[str],
        *,
        gives_refresh_token: bool = False,
    ) -> dict[str, Any]:
        """Return tokens without asking anybody; another set of scopes ends those before it."""
        scopes = tuple(scopes)
        for value, token in list(self.tokens.items()):
            other = token.consent
            is_same = (other.client_id, other.person) == (client_id, person)
            if is_same and set(other.scopes) != set(scopes):
                self._end(value)
        consent = Consent(client_id, person, scopes, self._clock() + _REFRESH_LIFE)
        answer = self._access(consent)
        if gives_refresh_token:
            refresh = f"AQ{secrets.token_urlsafe(40)}"
            self.refresh_tokens[refresh] = consent
            answer |= self._refreshable(refresh, consent)
        return answer

    def holder(self, authorization: str) -> Consent:
        """Return whose token a call bears. Refuses a dead one."""
        value = authorization.partition(" ")[2]
        if value in self.revoked:
            message = "The token used in the request has been revoked by the user"
            raise Refused(401, "REVOKED_ACCESS_TOKEN", message, number=65601)
        token = self.tokens.get(value)
        if token is None:
            message = "Invalid access token"
            raise Refused(401, "INVALID_ACCESS_TOKEN", message, number=65600)
        if self._clock() >= token.expires_at:
            message = "The token used in the request has expired"
            raise Refused(401, "EXPIRED_ACCESS_TOKEN", message, number=65602)
        return token.consent

    def revoke_all(self) -> None:
        """Let every token die, as when a person takes their yes back."""
        self.refresh_tokens.clear()
        for value in list(self.tokens):
            self._end(value)

    def end_access(self) -> None:
        """Let the access tokens die, and the refresh tokens live."""
        for value in list(self.tokens):
            self._end(value)

    def _trade_code(
        self, fields: Mapping[str, str], *, gives_refresh_token: bool
    ) -> dict[str, Any]:
        app = self._authenticated(fields)
        request, person, until = self._codes.pop(fields.get("code", ""), (None, "", self._clock()))
        if (
            request is None
            or self._clock() >= until
            or request.app.client_id != app.client_id
            or request.redirect_uri != fields.get("redirect_uri")
        ):
            description = "Unable to retrieve access token: authorization code not found"
            raise OAuthRefused("invalid_request", description)
        gives = gives_refresh_token and app.has_community  # only approved apps are given one
        return self.issue(app.client_id, person, request.scopes, gives_refresh_token=gives)

    def _refresh(self, fields: Mapping[str, str]) -> dict[str, Any]:
        app, value = self._authenticated(fields), fields.get("refresh_token", "")
        consent = self.refresh_tokens.get(value)
        if consent is None or consent.client_id != app.client_id:
            raise OAuthRefused("invalid_grant", "Refresh token is not valid")
        if self._clock() >= consent.ends_at:
            raise OAuthRefused("invalid_grant", "Refresh token has expired")
        return self._access(consent) | self._refreshable(value, consent)

    def _authenticated(self, fields: Mapping[str, str]) -> App:
        app = self._apps.get(fields.get("client_id", ""))
        if app is None or app.client_secret != fields.get("client_secret"):
            raise OAuthRefused("invalid_client", "Client authentication failed", status=401)
        return app

    def _access(self, consent: Consent) -> dict[str, Any]:
        value = f"AQ{secrets.token_urlsafe(60)}"
        life = min(_TOKEN_LIFE, consent.ends_at - self._clock())
        self.tokens[value] = Token(consent, self._clock() + life)
        return {
            "access_token": value,
            "expires_in": int(life.total_seconds()),
            "scope": ",".join(consent.scopes),
            "token_type": "Bearer",
        }

    def _refreshable(self, value: str, consent: Consent) -> dict[str, Any]:
        left = int((consent.ends_at - self._clock()).total_seconds())
        return {"refresh_token": value, "refresh_token_expires_in": left}

    def _end(self, value: str) -> None:
        if self.tokens.pop(value, None):
            self.revoked.add(value)


def render_consent(request: Request, fields: Mapping[str, str], *, name: str) -> str:
    """Return the page where a person says yes or no."""
    hidden = "".join(
        f'<input type="hidden" name="{escape(key)}" value="{escape(value)}">'
        for key, value in fields.items()
    )
    scopes = "".join(f"<li><code>{escape(scope)}</code></li>" for scope in request.scopes)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<link rel="icon" href="data:,">'
        '<meta name="viewport" content="width=device-width"><title>LinkedIn (simulator)</title>'
        "<style>body{font:1rem/1.5 system-ui,sans-serif;max-width:42rem;margin:2rem auto;"
        "padding:0 1rem}.notice{border:2px solid;padding:1rem}button{font:inherit;padding:.5rem "
        "1rem}</style></head><body><main><h1>Beffroi</h1>"
        '<div class="notice"><p lang="fr"><strong>Ceci est un simulateur de LinkedIn.</strong> Il '
        "tourne sur cette machine\u00a0: rien ne sera publié sur Internet.</p>"
        "<p><strong>This is a simulator of LinkedIn.</strong> It runs on this machine: nothing "
        "will be published on the internet.</p></div>"
        f'<p lang="fr">Beffroi demande à agir pour <strong>{escape(name)}</strong>\u00a0:</p>'
        f"<p>Beffroi asks to act for <strong>{escape(name)}</strong>:</p><ul>{scopes}</ul>"
        f'<form method="post" action="/oauth/v2/authorization">{hidden}'
        '<button name="decision" value="allow"><span lang="fr">Autoriser</span> / Allow</button> '
        '<button name="decision" value="refuse"><span lang="fr">Refuser</span> / Refuse</button>'
        "</form></main></body></html>"
    )
