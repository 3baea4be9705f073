"""OAuth of a simulated Google: the page where a person says yes, tokens, and how errors look.

https://developers.google.com/identity/protocols/oauth2/web-server (read 2026-11-22). One app is
registered, as an operator would have made it. On the page a person may untick permissions.
"""

from __future__ import annotations

import hashlib
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from html import escape
from typing import Any
from urllib.parse import parse_qs, urlencode

from beffroi.core.clock import Clock
from beffroi.networks.families.google_oauth import SCOPE_PREFIX
from beffroi.networks.simulation_server import Call, Origin, Refusal, Reply, Route

CLIENT_ID = "beffroi.apps.simulated"
CLIENT_SECRET = "GOCSPX-simulated"  # noqa: S105 - of a simulator
_CODE_LIFE = timedelta(minutes=10)
_ACCESS_LIFE_SECONDS = 3599
_TESTING_LIFE_SECONDS = 604799
_HTML = "text/html; charset=utf-8"
_REFUSED = "Token has been expired or revoked."


@dataclass(frozen=True, slots=True)
class Request:
    """What an app asks a person for, checked."""

    redirect_uri: str
    scopes: tuple[str, ...]
    state: str
    challenge: str

    def return_address(self, **answer: str) -> str:
        """Return where the person goes next, with the answer."""
        joint = "&" if "?" in self.redirect_uri else "?"
        return f"{self.redirect_uri}{joint}{urlencode({**answer, 'state': self.state})}"


@dataclass(frozen=True, slots=True)
class Consent:
    """What a person allowed: as whom, and what."""

    account_id: str
    scopes: frozenset[str]


