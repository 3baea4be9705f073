"""OAuth of the simulated X: the consent page, codes, and tokens that replace each other.

A refresh token works once. To use it again ends its whole family: every token that came from the
same yes. https://docs.x.com/fundamentals/authentication, read on 2026-11-22.
"""

from __future__ import annotations

import hashlib
import secrets
from base64 import b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from html import escape
from urllib.parse import unquote, urlencode

from beffroi.core.clock import Clock
from beffroi.networks.x.simulator_problems import Refused, forbidden, no_grant, unauthorized

_CODE_LIFE = timedelta(seconds=30)
_ACCESS_SECONDS = 7200
_KNOWN_SCOPES = frozenset(
    {
        *("tweet.read", "tweet.write", "tweet.moderate.write", "users.read", "offline.access"),
        *("media.write", "dm.read", "dm.write", "like.read", "like.write", "list.read"),
        *("follows.read", "follows.write", "bookmark.read"),
    }
)


@dataclass
class App:
    """A developer app as its owner made it in the console."""

    client_id: str
    client_secret: str
    consumer_key: str
    consumer_secret: str
    name: str = "Beffroi"
    redirect_uris: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Request:
    """What a person is asked to allow."""

    redirect_uri: str
    scopes: tuple[str, ...]
    state: str
    challenge: str

    def return_address(self, **answer: str) -> str:
        """Return where the person goes next, with the answer."""
        joint = "&" if "?" in self.redirect_uri else "?"
        return f"{self.redirect_uri}{joint}{urlencode({**answer, 'state': self.state})}"


@dataclass
class Family:
    """Everything that came from one yes."""

    account_id: str
    scopes: tuple[str, ...]
    is_dead: bool = False


class Authority:
    """Hands out codes and tokens for one app."""

    def __init__(self, *, clock: Clock) -> None:
        self.app = App(
            client_id="SimulatedClientId",
            client_secret=secrets.token_urlsafe(32),
            consumer_key="SimulatedConsumerKey",
            consumer_secret=secrets.token_urlsafe(32),
        )
        self.renewals = 0
        self.reuses = 0
        self._clock = clock
        self._codes: dict[str, tuple[Request, str, datetime]] = {}
        self._access: dict[str, tuple[Family, datetime]] = {}
        self._fresh: dict[str, Family] = {}
        self._used: dict[str, Family] = {}
        self._app_token = f"AAAA{secrets.token_hex(40)}"

    # The page and the code.

    def check(self, fields: Mapping[str, str]) -> Request:
        """Return what is asked for. Refuses before anybody is sent anywhere."""
        scopes = tuple(fields.get("scope", "").split())
        is_sound = (
            fields.get("client_id") == self.app.client_id
            and fields.get("redirect_uri") in self.app.redirect_uris
            and fields.get("response_type") == "code"
            and bool(scopes)
            and _KNOWN_SCOPES.issuperset(scopes)
            and bool(fields.get("state"))
            and bool(fields.get("code_challenge"))
            and fields.get("code_challenge_method") == "S256"
        )
        if not is_sound:
            raise no_grant(
                "invalid_request", "Something went wrong: you were not able to give access"
            )
        return Request(fields["redirect_uri"], scopes, fields["state"], fields["code_challenge"])

    def allow(self, request: Request, account_id: str) -> str:
        """Return the code for a yes."""
        code = secrets.token_urlsafe(32)
        self._codes[code] = (request, account_id, self._clock() + _CODE_LIFE)
        return code

    # The token endpoint.

    def trade(self, authorization: str, fields: Mapping[str, str]) -> dict[str, object]:
        """Trade a code or a refresh token for new ones."""
        if _pair(authorization) != (self.app.client_id, self.app.client_secret):
            text = "Missing valid authorization header"
            raise no_grant("unauthorized_client", text, status=401)
        if fields.get("grant_type") == "authorization_code":
            return self.issue(self._family_of_code(fields))
        if fields.get("grant_type") == "refresh_token":
            family = self._family_of_refresh(fields.get("refresh_token", ""))
            self.renewals += 1
            return self.issue(family)
        raise no_grant("unsupported_grant_type", "The grant type is not supported")

    def issue(self, family: Family) -> dict[str, object]:
        """Return new tokens of a family."""
        access, refresh = secrets.token_urlsafe(48), secrets.token_urlsafe(48)
        self._access[access] = (family, self._clock() + timedelta(seconds=_ACCESS_SECONDS))
        self._fresh[refresh] = family
        return {
            "token_type": "bearer",
            "expires_in": _ACCESS_SECONDS,
            "access_token": access,
            "scope": " ".join(family.scopes),
            **({"refresh_token": refresh} if "offline.access" in family.scopes else {}),
        }

    def issue_app_token(self, authorization: str, fields: Mapping[str, str]) -> dict[str, object]:
        """Return the token of the app itself."""
        if _pair(authorization) != (self.app.consumer_key, self.app.consumer_secret):
            errors = [{"code": 99, "message": "Unable to verify your credentials"}]
            raise Refused(403, {"errors": errors})
        if fields.get("grant_type") != "client_credentials":
            raise no_grant("unsupported_grant_type", "The grant type is not supported")
        return {"token_type": "bearer", "access_token": self._app_token}

    # What calls bear.

    def holder(self, authorization: str, *, scope: str) -> Family:
        """Return whose token a call bears. Refuses when it is dead or allows too little."""
        family, until = self._access.get(_bearer(authorization), (None, self._clock()))
        if family is None or family.is_dead or self._clock() >= until:
            raise unauthorized()
        if scope not in family.scopes:
            raise forbidden()
        return family

    def check_app(self, authorization: str) -> None:
        """Refuse a call that the app does not make itself."""
        if _bearer(authorization) != self._app_token:
            raise unauthorized()

    def revoke(self, token: str) -> None:
        """Let the family of a token die."""
        access = self._access.get(token, (None, None))[0]
        for family in (access, self._fresh.get(token)):
            if family is not None:
                family.is_dead = True

    def revoke_all(self) -> None:
        """Let every token die, as when somebody withdraws their yes."""
        for family in [*self._fresh.values(), *self._used.values()]:
            family.is_dead = True

    def _family_of_code(self, fields: Mapping[str, str]) -> Family:
        request, account_id, until = self._codes.pop(
            fields.get("code", ""), (None, "", self._clock())
        )
        if (
            request is None
            or self._clock() >= until
            or request.redirect_uri != fields.get("redirect_uri")
            or challenge_of(fields.get("code_verifier", "")) != request.challenge
        ):
            text = "Value passed for the authorization code was invalid."
            raise no_grant("invalid_request", text)
        return Family(account_id, request.scopes)

    def _family_of_refresh(self, token: str) -> Family:
        if token in self._used:
            self.reuses += 1
            self._used[token].is_dead = True
        family = self._fresh.pop(token, None)
        if family is None or family.is_dead:
            raise no_grant("invalid_request", "Value passed for the token was invalid.")
        self._used[token] = family
        return family


