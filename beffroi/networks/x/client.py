"""Calls to X as one account, whose access is renewed when it must be; notes what they cost.

A refresh token works once: X answers a second use of it by ending every access that came from it.
So it is used under the keeper's lock alone, and what comes back is stored before it is used.
https://docs.x.com/fundamentals/authentication/oauth-2-0/authorization-code, read on 2026-11-22.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from urllib.parse import quote

from beffroi.networks import hosts, shapes
from beffroi.networks.clocks import NetworkClock
from beffroi.networks.contracts import Access, DeveloperApp
from beffroi.networks.declarations import Cost
from beffroi.networks.errors import (
    AccessRevoked,
    AppMisconfigured,
    ContentRefused,
    OutcomeUnknown,
    UnexpectedResponse,
)
from beffroi.networks.http import Answer, NetworkHttp
from beffroi.networks.json_text import JSON
from beffroi.networks.port import AccessKeeper
from beffroi.networks.shapes import Record
from beffroi.networks.x.declaration import CONSUMER_KEY, CONSUMER_SECRET, HOME, WEB_HOST
from beffroi.networks.x.errors import StaleAccess, explain, explain_grant, named_by, problems_of
from beffroi.networks.x.prices import OWNED_READ, POST_READ, USER_READ, ReadToday

ACCESS_TOKEN = "access_token"  # noqa: S105 - names of what is kept
REFRESH_TOKEN = "refresh_token"  # noqa: S105
EXPIRES_AT = "expires_at"
SCOPE = "scope"

#: An access that dies within this time is renewed before it is used.
_MARGIN = timedelta(minutes=5)
_USUAL_LIFE_SECONDS = 7200


def web_origin(origin: str) -> str:
    """Return where people read X."""
    return hosts.beside(origin, home=HOME, host=WEB_HOST)


class Door:
    """X before an account is connected."""

    def __init__(self, http: NetworkHttp) -> None:
        self._http = http

    def trade(self, app: DeveloperApp, *, form: Mapping[str, str]) -> dict[str, str]:
        """Trade a code for what must be kept of an access."""
        return _trade(self._http, app, origin=app.origin, form=form)

    def read_user(self, origin: str, secrets: Mapping[str, str]) -> Record:
        """Return who the access is for."""
        answer = self._http.read(
            "GET",
            f"{origin}/2/users/me",
            explain=partial(explain, now=self._http.now()),
            headers={"Authorization": f"Bearer {secrets.get(ACCESS_TOKEN, '')}"},
        )
        return data_of(answer, "user")


class Session:
    """One account's calls."""

    def __init__(self, http: NetworkHttp, keeper: AccessKeeper, *, read_today: ReadToday) -> None:
        self._http = http
        self._keeper = keeper
        self._read_today = read_today
        self.clock = NetworkClock(http.now)

    @property
    def account_id(self) -> str:
        """The account's number."""
        return self._keeper.read().account_id

    @property
    def web(self) -> str:
        """Where people read X."""
        return web_origin(self._keeper.read().origin)

    @property
    def granted(self) -> str:
        """The scopes that the person allowed, "" when X did not say."""
        return self._keeper.read().secrets.get(SCOPE, "")

    def now(self) -> datetime:
        """Tell the time."""
        return self._http.now()

    def read(self, method: str, path: str, **request: Any) -> Answer:
        """Make a call that is free to repeat."""
        answer = self._made(self._http.read, method, path, request)
        self.clock.hear(answer.headers)
        return answer

    def ask(self, path: str, params: Mapping[str, str]) -> Answer:
        """Read posts, and pay for what stands beside them.

        What X refuses here is our question, and nothing that a person wrote.
        """
        try:
            answer = self.read("GET", path, params=params)
        except ContentRefused as error:
            if error.field == "address":
                raise
            raise UnexpectedResponse(error.detail) from error
        self._pay_for_included(answer)
        return answer

    def act(self, path: str, *, payload: Mapping[str, JSON], cost: Cost) -> Answer:
        """Make the one visible call; again after a refused token, which is a clear refusal.

        In doubt it is counted as paid: a budget must hold in the worst case.
        """
        try:
            answer = self._made(self._http.act, "POST", path, {"json": payload})
        except OutcomeUnknown:
            self._keeper.note_cost(cost)
            raise
        self._keeper.note_cost(cost)
        return answer

    def pay(self, cost: Cost) -> None:
        """Note what a call has just cost."""
        self._keeper.note_cost(cost)

    def pay_reads(self, price: Cost, ids: Iterable[str]) -> None:
        """Note what was read, by the id of each thing; the same thing is paid once a day."""
        cost = self._read_today.cost(price, ids, day=self.now().date())
        if cost is not None:
            self._keeper.note_cost(cost)

    def as_app(self, method: str, path: str, **request: Any) -> Answer:
        """Make a call in the name of the developer app itself, free to repeat.

        Raises AppMisconfigured where it is refused: the account's own access is not to blame.
        """
        origin = self._keeper.read().origin
        try:
            signed = self._signed(request, self._app_token(origin))
            return self._http.read(method, origin + path, **signed)
        except AccessRevoked as error:
            raise AppMisconfigured(error.detail) from error

    def _app_token(self, origin: str) -> str:
        extra = self._keeper.app().extra
        pair = basic(extra.get(CONSUMER_KEY, ""), extra.get(CONSUMER_SECRET, ""))
        answer = self._http.read(
            "POST",
            f"{origin}/oauth2/token",
            explain=partial(explain_grant, now=self.now()),
            headers={"Authorization": pair},
            data={"grant_type": "client_credentials"},
        )
        return shapes.text(shapes.record(answer.data, "app token"), ACCESS_TOKEN)

    def app(self) -> DeveloperApp:
        """Return the developer app. Raises AppMisconfigured when none is kept."""
        return self._keeper.app()

    def _pay_for_included(self, answer: Answer) -> None:
        """Count people and posts beside those asked for: X bills whatever it returns."""
        body = answer.data if isinstance(answer.data, dict) else {}
        included, own = shapes.inner(body, "includes"), self.account_id
        people = [str(one.get("id")) for one in _objects(included, "users")]
        self.pay_reads(USER_READ, [one for one in people if one != own])
        for post in _objects(included, "tweets"):
            price = OWNED_READ if post.get("author_id") == own else POST_READ
            self.pay_reads(price, [str(post.get("id"))])

    def _made(
        self, call: Callable[..., Answer], method: str, path: str, request: Mapping[str, Any]
    ) -> Answer:
        access = self._usable_access()
        try:
            return call(method, access.origin + path, **self._signed(request, _token(access)))
        except StaleAccess:
            access = self._keeper.renew(access, self._renewal)
            return call(method, access.origin + path, **self._signed(request, _token(access)))

    def _signed(self, request: Mapping[str, Any], token: str) -> dict[str, Any]:
        headers = {**request.get("headers", {}), "Authorization": f"Bearer {token}"}
        return {**request, "headers": headers, "explain": partial(explain, now=self.now())}

    def _usable_access(self) -> Access:
        access = self._keeper.read()
        expires_at = shapes.optional_instant(dict(access.secrets), EXPIRES_AT)
        if expires_at is not None and expires_at - self.now() < _MARGIN:
            return self._keeper.renew(access, self._renewal)
        return access

    def _renewal(self, stale: Access) -> Access:
        """Trade the refresh token. Raises AccessRevoked when it was used or withdrawn before.

        When the answer is lost, or we die before it is stored, the next use of the old token is a
        second one: then a person must connect again, and is told so.
        """
        form = {"grant_type": "refresh_token", REFRESH_TOKEN: stale.secrets.get(REFRESH_TOKEN, "")}
        if not form[REFRESH_TOKEN]:
            raise AccessRevoked("there is nothing to renew the access with")
        granted = _trade(self._http, self._keeper.app(), origin=stale.origin, form=form)
        return replace(stale, secrets={**stale.secrets, **granted})