@dataclass
class Authority:
    """Hands out codes and tokens. `accounts` are the names that a person may choose, by id.

    `is_testing`: consents die after seven days. `redirect_uris` empty: any address is registered.
    """

    clock: Clock
    network: str
    accounts: Mapping[str, str] = field(default_factory=dict)
    is_testing: bool = False
    redirect_uris: tuple[str, ...] = ()
    _codes: dict[str, tuple[Request, Consent, datetime]] = field(default_factory=dict)
    _access: dict[str, tuple[Consent, datetime]] = field(default_factory=dict)
    _refresh: dict[str, tuple[Consent, datetime | None]] = field(default_factory=dict)

    def routes(self) -> Sequence[Route]:
        """Return the calls and the page."""
        doubt = ("refresh_token_expires_in is seen in answers of apps in testing only",)
        return [
            Route("authorize", "GET", "/o/oauth2/v2/auth", self._ask),
            Route("authorize", "POST", "/o/oauth2/v2/auth", self._decide, Origin.UNCONFIRMED),
            Route("token", "POST", "/token", self._token, doubts=doubt),
            Route("revoke", "POST", "/revoke", self._revoke),
        ]

    def issue(self, account_id: str, scopes: Sequence[str]) -> dict[str, Any]:
        """Return the tokens of a consent without asking anybody. Scopes without their prefix."""
        consent = Consent(account_id, frozenset(SCOPE_PREFIX + one for one in scopes))
        return self._grant(consent, with_refresh=True)

    def holder(self, call: Call, *, any_of: Sequence[str]) -> Consent:
        """Return whose token a call bears. Refuses when it is dead or allows too little."""
        token = call.headers.get("authorization", "").removeprefix("Bearer ")
        found = self._access.get(token)
        if found is None or self.clock() >= found[1]:
            raise refusal(401, "Invalid Credentials", reason="authError", status="UNAUTHENTICATED")
        if not any(SCOPE_PREFIX + scope in found[0].scopes for scope in any_of):
            raise refusal(
                403,
                "Request had insufficient authentication scopes.",
                reason="insufficientPermissions",
                status="PERMISSION_DENIED",
                info={"reason": "ACCESS_TOKEN_SCOPE_INSUFFICIENT", "domain": "googleapis.com"},
            )
        return found[0]

    def reset(self, accounts: Mapping[str, str]) -> None:
        """Forget every consent; let a person choose among `accounts`."""
        self.accounts, self.is_testing, self.redirect_uris = accounts, False, ()
        self._codes.clear()
        self.revoke_all()

    def allow(self, fields: Mapping[str, str], *, account_id: str) -> str:
        """Let a person say yes to all that the page asks; return the code that goes back."""
        request = self._check(fields)
        return self._code(request, Consent(account_id, frozenset(request.scopes)))

    def expire_access(self) -> None:
        """Let every access token die; refresh tokens live."""
        self._access.clear()

    def revoke_all(self) -> None:
        """Let every token die, as when a person takes the consent back."""
        self._access.clear()
        self._refresh.clear()

    # The page.

    def _check(self, fields: Mapping[str, str]) -> Request:
        if fields.get("client_id") != CLIENT_ID:
            raise _page_refusal("invalid_client")
        address = fields.get("redirect_uri", "")
        if self.redirect_uris and address not in self.redirect_uris:
            raise _page_refusal("redirect_uri_mismatch")
        if fields.get("response_type") != "code" or not address:
            raise _page_refusal("invalid_request")
        scopes = tuple(fields.get("scope", "").split())
        if not scopes or not all(one.startswith(SCOPE_PREFIX) for one in scopes):
            raise _page_refusal("invalid_scope")
        challenge = fields.get("code_challenge", "")
        if challenge and fields.get("code_challenge_method") != "S256":
            raise _page_refusal("invalid_request")
        return Request(address, scopes, fields.get("state", ""), challenge)

    def _ask(self, call: Call) -> Reply:
        fields = {name: values[-1] for name, values in call.query.items()}
        request = self._check(fields)
        page = _render(request, fields, network=self.network, accounts=self.accounts)
        return Reply(content=page.encode(), media_type=_HTML)

    def _decide(self, call: Call) -> Reply:
        form = parse_qs(call.body.decode(), keep_blank_values=True)
        fields = {name: values[-1] for name, values in form.items()}
        request = self._check(fields)
        if fields.get("decision") != "allow":
            return _redirect(request.return_address(error="access_denied"))
        allowed = frozenset(form.get("allowed", [])) & frozenset(request.scopes)
        account_id = fields.get("account", next(iter(self.accounts), ""))
        code = self._code(request, Consent(account_id, allowed))
        return _redirect(request.return_address(code=code, scope=" ".join(sorted(allowed))))

    def _code(self, request: Request, consent: Consent) -> str:
        code = f"4/{secrets.token_urlsafe(24)}"
        self._codes[code] = (request, consent, self.clock() + _CODE_LIFE)
        return code

    # Tokens.

    def _token(self, call: Call) -> Reply:
        fields = {name: values[-1] for name, values in parse_qs(call.body.decode()).items()}
        if (fields.get("client_id"), fields.get("client_secret")) != (CLIENT_ID, CLIENT_SECRET):
            raise _token_refusal("invalid_client", "Unauthorized", status=401)
        grants: dict[str, Callable[[Mapping[str, str]], dict[str, Any]]] = {
            "authorization_code": self._exchange,
            "refresh_token": self._renew,
        }
        grant = grants.get(fields.get("grant_type", ""))
        if grant is None:
            raise _token_refusal("unsupported_grant_type", "Invalid grant_type")
        return Reply(data=grant(fields))

    def _exchange(self, fields: Mapping[str, str]) -> dict[str, Any]:
        request, consent, until = self._codes.pop(
            fields.get("code", ""), (None, None, self.clock())
        )
        if request is None or consent is None or self.clock() >= until:
            raise _token_refusal("invalid_grant", "Malformed auth code.")
        if request.redirect_uri != fields.get("redirect_uri"):
            raise _token_refusal("redirect_uri_mismatch", "Bad Request")
        if not _verifies(fields.get("code_verifier", ""), request.challenge):
            raise _token_refusal("invalid_grant", "Invalid code verifier.")
        return self._grant(consent, with_refresh=True)

    def _renew(self, fields: Mapping[str, str]) -> dict[str, Any]:
        consent, until = self._refresh.get(fields.get("refresh_token", ""), (None, None))
        if consent is None or (until is not None and self.clock() >= until):
            raise _token_refusal("invalid_grant", _REFUSED)
        return self._grant(consent, with_refresh=False)

    def _grant(self, consent: Consent, *, with_refresh: bool) -> dict[str, Any]:
        now, token = self.clock(), f"ya29.{secrets.token_urlsafe(32)}"
        life = timedelta(seconds=_ACCESS_LIFE_SECONDS)
        self._access[token] = (consent, now + life)
        answer: dict[str, Any] = {
            "access_token": token,
            "expires_in": _ACCESS_LIFE_SECONDS,
            "scope": " ".join(sorted(consent.scopes)),
            "token_type": "Bearer",
        }
        if with_refresh:
            answer |= self._refreshable(consent, now)
        return answer

    def _refreshable(self, consent: Consent, now: datetime) -> dict[str, Any]:
        token = f"1//{secrets.token_urlsafe(32)}"
        until = now + timedelta(seconds=_TESTING_LIFE_SECONDS) if self.is_testing else None
        self._refresh[token] = (consent, until)
        life = {"refresh_token_expires_in": _TESTING_LIFE_SECONDS} if self.is_testing else {}
        return {"refresh_token": token, **life}

    def _revoke(self, call: Call) -> Reply:
        token = parse_qs(call.body.decode()).get("token", [""])[-1]
        if self._refresh.pop(token, None) is None and self._access.pop(token, None) is None:
            raise _token_refusal("invalid_token", "Token expired or revoked")
        return Reply(data={})


