"""Calls to Business Profile's interfaces as the manager of one place."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from beffroi.networks import shapes
from beffroi.networks.contracts import DeveloperApp
from beffroi.networks.errors import UnexpectedResponse
from beffroi.networks.families.google import GoogleApi, explains_with
from beffroi.networks.google_business.declaration import (
    ACCOUNTS_HOST,
    HOME,
    INFORMATION_HOST,
    PAGES_HOST,
)
from beffroi.networks.google_business.errors import explain
from beffroi.networks.hosts import beside
from beffroi.networks.http import NetworkHttp
from beffroi.networks.json_text import JSON
from beffroi.networks.port import AccessKeeper
from beffroi.networks.shapes import Record

_PAGES_MAX = 60
#: What is read of a place. The mask must be given.
READ_MASK = "name,title,storefrontAddress,metadata"


class Client:
    """One place's calls. `place` is its whole name: accounts/1/locations/2."""

    def __init__(self, http: NetworkHttp, keeper: AccessKeeper) -> None:
        self._http = http
        self._api = GoogleApi(http, keeper, home=HOME, special={}, first=explain)

    @property
    def place(self) -> str:
        """The place's name, by its account: what posts and reviews go by."""
        return self._api.account_id

    @property
    def location(self) -> str:
        """The place's name alone, locations/2: what the newer interfaces go by."""
        return location_of(self.place)

    @property
    def consent_ends_at(self) -> datetime | None:
        """When only a new consent will help, if Google said."""
        return self._api.access.ends_at

    def now(self) -> datetime:
        """Tell the time."""
        return self._http.now()

    def earliest(self, since: datetime) -> datetime:
        """Return when, by Google's clock, a try begun at `since` by ours may have come."""
        return self._api.clock.earliest(since)

    def read(self, method: str, name: str, **more: Any) -> JSON:
        """Make a call about posts and reviews that is free to repeat."""
        return self._api.read(method, f"{self._api.access.origin}/v4/{name}", **more).data

    def read_at(self, host: str, name: str, **more: Any) -> Record:
        """Read from one of the newer interfaces."""
        url = f"{self._api.origin(host)}/v1/{name}"
        return shapes.record(self._api.read("GET", url, **more).data, name)

    def act(self, method: str, name: str, **more: Any) -> JSON:
        """Make the one visible call."""
        return self._api.act(method, f"{self._api.access.origin}/v4/{name}", **more).data

    def pages(self, name: str, **params: str) -> Iterator[Record]:
        """Yield each page of a list, to its end."""
        token = ""
        for _ in range(_PAGES_MAX):
            query = {**params, **({"pageToken": token} if token else {})}
            page = shapes.record(self.read("GET", name, params=query), name)
            yield page
            following = shapes.optional_text(page, "nextPageToken") or ""
            if not following:
                return
            if following == token:
                break
            token = following
        raise UnexpectedResponse("the pages never end")

    def page_url(self, path: str) -> str:
        """Return a page where a manager sees what has no address of its own."""
        return f"{self._api.origin(PAGES_HOST)}{path}"


def location_of(place: str) -> str:
    """Return locations/2 of accounts/1/locations/2."""
    return "locations/" + place.rpartition("/")[2]


class Visitor:
    """The calls of a new consent, before it is known which places it opens."""

    def __init__(self, http: NetworkHttp, app: DeveloperApp, *, token: str) -> None:
        self._http = http
        self._app = app
        self._token = token

    def accounts(self) -> Iterator[Record]:
        """Yield what the person manages: themselves, and groups of places."""
        yield from self._list(ACCOUNTS_HOST, "accounts", "accounts", pageSize="20")

    def locations(self, account: str) -> Iterator[Record]:
        """Yield the places of one account."""
        params = {"readMask": READ_MASK, "pageSize": "100"}
        yield from self._list(INFORMATION_HOST, f"{account}/locations", "locations", **params)

    def _list(self, host: str, name: str, key: str, **params: str) -> Iterator[Record]:
        url = f"{beside(self._app.origin, home=HOME, host=host)}/v1/{name}"
        token = ""
        for _ in range(_PAGES_MAX):
            query = {**params, **({"pageToken": token} if token else {})}
            page = self._read(url, query)
            yield from shapes.records(page.get(key, []), key)
            following = shapes.optional_text(page, "nextPageToken") or ""
            if not following or following == token:
                return
            token = following

    def _read(self, url: str, query: dict[str, str]) -> Record:
        headers = {"Authorization": f"Bearer {self._token}", "Accept": "application/json"}
        explains = explains_with(self._http, {}, first=explain)
        answer = self._http.read("GET", url, params=query, headers=headers, explain=explains)
        return shapes.record(answer.data, "a list")
