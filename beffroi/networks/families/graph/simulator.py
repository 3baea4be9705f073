"""The frame of every simulated network on the Graph API: login, tokens, versions, quotas.

A network's own simulator inherits `GraphSimulator`, sets up its world in `settle`, and names its
calls in `graph_calls`. Each handler gets a `Request`; a `Refused` becomes the error envelope.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from beffroi.networks.families.graph.simulator_dialog import VERSION as VERSION_PATH
from beffroi.networks.families.graph.simulator_dialog import Dialog, bearer
from beffroi.networks.families.graph.simulator_login import App, Authority, Token, may
from beffroi.networks.families.graph.simulator_meter import Meter
from beffroi.networks.families.graph.simulator_wire import (
    Ask,
    Form,
    Refused,
    Slice,
    cut,
    invalid,
    paging,
    parse_fields,
    read_form,
)
from beffroi.networks.families.graph.version import VERSION
from beffroi.networks.simulation import Simulator
from beffroi.networks.simulation_server import Call, Origin, Refusal, Reply, Route


@dataclass(frozen=True, slots=True)
class Request:
    """One call of a token, read."""

    call: Call
    form: Form
    token: Token

    @property
    def fields(self) -> dict[str, Ask]:
        """What is asked of the node."""
        return parse_fields(self.form.text("fields"))

    def param(self, name: str) -> str:
        """Return a part of the path."""
        return self.call.params[name]


Handler = Callable[[Request], Any]


@dataclass(frozen=True, slots=True)
class GraphCall:
    """One call of the API; `path` comes after the version, and may hold named groups."""

    name: str
    method: str
    path: str
    handler: Handler
    origin: Origin = Origin.VENDOR
    doubts: tuple[str, ...] = ()


class GraphSimulator(Simulator):
    """Whatever every network on the Graph API has in common.

    `page_max`, `repeats_pages` and `served_version` may be changed at any time.
    """

    quota_kind: ClassVar[str]
    quota_code: ClassVar[int]
    person: ClassVar[str] = "10150000000000001"
    app = App("123456789012345", "simulated-app-secret")

    @abstractmethod
    def graph_calls(self) -> Sequence[GraphCall]:
        """Return the network's own calls."""

    @abstractmethod
    def settle(self) -> None:
        """Make the network's own world new."""

    @abstractmethod
    def accounts(self) -> Mapping[str, str]:
        """Return the accounts that the person may choose, their names by their ids."""

    def reset_world(self) -> None:
        """Make the world new. Tokens die; the app stays."""
        self.authority = Authority(self.app, clock=self.clock)
        self.meter = Meter(clock=self.clock, kind=self.quota_kind, code=self.quota_code)
        self.page_max = 100
        self.repeats_pages = False
        self.served_version = VERSION.name
        self.settle()

    def set_up_app(self, redirect_uri: str) -> App:
        """Let the app's maker enter a return address."""
        uris = (*self.app.redirect_uris, redirect_uri)
        self.app = App(self.app.id, self.app.secret, self.app.name, uris)
        self.authority.app = self.app
        return self.app

    def routes(self) -> Sequence[Route]:
        """Return the login, then the calls of the network."""
        control = Route("control", "POST", "/_simulator/habits", self._set_habits)
        calls = [self._route(one) for one in self.graph_calls()]
        return [*self.dialog().routes(), control, *calls]

    def dialog(self) -> Dialog:
        """Return the login where a person says yes."""
        return Dialog(
            lambda: self.authority,
            network=self.network,
            person=self.person,
            accounts=lambda: self.accounts(),
            served=lambda: self.served_version,
        )

    def authority_of(self, token: str) -> Authority:
        """Return who handed out a token."""
        return self.authority

    def require(self, request: Request, scope: str, account: str) -> None:
        """Refuse when the token lacks a scope for an account."""
        if not may(request.token, scope, account):
            message = f"(#200) Requires {scope} permission to manage the object"
            raise Refused(200, message, status=403)

    def list_of(
        self,
        request: Request,
        items: Sequence[Any],
        *,
        write: Callable[[Any], Any],
        key: Callable[[Any], str] = lambda one: str(one.id),
    ) -> dict[str, Any]:
        """Return one page of a list, as the query wants it."""
        page = self.cut(items, request.form.values, key=key)
        url = f"{self.origin}{request.call.path}"
        query = {name: str(value) for name, value in request.form.values.items()}
        query["access_token"] = request.token.value
        shown = [write(one) for one in page.items]
        return {"data": shown, "paging": paging(page, url=url, query=query)}

    def cut(
        self, items: Sequence[Any], query: Mapping[str, Any], *, key: Callable[[Any], str]
    ) -> Slice:
        """Return the page that `limit` and `after` ask for."""
        limit = str(query.get("limit", "25"))
        if not limit.isdecimal():
            raise invalid("Param limit must be an integer")
        size = min(int(limit), self.page_max)
        page = cut(items, limit=size, after=str(query.get("after", "")), key=key)
        if self.repeats_pages:
            again = cut(items, limit=size, after="", key=key)
            return Slice(again.items, again.before, again.after or again.before)
        return page

    # The frame of every call.

    def _route(self, one: GraphCall) -> Route:
        path = VERSION_PATH + one.path
        return Route(one.name, one.method, path, self.framed(one.handler), one.origin, one.doubts)

    def framed(self, handler: Handler) -> Callable[[Call], Reply]:
        """Let a handler answer under the frame of every call; its path names the `version`."""

        def answer(call: Call) -> Reply:
            headers = {"facebook-api-version": self.served_version}
            if call.params["version"] != self.served_version:
                headers["x-ad-api-version-warning"] = "The call has been auto-upgraded"
            try:
                request = self._request(call)
                account = request.token.account or request.token.person
                headers |= self.meter.headers(account)
                self.meter.spend(account)
                headers |= self.meter.headers(account)
                return Reply(data=handler(request), headers=headers)
            except Refused as refused:
                raise Refusal(refused.reply(headers)) from refused

        return answer

    def _request(self, call: Call) -> Request:
        form = read_form(call)
        value = bearer(call) or form.text("access_token")
        if not value:
            message = "An active access token must be used to query information"
            raise Refused(2500, message)
        token = self.authority_of(value).holder(value, proof=form.text("appsecret_proof"))
        return Request(call, form, token)

    def _set_habits(self, call: Call) -> Reply:
        for name, value in call.json().items():
            if name not in self.habits():
                raise Refusal(Reply(400, {"error": f"no habit is named {name}"}))
            setattr(self, name, value)
        return Reply(data={name: getattr(self, name) for name in sorted(self.habits())})

    def habits(self) -> frozenset[str]:
        """Return the names of what may be changed over the control door."""
        return frozenset({"page_max", "repeats_pages", "served_version"})
