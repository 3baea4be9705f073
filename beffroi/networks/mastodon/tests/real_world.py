"""Ada on a server by others, and Grace as the stranger. Speaks to it without our adapter."""

from __future__ import annotations

import json
from http.client import HTTPConnection
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from beffroi.networks.contracts import Access
from beffroi.networks.mastodon.content import plain_text
from beffroi.networks.mastodon.tests.world import network_for
from beffroi.networks.tests.world import MemoryKeeper, World

OUR_TOKEN, STRANGER_TOKEN = "ada_token", "grace_token"


class RealWorld(World):
    def __init__(self, origin: str) -> None:
        self.origin = origin.rstrip("/")
        self.network = network_for(self.origin, timeout=10)
        self._me = self.call("GET", "/api/v1/accounts/verify_credentials")
        self.keeper = MemoryKeeper(
            Access(
                origin=self.origin,
                account_id=self._me["id"],
                secrets={"access_token": OUR_TOKEN},
            )
        )

        self._stranger_id = self.call(
            "GET", "/api/v1/accounts/verify_credentials", token=STRANGER_TOKEN
        )["id"]
        self._forget_earlier_runs()
        self._reports_before = len(self._all_reports())

    def _forget_earlier_runs(self) -> None:
        path = f"/api/v1/accounts/{self._me['id']}/statuses?limit=40"
        while statuses := self.call("GET", path):
            for status in statuses:
                self.call("DELETE", f"/api/v1/statuses/{status['id']}")
        self.call("POST", f"/api/v1/accounts/{self._stranger_id}/unblock")

    def call(self, method: str, path: str, body: Any = None, *, token: str = OUR_TOKEN) -> Any:
        status, text, _ = self.send(
            method,
            path,
            json.dumps(body) if body is not None else None,
            {"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
        )
        assert status == 200, (method, path, status, text)
        return json.loads(text)

    def send(
        self, method: str, path: str, content: str | None, headers: dict[str, str]
    ) -> tuple[int, str, str]:
        connection = HTTPConnection(urlsplit(self.origin).netloc, timeout=10)
        connection.request(method, path, content, headers)
        response = connection.getresponse()
        text = response.read().decode()
        connection.close()
        return response.status, text, response.headers["Location"] or ""

    def status(self, remote_id: str) -> Any:
        return self.call("GET", f"/api/v1/statuses/{remote_id}")

    def count_visible(self, text: str) -> int:
        path = f"/api/v1/accounts/{self._me['id']}/statuses?limit=40"
        statuses = self.call("GET", path)
        return sum(plain_text(one["content"]) == text for one in statuses)

    def text_of(self, remote_id: str) -> str:
        source = self.call("GET", f"/api/v1/statuses/{remote_id}/source")
        return str(source["text"])

    def alt_texts_of(self, remote_id: str) -> list[str]:
        return [one["description"] for one in self.status(remote_id)["media_attachments"]]

    def parent_of(self, remote_id: str) -> str | None:
        found: str | None = self.status(remote_id)["in_reply_to_id"]
        return found

    def text_of_length(self, length: int) -> str:
        return "é" * length

    def revoke(self) -> None:
        """Stand for it with a token that never was: ours must serve the next test."""
        self.keeper.change(access_token="revoked")

    def stranger_replies(self, parent_id: str, text: str) -> str:
        author = self.status(parent_id)["account"]["acct"]
        return self._stranger_posts(f"@{author} {text}", in_reply_to_id=parent_id)

    def stranger_mentions(self, text: str) -> str:
        return self._stranger_posts(f"{text}@{self._me['acct']}")

    def stranger_deletes(self, remote_id: str) -> None:
        self.call("DELETE", f"/api/v1/statuses/{remote_id}", token=STRANGER_TOKEN)

    def stranger_edits(self, remote_id: str, text: str) -> bool:
        body = {"status": f"@{self._me['acct']} {text}"}
        self.call("PUT", f"/api/v1/statuses/{remote_id}", body, token=STRANGER_TOKEN)
        return True

    def reports(self) -> list[tuple[str, str]]:
        made = self._all_reports()[self._reports_before :]
        return [(one["statuses"][0]["id"], one["comment"]) for one in made]

    def is_stranger_blocked(self) -> bool:
        path = f"/api/v1/accounts/relationships?id[]={self._stranger_id}"
        (relationship,) = self.call("GET", path)
        return bool(relationship["blocking"])

    def approve(self, authorize_url: str) -> str:
        url = urlsplit(authorize_url)
        fields = {name: values[0] for name, values in parse_qs(url.query).items()}
        form = urlencode({**fields, "username": self._me["username"]})
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        _, _, location = self.send("POST", url.path, form, headers)
        return parse_qs(urlsplit(location).query)["code"][0]

    def _all_reports(self) -> list[Any]:
        """Return every report of every run, oldest first."""
        rows = self.call("GET", "/api/v1/admin/reports?limit=200")
        return sorted(rows, key=lambda one: int(one["id"]))

    def _stranger_posts(self, text: str, **more: Any) -> str:
        body = {"status": text, **more}
        return str(self.call("POST", "/api/v1/statuses", body, token=STRANGER_TOKEN)["id"])
