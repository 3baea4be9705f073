"""Calls for one Page, or for nobody yet. Shapes and meaning are read elsewhere."""

from __future__ import annotations

from typing import Any

from beffroi.networks.contracts import Access, DeveloperApp
from beffroi.networks.facebook.errors import name_fault
from beffroi.networks.families.graph import tokens
from beffroi.networks.families.graph.client import Graph
from beffroi.networks.families.graph.usage import Usage
from beffroi.networks.families.graph.version import GRAPH_HOME, LOGIN_HOST
from beffroi.networks.hosts import beside
from beffroi.networks.http import NetworkHttp

#: Where long videos are taken.
VIDEO_HOST = "graph-video.facebook.com"


class Page:
    """One Page, as its own token sees it. `graph` makes the calls."""

    def __init__(
        self, http: NetworkHttp, *, access: Access, app: DeveloperApp, usage: Usage
    ) -> None:
        self._http = http
        self._access = access
        self.app = app
        self.id = access.account_id
        self.tasks = access.secrets.get("tasks", "")
        self.token = access.secrets.get("access_token", "")
        self.graph = self._graph(access.origin, usage)
        video_host = beside(access.origin, home=GRAPH_HOME, host=VIDEO_HOST)
        self.video_graph = self._graph(video_host, usage)

    def address(self, path: str) -> str:
        """Return an address that people open."""
        host = beside(self._access.origin, home=GRAPH_HOME, host=LOGIN_HOST)
        return f"{host}/{path.lstrip('/')}"

    def read_token(self) -> tokens.TokenReport:
        """Read what our own token may do."""
        return tokens.read_token(nobody(self._http, self.app), self.app, token=self.token)

    def _graph(self, origin: str, usage: Usage) -> Graph:
        return Graph(
            self._http,
            origin=origin,
            token=self.token,
            secret=self.app.client_secret,
            account=self.id,
            usage=usage,
            name_fault=name_fault,
        )


def nobody(http: NetworkHttp, app: DeveloperApp) -> Graph:
    """Return the API as it is before anybody has said yes."""
    return Graph(http, origin=app.origin, name_fault=tokens.name_login_fault)


def person(http: NetworkHttp, app: DeveloperApp, *, token: str) -> Graph:
    """Return the API as the person sees it who said yes."""
    more: dict[str, Any] = {"token": token, "secret": app.client_secret}
    return Graph(http, origin=app.origin, name_fault=name_fault, **more)