def challenge_of(verifier: str) -> str:
    """Return what PKCE makes of a verifier."""
    digest = hashlib.sha256(verifier.encode()).digest()
    return urlsafe_b64encode(digest).decode().rstrip("=")


def _bearer(authorization: str) -> str:
    kind, _, value = authorization.partition(" ")
    return value if kind == "Bearer" else ""


def _pair(authorization: str) -> tuple[str, str]:
    kind, _, value = authorization.partition(" ")
    try:
        name, _, secret = b64decode(value, validate=True).decode().partition(":")
    except (Base64Error, UnicodeDecodeError):
        return "", ""
    return (unquote(name), unquote(secret)) if kind == "Basic" else ("", "")


def render_consent(app: App, request: Request, fields: Mapping[str, str], *, username: str) -> str:
    """Return the page where a person says yes or no."""
    hidden = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, value in fields.items()
    )
    scopes = "".join(f"<li><code>{escape(scope)}</code></li>" for scope in request.scopes)
    name = escape(app.name)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<link rel="icon" href="data:,"><meta name="viewport" content="width=device-width">'
        "<title>X (simulator)</title><style>body{font:1rem/1.5 system-ui,sans-serif;"
        "max-width:42rem;margin:2rem auto;padding:0 1rem}.notice{border:2px solid;"
        "padding:1rem}button{font:inherit;padding:.5rem 1rem}</style></head><body><main>"
        f"<h1>{name}</h1>"
        '<div class="notice"><p lang="fr"><strong>Ceci est un simulateur de X.</strong> Il tourne '
        "sur cette machine : rien ne sera publié sur Internet.</p>"
        "<p><strong>This is a simulator of X.</strong> It runs on this machine: nothing will be "
        "published on the internet.</p></div>"
        f'<p lang="fr">{name} demande à agir pour <strong>@{escape(username)}</strong> :</p>'
        f"<p>{name} asks to act for <strong>@{escape(username)}</strong>:</p><ul>{scopes}</ul>"
        f'<form method="post" action="/i/oauth2/authorize">{hidden}'
        '<button name="decision" value="allow"><span lang="fr">Autoriser</span> / Allow</button> '
        '<button name="decision" value="refuse"><span lang="fr">Refuser</span> / Refuse</button>'
        "</form></main></body></html>"
    )
