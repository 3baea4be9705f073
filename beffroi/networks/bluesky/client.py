"""Calls to one account's server (PDS), with a session that is renewed when it must be.

Knows sessions and refusals of the AT Protocol, and nothing of posts.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from beffroi.networks.bluesky.text import GRAPHEMES_MAX
from beffroi.networks.contracts import Access
from beffroi.networks.errors import (
    AccessRevoked,
    ContentRefused,
    NetworkError,
    NetworkUnavailable,
    NotFound,
    UnexpectedResponse,
)
from beffroi.networks.http import Answer, Explain, NetworkHttp, error_code
from beffroi.networks.json_text import JSON
from beffroi.networks.port import AccessKeeper

#: An access token that dies within this time is renewed before it is used.
_MARGIN_SECONDS = 60
#: Servers give an hour at most; a long video on a slow line needs nearly that.
_SERVICE_TOKEN_SECONDS = 50 * 60

_STALE = frozenset({"ExpiredToken", "InvalidToken", "AuthMissing", "AuthenticationRequired"})
_DEAD = frozenset(
    {
        "AccountTakedown",
        "AccountDeactivated",
        "AccountSuspended",
        "AuthFactorTokenRequired",
        "RepoTakendown",
        "RepoDeactivated",
        "RepoSuspended",
    }
)
#: Codes that say by themselves what to change.
_CHANGES = {
    "BlobTooLarge": "media",
    "BlobNotFound": "media",
    "InvalidMimeType": "media",
    "BadQueryString": "text",
}
#: Where a validation message says the fault is, as in "grapheme too big (…) at $.record.text".
_PLACE = re.compile(r"(?:\$\.record\.|Record/)(\w+)")
#: What the app view says of an account that never was, without a code of its own; seen in
#: https://github.com/bluesky-social/atproto (packages/bsky), read on 2026-11-28.
_NO_PROFILE = "Profile not found"
_FIELDS = {"embed": "media", "langs": "language", "reply": "reply_to"}


class RecordAbsent(NotFound):
    """The server holds the account, and no such record."""


class StaleAccess(AccessRevoked):
    """The token is refused: a renewed one may pass. Nothing took effect."""


_ABSENT: dict[str, type[NotFound]] = {"RecordNotFound": RecordAbsent, "NotFound": NotFound}


def explain(answer: Answer, about: str) -> NetworkError | None:
    """Name the refusals that only the AT Protocol gives. The body decides before the status."""
    code = error_code(answer.data, "error")
    detail = f"{about}: {answer.status} {code}"
    if answer.status >= 500:  # whatever it says, the call may have taken effect
        return None
    if code in _STALE:
        return StaleAccess(detail)
    if code in _DEAD:
        return AccessRevoked(detail)
    if code in _ABSENT:
        return _ABSENT[code](detail)
    if code in _CHANGES:
        return ContentRefused(detail, field=_CHANGES[code])
    if code == "InvalidSwap":  # somebody wrote there meanwhile: as it is now, it may pass
        return NetworkUnavailable(detail)
    if code == "InvalidRequest" and answer.status == 400:
        return _invalid(answer, detail)
    return None


def explain_public(answer: Answer, about: str) -> NetworkError | None:
    """Name the refusals of what anybody may ask: there, an account that is closed is not found."""
    code = error_code(answer.data, "error")
    message = answer.data.get("message", "") if isinstance(answer.data, dict) else ""
    if code in _DEAD or (answer.status == 400 and message == _NO_PROFILE):
        return NotFound(f"{about}: {answer.status} {code}")
    return explain(answer, about)


def _explain_rare(answer: Answer, about: str) -> NetworkError | None:
    """Name the refusals of a call that not every server knows: the reference one answers 501."""
    if answer.status == 501:
        return NotFound(f"{about}: 501")
    return explain(answer, about)


def _invalid(answer: Answer, detail: str) -> ContentRefused:
    message = answer.data.get("message", "") if isinstance(answer.data, dict) else ""
    found = _PLACE.search(message) if isinstance(message, str) else None
    place = found[1] if found else ""
    limit = GRAPHEMES_MAX if place == "text" else None
    return ContentRefused(detail, field=_FIELDS.get(place, "text"), limit=limit)


class Session:
    """One account's calls. Renews its access through the keeper, then makes the call again."""

    def __init__(self, http: NetworkHttp, keeper: AccessKeeper) -> None:
        self._http = http
        self._keeper = keeper

    @property
    def account_id(self) -> str:
        """The account's DID."""
        return self._keeper.read().account_id

    @property
    def origin(self) -> str:
        """Where the account's own server is."""
        return self._keeper.read().origin

    def now(self) -> datetime:
        """Tell the time."""
        return self._http.now()

    def read(
        self, method: str, call: str, *, explain: Explain = explain, **request: Any
    ) -> dict[str, JSON]:
        """Make a call that is free to repeat, under our access."""
        access = self._usable_access()
        try:
            answer = self._http.read(
                method, _url(access, call), explain=explain, **_signed(request, access)
            )
        except StaleAccess:
            access = self._renewed(access)
            answer = self._http.read(
                method, _url(access, call), explain=explain, **_signed(request, access)
            )
        return record(answer.data)

    def read_openly(self, call: str, *, params: Mapping[str, str]) -> dict[str, JSON]:
        """Ask our own server what anybody may ask, without our access."""
        url = _url(self._keeper.read(), call)
        return record(self._http.read("GET", url, explain=explain, params=params).data)

    def read_at(
        self, method: str, origin: str, call: str, *, explain: Explain, **request: Any
    ) -> JSON:
        """Ask another service what is free to repeat; `request` says under which token, if any."""
        return self._http.read(method, f"{origin}/xrpc/{call}", explain=explain, **request).data

    def service_token(self, *, audience: str, method: str) -> str:
        """Return a token under which another service may make one call in our name.

        https://docs.bsky.app/docs/api/com-atproto-server-get-service-auth, read on 2026-11-27.
        """
        expires_at = int(self._http.now().timestamp()) + _SERVICE_TOKEN_SECONDS
        params = {"aud": audience, "lxm": method, "exp": expires_at}
        call = "com.atproto.server.getServiceAuth"
        return text_of(self.read("GET", call, explain=_explain_rare, params=params), "token")

    def act(
        self, call: str, *, payload: Mapping[str, JSON], headers: Mapping[str, str] | None = None
    ) -> JSON:
        """Make the one visible call; again after a refused token, which is a clear refusal."""
        access = self._usable_access()
        request = {"json": payload, "headers": headers or {}}
        try:
            answer = self._http.act(
                "POST", _url(access, call), explain=explain, **_signed(request, access)
            )
        except StaleAccess:
            access = self._renewed(access)
            answer = self._http.act(
                "POST", _url(access, call), explain=explain, **_signed(request, access)
            )
        return answer.data

    def check(self) -> None:
        """Renew the access if it must be. Raises AccessRevoked when it is dead."""
        self.read("GET", "com.atproto.server.getSession")

    def _usable_access(self) -> Access:
        access = self._keeper.read()
        expires_at = token_expiry(access.secrets.get("access_jwt", ""))
        now = self._http.now().timestamp()
        if expires_at is not None and expires_at - now < _MARGIN_SECONDS:
            return self._renewed(access)
        return access

    def _renewed(self, stale: Access) -> Access:
        return self._keeper.renew(stale, self._renewal)

    def _renewal(self, stale: Access) -> Access:
        """Trade the refresh token, which works once; when it is dead, open a new session."""
        origin = stale.secrets.get("login_origin", stale.origin)
        try:
            data = self._http.read(
                "POST",
                f"{origin}/xrpc/com.atproto.server.refreshSession",
                headers={"Authorization": f"Bearer {stale.secrets.get('refresh_jwt', '')}"},
                explain=explain,
            ).data
        except AccessRevoked:
            data = open_session(
                self._http,
                origin=origin,
                identifier=stale.account_id,
                password=stale.secrets.get("app_password", ""),
            )
        return _with_tokens(stale, record(data))


