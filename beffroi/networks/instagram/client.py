"""One professional account, as its token sees it. Shapes and meaning are read elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from beffroi.networks import shapes
from beffroi.networks.contracts import Access, DeveloperApp
from beffroi.networks.errors import (
    AccessRevoked,
    AppMisconfigured,
    NetworkError,
    NotFound,
    NotLinked,
    OutcomeUnknown,
    QuotaExhausted,
    UnexpectedResponse,
)
from beffroi.networks.families.graph import tokens
from beffroi.networks.families.graph.client import Graph, Page
from beffroi.networks.families.graph.usage import Usage
from beffroi.networks.families.graph.version import LOGIN_HOST, is_served
from beffroi.networks.hosts import beside
from beffroi.networks.http import Answer, NetworkHttp
from beffroi.networks.instagram.declaration import HOME
from beffroi.networks.instagram.errors import (
    NothingTaken,
    Settle,
    SuspectedSpam,
    name_fault,
    settle_act,
    settle_read,
)
from beffroi.networks.shapes import Record

#: How long a spent quota is spent, when Instagram does not say: it counts a moving day.
QUOTA_SPAN = timedelta(days=1)


class Login:
    """Trades codes and tokens. It speaks for nobody."""

    def __init__(self, http: NetworkHttp, *, origin: str) -> None:
        self._http = http
        self._origin = origin.rstrip("/")

    def now(self) -> datetime:
        """Tell the time."""
        return self._http.now()

    def trade_code(self, **form: str) -> Record:
        """Trade a code for a token of an hour. Older answers come in a list of one."""
        host = beside(self._origin, home=HOME, host="api.instagram.com")
        url = f"{host}/oauth/access_token"
        answer = self._http.read("POST", url, data=form, explain=_explain_login)
        data = shapes.record(answer.data, "token")
        listed = shapes.records(data["data"], "token") if data.get("data") else []
        return listed[0] if listed else data

    def trade_token(self, path: str, **params: str) -> Record:
        """Trade a token for one that lasts longer."""
        graph = Graph(self._http, origin=self._origin, name_fault=name_fault)
        answer = graph.read("GET", self._origin + path, params=params)
        return shapes.record(answer.data, "token")


def at_facebook(origin: str) -> str:
    """Return where Facebook's interface is, from where Instagram's is."""
    return beside(origin, home=HOME, host="graph.facebook.com")


def nobody(http: NetworkHttp, app: DeveloperApp) -> Graph:
    """Return Facebook's interface as it is before anybody has said yes there."""
    origin = at_facebook(app.origin)
    return Graph(http, origin=origin, name_fault=tokens.name_login_fault)


def person(http: NetworkHttp, app: DeveloperApp, *, token: str) -> Graph:
    """Return Facebook's interface as the person sees it who said yes there."""
    origin, secret = at_facebook(app.origin), app.client_secret
    return Graph(http, origin=origin, token=token, secret=secret, name_fault=name_fault)


def _explain_login(answer: Answer, about: str) -> NetworkError | None:
    """Name what the login refuses, in an envelope of its own: mostly settings of the app."""
    data = answer.data if isinstance(answer.data, dict) else {}
    words = (shapes.optional_text(data, "error_message") or "").lower()
    if not words:
        return None
    is_app = any(one in words for one in ("platform app", "client", "redirect_uri"))
    kind = AppMisconfigured if is_app else AccessRevoked
    return kind(f"{about}: {answer.status}")


