"""Calls to the Graph API, as one account or as the app. Shapes and meaning are read elsewhere.

https://developers.facebook.com/docs/graph-api/guides/secure-requests/ (read on 2026-11-22): each
call bears a proof that it comes from the app, next to its token, which stays out of addresses.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from beffroi.networks import shapes
from beffroi.networks.clocks import NetworkClock
from beffroi.networks.errors import (
    NetworkError,
    NetworkUnavailable,
    OutcomeUnknown,
    UnexpectedResponse,
)
from beffroi.networks.families.graph.errors import Fault, Name, name, no_name, read_fault
from beffroi.networks.families.graph.usage import Usage
from beffroi.networks.families.graph.version import base
from beffroi.networks.http import Answer, NetworkHttp
from beffroi.networks.shapes import Record

#: What says where a page is. All else of `paging.next`, its host and token too, is left out.
_POSITIONS = frozenset({"after", "before", "since", "until", "offset", "__paging_token"})
_PAGES_MAX = 200


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list. `following` goes into `params` for the next one; empty: the last."""

    items: list[Record]
    following: dict[str, str]


class Graph:
    """One account's view of the Graph API.

    `token` is sent as a bearer; `secret`, the app's, makes the proof, "" where a host wants none.
    `account` is whose quota is spent. `name_fault` names what only one network knows.
    """

    def __init__(
        self,
        http: NetworkHttp,
        *,
        origin: str,
        token: str = "",
        secret: str = "",
        account: str = "",
        usage: Usage | None = None,
        name_fault: Name = no_name,
    ) -> None:
        self._http = http
        self._token = token
        self._secret = secret
        self._usage = Usage() if usage is None else usage
        self._name_fault = name_fault
        self.origin = origin.rstrip("/")
        self.account = account
        self.clock = NetworkClock(http.now)

    def now(self) -> datetime:
        """Tell the time, as the clock of our side shows it."""
        return self._http.now()

    def read(self, method: str, path: str, **request: Any) -> Answer:
        """Make a call that is free to repeat. `path` begins with /, or is a whole address."""
        self._usage.check(self.account, now=self._http.now())
        url, about = self._url(path), f"{method} {_shown(path)}"
        signed = self._signed(path, request)
        answer = self._http.read(method, url, explain=self._explain, **signed)
        self._note(answer)
        fault = read_fault(answer, about)  # some errors come with status 200
        if fault is not None:
            raise self._name(fault)
        return answer

    def act(self, method: str, path: str, **request: Any) -> Answer:
        """Make the one visible call. Raises OutcomeUnknown in doubt."""
        self._usage.check(self.account, now=self._http.now())
        url, about = self._url(path), f"{method} {_shown(path)}"
        signed = self._signed(path, request)
        answer = self._http.act(method, url, explain=self._explain, **signed)
        self._note(answer)
        fault = read_fault(answer, about)
        if fault is not None:
            error = self._name(fault)
            raise OutcomeUnknown(fault.detail) if isinstance(error, NetworkUnavailable) else error
        return answer

    def record(self, path: str, **params: str) -> Record:
        """Read one object."""
        return shapes.record(self.read("GET", path, params=params).data, _shown(path))

    def page(self, path: str, **params: str) -> Page:
        """Read one page of a list."""
        data = self.record(path, **params)
        return Page(shapes.records(data.get("data"), _shown(path)), _following(data))

    def pages(self, path: str, *, pages_max: int = _PAGES_MAX, **params: str) -> Iterator[Page]:
        """Read page after page. Raises UnexpectedResponse when they never end."""
        position: dict[str, str] = {}
        for _ in range(pages_max):
            page = self.page(path, **{**params, **position})
            yield page
            if not page.following:
                return
            if page.following == position:
                break
            position = page.following
        raise UnexpectedResponse(f"{_shown(path)}: the pages never end")

    def _url(self, path: str) -> str:
        return base(self.origin) + path if path.startswith("/") else path

    def _signed(self, path: str, request: Mapping[str, Any]) -> dict[str, Any]:
        headers = {"Accept": "application/json", **request.get("headers", {})}
        params = dict(request.get("params", {}))
        if self._token and "Authorization" not in headers:
            headers["Authorization"] = f"Bearer {self._token}"
        if self._token and self._secret and path.startswith("/"):
            params["appsecret_proof"] = proof(self._token, secret=self._secret)
        return {**request, "headers": headers, "params": params}

    def _explain(self, answer: Answer, about: str) -> NetworkError | None:
        """Name a refusal. A page of a gateway in front says nothing of the account."""
        self._note(answer)
        fault = read_fault(answer, about)
        if fault is not None:
            return self._name(fault)
        if answer.status in {401, 403, 404, 410} and not answer.is_json:
            return NetworkUnavailable(f"{about}: {answer.status} from something in front of it")
        return None

    def _name(self, fault: Fault) -> NetworkError:
        return self._name_fault(fault) or name(fault)

    def _note(self, answer: Answer) -> None:
        self._usage.note(self.account, answer.headers, now=self._http.now())
        self.clock.hear(answer.headers)


def proof(token: str, *, secret: str) -> str:
    """Return what shows that a call with `token` comes from the app that has `secret`."""
    return hmac.new(secret.encode(), token.encode(), hashlib.sha256).hexdigest()


def _following(data: Record) -> dict[str, str]:
    address = shapes.optional_text(shapes.inner(data, "paging"), "next")
    if not address:
        return {}
    try:
        told = parse_qsl(urlsplit(address).query)
    except ValueError:
        return {}
    return {key: value for key, value in told if key in _POSITIONS}


def _shown(path: str) -> str:
    return path.partition("?")[0][:120]