def open_session(
    http: NetworkHttp, *, origin: str, identifier: str, password: str
) -> dict[str, JSON]:
    """Sign in with an app password. Raises AccessRevoked when the pair is refused."""
    answer = http.read(
        "POST",
        f"{origin}/xrpc/com.atproto.server.createSession",
        json={"identifier": identifier, "password": password},
        explain=explain,
    )
    return record(answer.data)


def access_from_session(
    session: Mapping[str, JSON], *, origin: str, login_origin: str, app_password: str
) -> Access:
    """Return the access that a new session gives. Raises UnexpectedResponse without its tokens."""
    access = Access(
        origin=origin,
        account_id=text_of(session, "did"),
        secrets={"login_origin": login_origin, "app_password": app_password},
    )
    return _with_tokens(access, session)


def _with_tokens(access: Access, session: Mapping[str, JSON]) -> Access:
    if text_of(session, "did") != access.account_id:
        raise AccessRevoked("the server opened a session of another account")
    if session.get("active") is False:
        raise AccessRevoked("the account is not active")
    tokens = {
        "access_jwt": text_of(session, "accessJwt"),
        "refresh_jwt": text_of(session, "refreshJwt"),
    }
    return replace(access, secrets={**access.secrets, **tokens})


def token_expiry(token: str) -> int | None:
    """Read when a JWT dies, in seconds since 1970; None when it is not told."""
    try:
        payload = token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    except (IndexError, ValueError, binascii.Error):
        return None
    expires_at = claims.get("exp") if isinstance(claims, dict) else None
    return expires_at if isinstance(expires_at, int) else None


def record(data: JSON) -> dict[str, JSON]:
    """Return an answer's object. Raises UnexpectedResponse for anything else."""
    if not isinstance(data, dict):
        raise UnexpectedResponse("an object was expected")
    return data


def text_of(data: Mapping[str, JSON], key: str) -> str:
    """Return a text that must be there. Raises UnexpectedResponse when it is not."""
    found = data.get(key)
    if not isinstance(found, str) or not found:
        raise UnexpectedResponse(f"{key} was expected")
    return found


def _url(access: Access, call: str) -> str:
    return f"{access.origin}/xrpc/{call}"


def _signed(request: Mapping[str, Any], access: Access) -> dict[str, Any]:
    headers = dict(request.get("headers", {}))
    headers["Authorization"] = f"Bearer {access.secrets.get('access_jwt', '')}"
    return {**request, "headers": headers}