class Account:
    """Makes the calls of one account: of Instagram's own host, or of Facebook's with its Page.

    The secret of `app` makes the proof that Facebook's host wants; Instagram's documents none.
    """

    def __init__(
        self,
        http: NetworkHttp,
        access: Access,
        *,
        usage: Usage | None = None,
        app: DeveloperApp | None = None,
    ) -> None:
        self.id = access.account_id
        #: The Page through which the account was connected, "" with Instagram's own login.
        self.page_id = access.secrets.get("page", "")
        self.app_id = app.client_id if app else ""
        self._origin = access.origin
        self._username: str | None = None
        self._graph = Graph(
            http,
            origin=at_facebook(access.origin) if self.page_id else access.origin,
            token=access.secrets.get("access_token", ""),
            secret=app.client_secret if app else "",
            account=access.account_id,
            usage=usage,
            name_fault=name_fault,
        )

    @property
    def speaker(self) -> str:
        """Whom messages and webhooks are asked of: the Page, where there is one."""
        return self.page_id or self.id

    def now(self) -> datetime:
        """Tell the time."""
        return self._graph.now()

    def earliest(self, since: datetime) -> datetime:
        """Return when, by Instagram's clock, a try begun at `since` by ours may have come."""
        return self._graph.clock.earliest(since)

    def record(self, path: str, **params: str) -> Record:
        """Read one object."""
        with self._settling(settle_read):
            return self._graph.record(path, **params)

    def check_link(self) -> None:
        """Raise NotLinked when the Page is linked with this account no more."""
        if self.page_id and self._linked() != self.id:
            raise NotLinked("the Page is not linked with this account")

    def is_answered_as_asked(self) -> bool:
        """Ask who we are; tell whether the version that we ask for still answers."""
        with self._settling(settle_read):
            answer = self._graph.read("GET", self._own, params={"fields": "username"})
        return is_served(answer.headers)

    def page(self, path: str, **params: str) -> Page:
        """Read one page of a list."""
        with self._settling(settle_read), self._linked_for(path):
            return self._graph.page(path, **params)

    def write(self, method: str, path: str, **request: Any) -> Record:
        """Change something that nobody sees, or that is free to repeat."""
        with self._settling(settle_read), self._linked_for(path):
            return shapes.record(self._graph.read(method, path, **request).data, path)

    def act(self, path: str, *, proof: str, **request: Any) -> str:
        """Make a visible call, once, and return the id that its answer bears under `proof`."""
        with self._settling(settle_act):
            answer = self._graph.act("POST", path, **request)
        try:
            return shapes.text(shapes.record(answer.data, "publication"), proof)
        except UnexpectedResponse as error:
            raise OutcomeUnknown(error.detail) from error

    def site(self, path: str = "/") -> str:
        """Return an address that people open."""
        return beside(self._origin, home=HOME, host="www.instagram.com") + path

    def page_site(self, path: str) -> str:
        """Return an address at which people look after their Page."""
        return beside(self._origin, home=HOME, host=LOGIN_HOST) + path

    @property
    def username(self) -> str:
        """Our own name, read once. What we wrote is often told apart by nothing else."""
        if self._username is None:
            me = self.record(self._own, fields="username")
            self._username = shapes.optional_text(me, "username") or ""
        return self._username

    def is_us(self, account_id: str, username: str) -> bool:
        """Tell whether we wrote something, from what is told of its author.

        Instagram has two numbers for us, and may give either, or none.
        """
        return account_id == self.id or (bool(username) and username == self.username)

    @property
    def _own(self) -> str:
        """Where our own account is read: "me" is the Page, where there is one."""
        return f"/{self.id}" if self.page_id else "/me"

    def _linked(self) -> str:
        page = self.record(f"/{self.page_id}", fields="instagram_business_account{id}")
        linked = shapes.inner(page, "instagram_business_account")
        return shapes.optional_text(linked, "id") or ""

    @contextmanager
    def _linked_for(self, path: str) -> Iterator[None]:
        """Tell a link that was lost from a thing that is not there: Facebook says the same."""
        try:
            yield
        except NotFound:
            if path.startswith(f"/{self.id}/"):
                self.check_link()
            raise

    @contextmanager
    def _settling(self, settle: Settle) -> Iterator[None]:
        try:
            yield
        except (NothingTaken, SuspectedSpam, QuotaExhausted) as error:
            raise settle(error, until=self.now() + QUOTA_SPAN) from error
