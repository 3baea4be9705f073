"""Calls to LinkedIn, under one token or for one channel. Shapes and meaning are read elsewhere.

https://learn.microsoft.com/en-us/linkedin/marketing/versioning (read on 2026-11-22)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol
from urllib.parse import urlsplit

from beffroi.networks import hosts, shapes
from beffroi.networks.clocks import NetworkClock
from beffroi.networks.contracts import Access, DeveloperApp
from beffroi.networks.errors import NetworkUnavailable, UnexpectedResponse
from beffroi.networks.http import Answer, NetworkHttp
from beffroi.networks.linkedin.declaration import HOME, SIGN_IN_HOST, VERSION
from beffroi.networks.linkedin.errors import StaleAccess, explain_at
from beffroi.networks.port import AccessKeeper

#: An access token that dies within this time is renewed before it is used; it lives sixty days.
_MARGIN = timedelta(days=1)
#: A part of a video is four megabytes; a slow line needs its time.
_FILE_SECONDS = 120.0
#: Names what a call made; the body of the answer is empty.
_PROOF = "x-restli-id"

#: Turns a stale access into a working one, by its refresh token.
Renewal = Callable[["Calls", DeveloperApp, Access], Access]


class Reader(Protocol):
    """Makes calls that are free to repeat: under a new token, or for a channel."""

    def read(self, method: str, path: str, **request: Any) -> Answer:
        """Make one."""
        ...


class Calls:
    """Calls under one token, or under none."""

    def __init__(self, http: NetworkHttp, *, origin: str, token: str = "") -> None:
        self._http = http
        self._token = token
        self._explain = explain_at(http.now)
        self.origin = origin

    def now(self) -> datetime:
        """Tell the time."""
        return self._http.now()

    def read(self, method: str, path: str, **request: Any) -> Answer:
        """Make a call that is free to repeat. `path` bears its query, written as Rest.li wants."""
        return self._http.read(
            method, self.origin + path, explain=self._explain, **self._signed(request)
        )

    def act(self, method: str, path: str, **request: Any) -> str:
        """Make a visible call, once; return what it made, as a header names it."""
        answer = self._http.act(
            method,
            self.origin + path,
            explain=self._explain,
            proof_header=_PROOF,
            **self._signed(request),
        )
        return answer.headers[_PROOF].strip()

    def post_form(self, path: str, form: Mapping[str, str]) -> Answer:
        """Send a form to where people sign in; it is free to repeat."""
        origin = hosts.beside(self.origin, home=HOME, host=SIGN_IN_HOST)
        return self._http.read("POST", origin + path, explain=self._explain, data=dict(form))

    def put_file(self, url: str, content: bytes, *, media_type: str) -> Answer:
        """Put bytes at an address that LinkedIn gave for a picture or a document."""
        if not self._is_theirs(url):
            raise UnexpectedResponse("an address for a file that is not LinkedIn's")
        return self._put(url, content, self._authorization() | {"Content-Type": media_type})

    def put_part(self, url: str, content: bytes) -> Answer:
        """Put a part of a video at its address, which wants no token."""
        return self._put(url, content, {"Content-Type": "application/octet-stream"})

    def _put(self, url: str, content: bytes, headers: Mapping[str, str]) -> Answer:
        return self._http.read(
            "PUT",
            url,
            explain=self._explain,
            headers=dict(headers),
            content=content,
            timeout=_FILE_SECONDS,
        )

    def _is_theirs(self, url: str) -> bool:
        """Tell whether our token may go there."""
        split = urlsplit(url)
        is_theirs = (split.hostname or "").endswith(".linkedin.com") and split.scheme == "https"
        return is_theirs or f"{split.scheme}://{split.netloc}" == self.origin

    def _authorization(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._token}"} if self._token else {}

    def _signed(self, request: Mapping[str, Any]) -> dict[str, Any]:
        headers = {
            "Accept": "application/json",
            "LinkedIn-Version": VERSION.name,
            "X-Restli-Protocol-Version": "2.0.0",
            **request.get("headers", {}),
        }
        return {**request, "headers": headers | self._authorization()}


class Api:
    """The calls of one channel. Renews its access through the keeper when it must and can."""

    def __init__(self, http: NetworkHttp, keeper: AccessKeeper, *, renewal: Renewal) -> None:
        self._http = http
        self._keeper = keeper
        self._renewal = renewal
        self.clock = NetworkClock(http.now)

    @property
    def actor(self) -> str:
        """The URN for which we act: an organisation or a member."""
        return self._keeper.read().account_id

    @property
    def member(self) -> str:
        """The URN of the member who consented."""
        return self.secret("member") or self.actor

    @property
    def scopes(self) -> frozenset[str]:
        """What the member consented to."""
        return frozenset(self.secret("scopes").split())

    @property
    def app(self) -> DeveloperApp:
        """The developer app under which the access was given."""
        return self._keeper.app()

    def secret(self, name: str) -> str:
        """Return one of the values kept with the access, "" when there is none."""
        return self._keeper.read().secrets.get(name, "")

    def now(self) -> datetime:
        """Tell the time."""
        return self._http.now()

    def read(self, method: str, path: str, **request: Any) -> Answer:
        """Make a call that is free to repeat."""
        answer = self._repeated(lambda calls: calls.read(method, path, **request))
        self.clock.hear(answer.headers)
        return answer

    def put_file(self, url: str, content: bytes, *, media_type: str) -> Answer:
        """Put a picture or a document at its address."""
        return self._repeated(lambda calls: calls.put_file(url, content, media_type=media_type))

    def put_part(self, url: str, content: bytes) -> Answer:
        """Put a part of a video at its address."""
        return self._calls(self._keeper.read()).put_part(url, content)

    def act(self, method: str, path: str, **request: Any) -> str:
        """Make a visible call, once; return what it made. NetworkUnavailable: make it later."""
        access = self._usable()
        try:
            return self._calls(access).act(method, path, **request)
        except StaleAccess as refusal:
            self._renewed(access, refusal)
            raise NetworkUnavailable(f"{refusal.detail}: renewed, nothing took effect") from refusal

    def _repeated(self, call: Callable[[Calls], Answer]) -> Answer:
        access = self._usable()
        try:
            return call(self._calls(access))
        except StaleAccess as refusal:
            return call(self._calls(self._renewed(access, refusal)))

    def _usable(self) -> Access:
        access = self._keeper.read()
        ends_at = shapes.optional_instant(dict(access.secrets), "expires_at")
        is_dying = ends_at is not None and ends_at - self.now() < _MARGIN
        return self._renewed(access) if is_dying and _can_renew(access) else access

    def _renewed(self, stale: Access, refusal: StaleAccess | None = None) -> Access:
        if not _can_renew(stale):
            raise refusal or StaleAccess("no refresh token")
        return self._keeper.renew(
            stale, lambda access: self._renewal(self._calls(access), self._keeper.app(), access)
        )

    def _calls(self, access: Access) -> Calls:
        token = access.secrets.get("access_token", "")
        return Calls(self._http, origin=access.origin, token=token)


def _can_renew(access: Access) -> bool:
    return bool(access.secrets.get("refresh_token"))
