"""Registers Beffroi with an instance and trades a person's yes for an access.

https://docs.joinmastodon.org/methods/oauth/ and https://docs.joinmastodon.org/methods/apps/
"""

from __future__ import annotations

from urllib.parse import urlencode

from beffroi.networks import shapes
from beffroi.networks.contracts import Access, Connection, DeveloperApp, Profile
from beffroi.networks.errors import (
    AccessRevoked,
    ContentRefused,
    NotFound,
    UnexpectedResponse,
)
from beffroi.networks.mastodon.client import Instance
from beffroi.networks.mastodon.statuses import parse_account

APP_NAME = "Beffroi"
#: Without these, nothing works.
_NEEDED = (
    "read:accounts",
    "read:notifications",
    "read:statuses",
    "write:media",
    "write:statuses",
)
SCOPES = (*_NEEDED, "read:search", "write:blocks", "write:reports")


def register(instance: Instance, *, origin: str, redirect_uri: str) -> DeveloperApp:
    """Register this installation. ContentRefused("address") when no such server answers there."""
    form = {"client_name": APP_NAME, "redirect_uris": redirect_uri, "scopes": " ".join(SCOPES)}
    try:
        answer = instance.probe("POST", "/api/v1/apps", data=form)
        app = shapes.record(answer.data, "application")
        return DeveloperApp(
            origin=origin,
            client_id=shapes.text(app, "client_id"),
            client_secret=shapes.text(app, "client_secret"),
        )
    except (AccessRevoked, ContentRefused, NotFound, UnexpectedResponse) as error:
        raise ContentRefused(error.detail, field="address") from error


def authorize_url(app: DeveloperApp, *, redirect_uri: str, state: str, code_challenge: str) -> str:
    """Return the address where a person says yes. PKCE with S256, the only method they offer."""
    query = {
        "response_type": "code",
        "client_id": app.client_id,
        "redirect_uri": redirect_uri,
        "scope": " ".join(SCOPES),
        "state": state,
        "code_challenge": code_challenge,
        "code_challenge_method": "S256",
    }
    return f"{app.origin}/oauth/authorize?{urlencode(query)}"


def exchange(
    instance: Instance, app: DeveloperApp, *, redirect_uri: str, code: str, code_verifier: str
) -> str:
    """Trade the code for a token, which lasts until somebody revokes it."""
    form = {
        "grant_type": "authorization_code",
        "client_id": app.client_id,
        "client_secret": app.client_secret,
        "redirect_uri": redirect_uri,
        "code": code,
        "code_verifier": code_verifier,
    }
    try:
        token = shapes.record(instance.read("POST", "/oauth/token", data=form).data, "token")
    except ContentRefused as error:
        if error.field == "address":
            raise
        raise AccessRevoked(error.detail) from error  # invalid_grant, with whatever status
    granted = shapes.optional_text(token, "scope")
    if granted and not _covers(granted.split()):
        raise AccessRevoked("the person allowed less than what is needed")
    return shapes.text(token, "access_token")


def read_connection(instance: Instance, *, origin: str, token: str) -> Connection:
    """Return whose token it is. `instance` speaks with that token."""
    answer = instance.read("GET", "/api/v1/accounts/verify_credentials")
    account = parse_account(shapes.record(answer.data, "account"))
    return Connection(
        profile=Profile(
            account_id=account.id,
            handle=instance.whole_handle(account.acct),
            display_name=account.display_name,
            url=account.url,
        ),
        access=Access(
            origin=origin,
            account_id=account.id,
            secrets={"access_token": token},
        ),
    )


def _covers(granted: list[str]) -> bool:
    return all(scope in granted or scope.partition(":")[0] in granted for scope in _NEEDED)
