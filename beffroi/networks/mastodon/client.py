"""Calls to one instance, as one account or as nobody. Shapes and meaning are read elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from beffroi.networks import shapes
from beffroi.networks.clocks import NetworkClock
from beffroi.networks.errors import (
    ContentRefused,
    NetworkError,
    NetworkUnavailable,
    NotFound,
    PermissionLost,
    UnexpectedResponse,
)
from beffroi.networks.http import Answer, Explain, NetworkHttp
from beffroi.networks.live import Conversation, Live
from beffroi.networks.shapes import Record

_UNREADABLE = "Error processing thumbnail for uploaded media"
_DOCUMENTS = ("/api/v2/instance", "/api/v1/instance")


class Instance:
    """One server. `account_id` is that of the account we act for, if any.

    `hosts` remembers by origin what `handle_host` read; whoever makes several instances shares it.
    """

    def __init__(
        self,
        http: NetworkHttp,
        *,
        origin: str,
        token: str = "",
        account_id: str = "",
        hosts: dict[str, str] | None = None,
    ) -> None:
        self._http = http
        self._token = token
        self._hosts = {} if hosts is None else hosts
        self.origin = origin.rstrip("/")
        self.account_id = account_id
        self.clock = NetworkClock(http.now)

    def now(self) -> datetime:
        """Tell the time, by our clock."""
        return self._http.now()

    def read(
        self, method: str, path: str, *, explain: Explain | None = None, **request: Any
    ) -> Answer:
        """Make a call that is free to repeat."""
        answer = self._http.read(
            method, self.origin + path, explain=explain or _explain_read, **self._signed(request)
        )
        self.clock.hear(answer.headers)
        return answer

    def probe(self, method: str, path: str, **request: Any) -> Answer:
        """Make a call that is free to repeat and that this server may not know."""
        return self._http.read(
            method, self.origin + path, explain=_explain_file, **self._signed(request)
        )

    def act(
        self, method: str, path: str, *, explain: Explain | None = None, **request: Any
    ) -> Answer:
        """Make a visible call, once."""
        return self._http.act(
            method, self.origin + path, explain=explain or _explain, **self._signed(request)
        )

    def open_websocket(self, url: str) -> Conversation:
        """Open a stream of messages at an address that this server named."""
        return self._http.open_websocket(url, explain=_explain, **self._stream_request())

    def open_lines(self, url: str) -> Live:
        """Open a stream of lines at an address that this server named."""
        return self._http.open_lines(url, explain=_explain, **self._stream_request())

    def _stream_request(self) -> dict[str, Any]:
        return {"headers": {"Authorization": f"Bearer {self._token}"}}

    def read_document(self) -> Record:
        """Return what the server says of itself; an empty record when it says nothing.

        Forks and old servers only have the first version of it; some answer a web page instead.
        """
        for path in _DOCUMENTS:
            try:
                return shapes.record(self.probe("GET", path).data, path)
            except (NotFound, UnexpectedResponse):
                continue
        return {}

    def handle_host(self) -> str:
        """Return what stands behind the second @ in handles: not always where the server answers.

        `domain` tells today, `uri` in the older document. Read once for each origin.
        """
        if self.origin not in self._hosts:
            document = self.read_document()
            told = shapes.optional_text(document, "domain") or shapes.optional_text(document, "uri")
            bare = (told or self.origin).split("://")[-1].strip("/")
            self._hosts[self.origin] = bare
        return self._hosts[self.origin]

    def whole_handle(self, acct: str) -> str:
        """Return user@host, also for the server's own accounts, which it names without a host."""
        return acct if "@" in acct else f"{acct}@{self.handle_host()}"

    def _signed(self, request: Mapping[str, Any]) -> dict[str, Any]:
        headers = {"Accept": "application/json", **request.get("headers", {})}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        return {**request, "headers": headers}


def explain_narrow(answer: Answer, about: str) -> NetworkError | None:
    """Name the refusals of a call for which an access may be too narrow, and good for the rest.

    Accesses given before Beffroi asked for this right are so, and those of whoever refused it.
    """
    if answer.status == 403 and answer.is_json:
        return PermissionLost(f"{about}: 403")
    return _explain(answer, about)


def _explain_file(answer: Answer, about: str) -> NetworkError | None:
    """Tell a file that the server cannot read from a server that fails: both are a 500.

    https://github.com/mastodon/mastodon/blob/main/app/controllers/api/v1/media_controller.rb, read
    on 2026-11-27: of all its sentences, this one is in no other language.
    """
    said = answer.data.get("error") if isinstance(answer.data, dict) else None
    if answer.status == 500 and said == _UNREADABLE:
        return ContentRefused(f"{about}: 500, a file that cannot be read", field="media")
    return None


def _explain_read(answer: Answer, about: str) -> NetworkError | None:
    return _explain_file(answer, about) or _explain(answer, about)


def _explain(answer: Answer, about: str) -> NetworkError | None:
    """Tell a server's own refusal from a page of a proxy or firewall in front of it.

    The server answers JSON when JSON is asked for. A page says nothing about the account or about
    what exists, so it must neither disconnect a channel nor pass for a deletion.
    """
    if answer.status in {403, 404, 410} and not answer.is_json:
        return NetworkUnavailable(f"{about}: {answer.status} from something in front of it")
    return None