def refusal(
    code: int,
    message: str,
    *,
    reason: str = "",
    domain: str = "global",
    status: str = "",
    info: Mapping[str, Any] | None = None,
) -> Refusal:
    """Return a refusal as Google's interfaces write it. `info` is an ErrorInfo."""
    error: dict[str, Any] = {"code": code, "message": message}
    if reason:
        error["errors"] = [{"message": message, "domain": domain, "reason": reason}]
    if status:
        error["status"] = status
    if info:
        kind = "type.googleapis.com/google.rpc.ErrorInfo"
        error["details"] = [{"@type": kind, **info}]
    return Refusal(Reply(code, {"error": error}))


def _token_refusal(error: str, description: str, *, status: int = 400) -> Refusal:
    return Refusal(Reply(status, {"error": error, "error_description": description}))


def _page_refusal(error: str) -> Refusal:
    page = _page("Google", f"<h1>Error 400: {escape(error)}</h1>")
    return Refusal(Reply(400, content=page.encode(), media_type=_HTML))


def _redirect(address: str) -> Reply:
    return Reply(302, headers={"Location": address}, content=b"")


def _verifies(verifier: str, challenge: str) -> bool:
    if not challenge:
        return True
    digest = hashlib.sha256(verifier.encode()).digest()
    return urlsafe_b64encode(digest).decode().rstrip("=") == challenge


def _render(
    request: Request, fields: Mapping[str, str], *, network: str, accounts: Mapping[str, str]
) -> str:
    hidden = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, value in fields.items()
    )
    choices = "".join(
        f'<p><label><input type="radio" name="account" value="{escape(id_)}"'
        f"{' checked' if place == 0 else ''}> {escape(name)}</label></p>"
        for place, (id_, name) in enumerate(accounts.items())
    )
    boxes = "".join(
        f'<p><label><input type="checkbox" name="allowed" value="{escape(scope)}" checked> '
        f"<code>{escape(scope.removeprefix(SCOPE_PREFIX))}</code></label></p>"
        for scope in request.scopes
    )
    name = escape(network)
    return _page(
        name,
        f"<h1>{name}</h1>"
        f'<div class="notice"><p lang="fr"><strong>Ceci est un simulateur de {name}.</strong> Il '
        "tourne sur cette machine : rien ne sera publié sur Internet.</p>"
        f"<p><strong>This is a simulator of {name}.</strong> It runs on this machine: nothing will "
        "be published on the internet.</p></div>"
        '<p lang="fr">Beffroi demande à agir pour vous :</p><p>Beffroi asks to act for you:</p>'
        f'<form method="post" action="/o/oauth2/v2/auth">{hidden}{choices}{boxes}'
        '<button name="decision" value="allow"><span lang="fr">Autoriser</span> / Allow</button> '
        '<button name="decision" value="refuse"><span lang="fr">Refuser</span> / Refuse</button>'
        "</form>",
    )


def _page(title: str, body: str) -> str:
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<link rel="icon" href="data:,">'
        f'<meta name="viewport" content="width=device-width"><title>{title} (simulator)</title>'
        "<style>body{font:1rem/1.5 system-ui,sans-serif;max-width:42rem;margin:2rem auto;"
        "padding:0 1rem}.notice{border:2px solid;padding:1rem}button{font:inherit;padding:.5rem "
        f"1rem}}</style></head><body><main>{body}</main></body></html>"
    )