def _trade(
    http: NetworkHttp, app: DeveloperApp, *, origin: str, form: Mapping[str, str]
) -> dict[str, str]:
    """Trade a code or a refresh token; return what must be kept."""
    answer = http.read(
        "POST",
        f"{origin}/2/oauth2/token",
        explain=partial(explain_grant, now=http.now()),
        headers={"Authorization": basic(app.client_id, app.client_secret)},
        data=form,
    )
    token = shapes.record(answer.data, "token")
    life = shapes.whole(token, "expires_in") or _USUAL_LIFE_SECONDS
    kept = {
        ACCESS_TOKEN: shapes.text(token, ACCESS_TOKEN),
        EXPIRES_AT: (http.now() + timedelta(seconds=life)).isoformat(),
    }
    for name in (REFRESH_TOKEN, SCOPE):
        if value := shapes.optional_text(token, name):
            kept[name] = value
    return kept


def basic(name: str, secret: str) -> str:
    """Return the header that proves who an app is; OAuth escapes both halves."""
    pair = f"{quote(name, safe='')}:{quote(secret, safe='')}"
    return f"Basic {b64encode(pair.encode()).decode()}"


def data_of(answer: Answer, about: str) -> Record:
    """Return the one thing that an answer brings, or raise what it says instead of it."""
    body = shapes.record(answer.data, about)
    data = body.get("data")
    if isinstance(data, dict):
        return data
    raise _instead_of_data(body, about)


def list_of(answer: Answer, about: str) -> list[Record]:
    """Return the things that an answer brings: none, only when it says that there are none."""
    body = shapes.record(answer.data, about)
    if "data" in body:
        return shapes.records(body["data"], about)
    if shapes.whole(shapes.inner(body, "meta"), "result_count") == 0:
        return []
    raise _instead_of_data(body, about)


def _instead_of_data(body: Record, about: str) -> Exception:
    named = (named_by(problem, about) for problem in problems_of(body))
    return next((one for one in named if one), UnexpectedResponse(f"{about}: no data"))


def _objects(data: Record, key: str) -> list[Record]:
    found = data.get(key)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _token(access: Access) -> str:
    return access.secrets.get(ACCESS_TOKEN, "")
