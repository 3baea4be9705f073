"""Which of the vendor's hosts is asked for what, and what each call bears."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, cast

from beffroi.networks.contracts import Access
from beffroi.networks.families.graph.version import VERSION
from beffroi.networks.instagram.client import Account, Login
from beffroi.networks.instagram.declaration import HOME


class _Answer:
    status = 200
    headers: Mapping[str, str] = {}
    is_json = True
    data = {"id": "1", "access_token": "t", "data": []}


class _Http:
    """Keeps what is called, and answers the same to all of it."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, str, dict[str, Any]]] = []

    def now(self) -> datetime:
        return datetime(2026, 11, 22, tzinfo=UTC)

    def read(self, method: str, url: str, **request: Any) -> _Answer:
        self.calls.append((method, url, request))
        return _Answer()

    act = read


def test_each_host_is_asked_for_what_it_has() -> None:
    http = _Http()
    login = Login(cast(Any, http), origin=HOME)
    login.trade_code(code="c")
    login.trade_token("/refresh_access_token", access_token="t")
    access = Access(HOME, "17", {"access_token": "secret"})
    account = Account(cast(Any, http), access)
    account.act("/17/media_publish", proof="id", data={"creation_id": "1"})
    assert [(method, url) for method, url, _ in http.calls] == [
        ("POST", "https://api.instagram.com/oauth/access_token"),
        ("GET", "https://graph.instagram.com/refresh_access_token"),
        ("POST", f"https://graph.instagram.com/{VERSION.name}/17/media_publish"),
    ]
    assert account.site("/p/") == "https://www.instagram.com/p/"


def test_the_token_stays_out_of_addresses_and_no_proof_is_sent() -> None:
    http = _Http()
    account = Account(cast(Any, http), Access(HOME, "17", {"access_token": "secret"}))
    account.record("/17/media", fields="id")
    ((_, url, request),) = http.calls
    assert request["headers"]["Authorization"] == "Bearer secret"
    assert request["params"] == {"fields": "id"}
    assert "secret" not in url


def test_the_login_speaks_for_nobody() -> None:
    http = _Http()
    Login(cast(Any, http), origin=HOME).trade_token("/access_token", access_token="t")
    ((_, _, request),) = http.calls
    assert "Authorization" not in request["headers"]
