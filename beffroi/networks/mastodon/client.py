"""Calls to one instance, as one account or as nobody. Shapes and meaning are read elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from beffroi.networks.contracts import Access
from beffroi.networks.errors import NetworkError, NetworkUnavailable
from beffroi.networks.http import Answer, NetworkHttp


class Instance:
    """One server. `account_id` and `host` are those of the account we act for, if any.

    `host` is what stands behind the second @ in the account's handle, which may differ from where
    the server answers.
    """

    def __init__(
        self,
        http: NetworkHttp,
        *,
        origin: str,
        token: str = "",
        account_id: str = "",
        host: str = "",
    ) -> None:
        self._http = http
        self._origin = origin.rstrip("/")
        self._token = token
        self.account_id = account_id
        self.host = host or urlsplit(origin).netloc

    def read(self, method: str, path: str, **request: Any) -> Answer:
        """Make a call that is free to repeat."""
        return self._http.read(
            method, self._origin + path, explain=_explain, **self._signed(request)
        )

    def act(self, method: str, path: str, **request: Any) -> Answer:
        """Make a visible call, once."""
        return self._http.act(
            method, self._origin + path, explain=_explain, **self._signed(request)
        )

    def _signed(self, request: Mapping[str, Any]) -> dict[str, Any]:
        headers = {"Accept": "application/json", **request.get("headers", {})}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        return {**request, "headers": headers}


def instance_of(http: NetworkHttp, access: Access) -> Instance:
    """Return the server of a connected channel, acting for its account."""
    return Instance(
        http,
        origin=access.origin,
        token=access.secrets.get("access_token", ""),
        account_id=access.account_id,
        host=access.secrets.get("handle_host", ""),
    )


def _explain(answer: Answer, about: str) -> NetworkError | None:
    """Tell a server's own refusal from a page of a proxy or firewall in front of it.

    The server answers JSON when JSON is asked for. A page says nothing about the account or about
    what exists, so it must neither disconnect a channel nor pass for a deletion.
    """
    if answer.status in {403, 404, 410} and not answer.is_json:
        return NetworkUnavailable(f"{about}: {answer.status} from something in front of it")
    return None
