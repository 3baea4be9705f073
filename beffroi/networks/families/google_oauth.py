"""How a person lets us act through Google, and how that is kept alive.

https://developers.google.com/identity/protocols/oauth2/web-server (read 2026-11-22). A refresh
token is not rotated; it dies when the person takes it back, after six months without use, and
seven days after a consent given to an app in testing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from urllib.parse import urlencode

from beffroi.networks import shapes
from beffroi.networks.contracts import Access, DeveloperApp
from beffroi.networks.errors import (
    AccessRevoked,
    AppMisconfigured,
    ContentRefused,
    NetworkError,
    PermissionLost,
)
from beffroi.networks.hosts import beside
from beffroi.networks.http import Answer, NetworkHttp, error_code

AUTHORIZE_HOST = "accounts.google.com"
TOKEN_HOST = "oauth2.googleapis.com"  # noqa: S105 - a name of a host
SCOPE_PREFIX = "https://www.googleapis.com/auth/"

_OPERATORS = frozenset(
    {
        "invalid_client",
        "unauthorized_client",
        "deleted_client",
        "disabled_client",
        "redirect_uri_mismatch",
        "invalid_scope",
    }
)


@dataclass(frozen=True, slots=True)
class Grant:
    """What one consent, or one renewal, gave. Durations in seconds."""

    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    expires_in: int
    refresh_expires_in: int | None
    scopes: frozenset[str]


def authorize_url(
    app: DeveloperApp,
    *,
    home: str,
    scopes: Sequence[str],
    redirect_uri: str,
    state: str,
    code_challenge: str,
) -> str:
    """Return the address where a person says yes. Asking each time brings a refresh token."""
    query = {
        "client_id": app.client_id,
        "redirect_uri": redirect_uri,
        "response_type": "code",
        "scope": " ".join(SCOPE_PREFIX + scope for scope in scopes),
        "state": state,
        "access_type": "offline",
        "prompt": "consent",
        "include_granted_scopes": "true",
        "code_challenge": code_challenge,
        "code_challenge_method": "S256",
    }
    origin = beside(app.origin, home=home, host=AUTHORIZE_HOST)
    return f"{origin}/o/oauth2/v2/auth?{urlencode(query)}"


def exchange(
    http: NetworkHttp,
    app: DeveloperApp,
    *,
    home: str,
    scopes: Sequence[str],
    redirect_uri: str,
    code: str,
    code_verifier: str,
) -> Grant:
    """Trade the code for a grant of all `scopes`.

    Raises AccessRevoked for a refused code, PermissionLost with the scopes that the person
    unticked, AppMisconfigured when the app itself is refused.
    """
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect_uri,
        "code_verifier": code_verifier,
    }
    grant = _ask(http, app, form, home=home)
    missing = [scope for scope in scopes if SCOPE_PREFIX + scope not in grant.scopes]
    if missing:
        raise PermissionLost(f"not allowed: {', '.join(missing)}")
    if not grant.refresh_token:
        raise AccessRevoked("Google gave no refresh token")
    return grant


def access_of(grant: Grant, *, origin: str, account_id: str, now: datetime) -> Access:
    """Return the access of one account under a grant."""
    life = grant.refresh_expires_in
    return Access(
        origin=origin,
        account_id=account_id,
        secrets=_secrets(grant, now=now),
        ends_at=None if life is None else now + timedelta(seconds=life),
    )


def refresh(http: NetworkHttp, app: DeveloperApp, stale: Access, *, home: str) -> Access:
    """Return `stale` with a new access token. Raises AccessRevoked when only a person can help."""
    form = {
        "grant_type": "refresh_token",
        "refresh_token": stale.secrets.get("refresh_token", ""),
    }
    grant = _ask(http, app, form, home=home)
    return replace(stale, secrets={**stale.secrets, **_secrets(grant, now=http.now())})


def is_expiring(access: Access, *, now: datetime) -> bool:
    """Tell whether the access token is dead or about to die."""
    try:
        return int(access.secrets.get("expires_at", "0")) - now.timestamp() < _MARGIN_SECONDS
    except ValueError:
        return True


_MARGIN_SECONDS = 60
_USUAL_LIFE_SECONDS = 3599


def _secrets(grant: Grant, *, now: datetime) -> dict[str, str]:
    secrets = {
        "access_token": grant.access_token,
        "expires_at": str(int(now.timestamp()) + grant.expires_in),
    }
    return {**secrets, "refresh_token": grant.refresh_token} if grant.refresh_token else secrets


def _ask(http: NetworkHttp, app: DeveloperApp, form: Mapping[str, str], *, home: str) -> Grant:
    origin = beside(app.origin, home=home, host=TOKEN_HOST)
    client = {"client_id": app.client_id, "client_secret": app.client_secret}
    try:
        answer = http.read("POST", f"{origin}/token", data={**form, **client}, explain=_explain)
    except ContentRefused as error:
        if error.field == "address":
            raise
        raise AccessRevoked(error.detail) from error
    token = shapes.record(answer.data, "token")
    life = shapes.whole(token, "expires_in")
    return Grant(
        access_token=shapes.text(token, "access_token"),
        refresh_token=shapes.optional_text(token, "refresh_token") or "",
        expires_in=_USUAL_LIFE_SECONDS if life is None else life,
        refresh_expires_in=shapes.whole(token, "refresh_token_expires_in"),
        scopes=frozenset((shapes.optional_text(token, "scope") or "").split()),
    )


def _explain(answer: Answer, about: str) -> NetworkError | None:
    code = error_code(answer.data, "error")
    detail = f"{about}: {answer.status} {code}"
    if answer.status >= 500:
        return None
    if code in _OPERATORS:
        return AppMisconfigured(detail)
    return AccessRevoked(detail) if code == "invalid_grant" else None
