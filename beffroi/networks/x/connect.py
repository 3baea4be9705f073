"""Trades a person's yes for an access. OAuth 2.0 with PKCE, as a confidential client.

https://docs.x.com/fundamentals/authentication/oauth-2-0/authorization-code, read on 2026-11-22.
"""

from __future__ import annotations

from urllib.parse import urlencode

from beffroi.networks import shapes
from beffroi.networks.contracts import Access, Connection, DeveloperApp, Profile
from beffroi.networks.errors import AccessRevoked, ContentRefused
from beffroi.networks.shapes import Record
from beffroi.networks.x.client import REFRESH_TOKEN, SCOPE, Door, web_origin
from beffroi.networks.x.declaration import SCOPES
from beffroi.networks.x.text import clean


def authorize_url(app: DeveloperApp, *, redirect_uri: str, state: str, code_challenge: str) -> str:
    """Return the address where a person says yes."""
    query = {
        "response_type": "code",
        "client_id": app.client_id,
        "redirect_uri": redirect_uri,
        "scope": " ".join(SCOPES),
        "state": state,
        "code_challenge": code_challenge,
        "code_challenge_method": "S256",
    }
    return f"{web_origin(app.origin)}/i/oauth2/authorize?{urlencode(query)}"


def exchange(
    door: Door, app: DeveloperApp, *, redirect_uri: str, code: str, code_verifier: str
) -> Connection:
    """Trade the code, which lives thirty seconds, and ask whose access it brought."""
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect_uri,
        "code_verifier": code_verifier,
    }
    try:
        secrets = door.trade(app, form=form)
    except ContentRefused as error:
        if error.field == "address":
            raise
        raise AccessRevoked(error.detail) from error
    if not secrets.get(REFRESH_TOKEN) or missing_scopes(secrets.get(SCOPE, "")):
        raise AccessRevoked("the person allowed less than what is needed")
    secrets.setdefault(SCOPE, " ".join(SCOPES))  # told nothing: what was asked
    user = door.read_user(app.origin, secrets)
    account_id = shapes.text(user, "id")
    return Connection(
        profile=_profile(user, web=web_origin(app.origin)),
        access=Access(origin=app.origin, account_id=account_id, secrets=secrets),
    )


def missing_scopes(granted: str) -> list[str]:
    """Return which scopes a person did not allow; none when X does not say."""
    return [one for one in SCOPES if one not in granted.split()] if granted else []


def _profile(user: Record, *, web: str) -> Profile:
    handle = clean(shapes.text(user, "username"))
    return Profile(
        account_id=shapes.text(user, "id"),
        handle=handle,
        display_name=clean(shapes.optional_text(user, "name") or "").strip() or handle,
        url=f"{web}/{handle}",
    )
