"""That a real Bluesky network answers: account server, directory and AppView on this machine."""

from __future__ import annotations

import json
import os
import secrets
import time
from pathlib import Path
from typing import Any

import httpx2
import pytest

pytestmark = pytest.mark.real

#: The AppView indexes a moment after the account server has written.
INDEXING_SECONDS = 20.0


@pytest.fixture
def account_server() -> str:
    return os.environ["BEFFROI_REAL_BLUESKY"]


def _call(origin: str, method: str, *, token: str = "", **request: Any) -> dict[str, Any]:
    verb = "GET" if "params" in request else "POST"
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    answer = httpx2.request(verb, f"{origin}/xrpc/{method}", headers=headers, **request)
    assert answer.status_code == 200, answer.text
    data: dict[str, Any] = answer.json()
    return data


def _new_account(origin: str) -> dict[str, Any]:
    name = f"claire-{secrets.token_hex(4)}"
    account = {
        "handle": f"{name}.test",
        "email": f"{name}@example.test",
        "password": "pain-au-levain",
    }
    return _call(origin, "com.atproto.server.createAccount", json=account)


def _post(origin: str, session: dict[str, Any], text: str) -> str:
    record = {
        "$type": "app.bsky.feed.post",
        "text": text,
        "langs": ["fr"],
        "createdAt": "2026-09-14T08:00:00.000Z",
    }
    what = {"repo": session["did"], "collection": "app.bsky.feed.post", "record": record}
    made = _call(origin, "com.atproto.repo.createRecord", token=session["accessJwt"], json=what)
    return str(made["uri"])


def _indexed(origin: str, session: dict[str, Any], uri: str) -> dict[str, Any]:
    deadline = time.monotonic() + INDEXING_SECONDS
    while time.monotonic() < deadline:
        token = session["accessJwt"]
        found = _call(origin, "app.bsky.feed.getPosts", token=token, params={"uris": uri})
        if found["posts"]:
            post: dict[str, Any] = found["posts"][0]
            return post
        time.sleep(0.1)
    pytest.fail(f"{uri} was not indexed within {INDEXING_SECONDS:.0f} s")


def test_a_post_written_to_the_account_server_is_read_back_through_the_appview(
    account_server: str,
) -> None:
    claire = _new_account(account_server)
    uri = _post(account_server, claire, "Du pain au levain, chaque matin dès 7 h.")
    post = _indexed(account_server, claire, uri)
    assert post["record"]["text"] == "Du pain au levain, chaque matin dès 7 h."
    assert post["author"]["handle"] == claire["handle"]


def test_the_directory_knows_where_an_account_lives(account_server: str) -> None:
    addresses = json.loads(Path(os.environ["BEFFROI_REAL_BLUESKY_INFO"]).read_text())
    claire = _new_account(account_server)
    document = httpx2.get(f"{addresses['plc']}/{claire['did']}").json()
    assert [service["serviceEndpoint"] for service in document["service"]] == [account_server]
