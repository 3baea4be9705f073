"""A person's yes, the access that comes of it, and keeping that alive.

https://developers.facebook.com/docs/instagram-platform/instagram-api-with-instagram-login/business-login/
(read on 2026-11-22). A code gives a token of an hour, that one a token of sixty days, which may be
extended once it is a day old; one that has died helps nobody. Proof keys are not documented here.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from functools import partial
from urllib.parse import urlencode

from beffroi.networks import shapes
from beffroi.networks.contracts import Access, Connection, DeveloperApp, Profile
from beffroi.networks.errors import (
    AccessRevoked,
    ContentRefused,
    NetworkError,
    NoAccount,
    UnexpectedResponse,
)
from beffroi.networks.hosts import beside
from beffroi.networks.instagram.client import Account, Login
from beffroi.networks.instagram.declaration import BASIC, HOME, PUBLISH, SCOPES
from beffroi.networks.json_text import JSON
from beffroi.networks.port import AccessKeeper
from beffroi.networks.shapes import Record

logger = logging.getLogger(__name__)

#: Without these, a channel could not even publish. The others are missed one by one.
NEEDED = frozenset({BASIC, PUBLISH})

_USUAL_LIFE = timedelta(days=60)
_EXTENDED_FROM = timedelta(days=1)
_EXTENDED_BEFORE = timedelta(days=30)


def authorize_url(app: DeveloperApp, *, redirect_uri: str, state: str) -> str:
    """Return the address where a person says yes."""
    query = {
        "client_id": app.client_id,
        "redirect_uri": redirect_uri,
        "response_type": "code",
        "scope": ",".join(SCOPES),
        "state": state,
    }
    host = beside(app.origin, home=HOME, host="www.instagram.com")
    return f"{host}/oauth/authorize?{urlencode(query)}"


def exchange(login: Login, app: DeveloperApp, *, redirect_uri: str, code: str) -> Access:
    """Trade a code for an access of sixty days. Whose it is, `read_connection` tells."""
    short = _trade(login, app, redirect_uri=redirect_uri, code=code.removesuffix("#_"))
    granted = _permissions(short.get("permissions"))
    if granted and not granted >= NEEDED:
        raise AccessRevoked("the person allowed less than what is needed")
    long = login.trade_token(
        "/access_token",
        grant_type="ig_exchange_token",
        client_secret=app.client_secret,
        access_token=_token(short),
    )
    access = Access(
        origin=app.origin,
        account_id=shapes.optional_text(short, "user_id") or "",
        secrets={"permissions": ",".join(sorted(granted))},
    )
    return _with_token(access, long, now=login.now())


def read_connection(account: Account, access: Access) -> Connection:
    """Return whose access it is. NoAccount for a private person: they have no interface.

    Instagram has two numbers for us: the login gave the one by which it names us to the app.
    """
    me = account.record("/me", fields="user_id,username,account_type,name")
    if (shapes.optional_text(me, "account_type") or "").upper() == "PERSONAL":
        raise NoAccount("not a professional account")
    account_id, username = shapes.text(me, "user_id"), shapes.text(me, "username")
    profile = Profile(
        account_id=account_id,
        handle=username,
        display_name=shapes.optional_text(me, "name") or username,
        url=account.site(f"/{username}/"),
        kind=(shapes.optional_text(me, "account_type") or "").lower(),
    )
    return Connection(profile, _of(access, account_id), consented_by=access.account_id)


def keep_alive(login: Login, keeper: AccessKeeper) -> Access:
    """Return the channel's access, extended when it is time.

    A failure to extend is none yet: there are weeks left, and a dead token says so by itself.
    """
    access = keeper.read()
    if not _is_due(access, now=login.now()):
        return access
    try:
        return keeper.renew(access, partial(_extended, login))
    except NetworkError as error:
        logger.warning("an Instagram access was not extended: %s", error.detail)
        return access


def _is_due(access: Access, *, now: datetime) -> bool:
    if access.ends_at is None or access.ends_at <= now:
        return False
    obtained_at = shapes.optional_instant(dict(access.secrets), "obtained_at")
    is_old = obtained_at is None or now - obtained_at >= _EXTENDED_FROM
    return is_old and access.ends_at - now < _EXTENDED_BEFORE


def _extended(login: Login, access: Access) -> Access:
    answer = login.trade_token(
        "/refresh_access_token",
        grant_type="ig_refresh_token",
        access_token=access.secrets.get("access_token", ""),
    )
    return _with_token(access, answer, now=login.now())


def _trade(login: Login, app: DeveloperApp, *, redirect_uri: str, code: str) -> Record:
    try:
        return login.trade_code(
            client_id=app.client_id,
            client_secret=app.client_secret,
            grant_type="authorization_code",
            redirect_uri=redirect_uri,
            code=code,
        )
    except ContentRefused as error:
        if error.field == "address":
            raise
        raise AccessRevoked(error.detail) from error


def _with_token(access: Access, answer: Record, *, now: datetime) -> Access:
    """Return `access` with the token of an answer, and with its end."""
    seconds = shapes.whole(answer, "expires_in")
    life = _USUAL_LIFE if seconds is None else timedelta(seconds=min(seconds, 10**9))
    told = {"access_token": _token(answer), "obtained_at": now.isoformat()}
    secrets = {**access.secrets, **told}
    return Access(access.origin, access.account_id, secrets, ends_at=now + life)


def _token(answer: Record) -> str:
    token = shapes.text(answer, "access_token")
    if not token:
        raise UnexpectedResponse("an empty token")
    return token


def _of(access: Access, account_id: str) -> Access:
    return Access(access.origin, account_id, access.secrets, ends_at=access.ends_at)


def _permissions(told: JSON) -> frozenset[str]:
    """Read what was allowed: a list, or a text with commas."""
    items = told.split(",") if isinstance(told, str) else told if isinstance(told, list) else []
    return frozenset(str(one).strip() for one in items if str(one).strip())
