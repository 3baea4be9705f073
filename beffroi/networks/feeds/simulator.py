"""A simulated source: a site with a page, a feed that changes, and a hub.

`python -m beffroi.networks.feeds.simulator --port 8904` runs it alone. POST /_simulator/setup
changes how it is set up: its body is some of Setup's fields.
"""

from __future__ import annotations

import gzip
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from email.utils import format_datetime
from hashlib import sha256
from typing import Any

from beffroi.networks.feeds.simulator_hub import Hub
from beffroi.networks.feeds.simulator_wire import Item, Setup, Writer
from beffroi.networks.html_text import read_html
from beffroi.networks.json_text import JSON
from beffroi.networks.simulation import Effect, run
from beffroi.networks.simulation import Simulator as BaseSimulator
from beffroi.networks.simulation_page import VisiblePost
from beffroi.networks.simulation_server import Call, Origin, Refusal, Reply, Route

_HTML = "text/html; charset=utf-8"
_BOMB_BYTES = 50_000_000
_ITEMS_SHOWN = 20


class Simulator(BaseSimulator):
    """One source. `setup` may be changed at any time."""

    network = "Feeds"
    title = "Le Journal du quartier"

    def __init__(self, *, port: int = 0, setup: Setup | None = None) -> None:
        self.setup = setup or Setup()
        super().__init__(port=port)

    def reset_world(self) -> None:
        """Make the world new: nothing was published yet."""
        self.items: dict[int, Item] = {}
        self.hub = Hub()
        self._changes = 0

    def routes(self) -> Sequence[Route]:
        """Return the feed, the page that names it, and the hub."""
        doubts = ("Feeds are as free as their writers: these are the faults that were seen.",)
        return [
            Route("feed", "GET", r"/(?:feed\.xml|moved/(?P<hop>\d+))", self._feed, doubts=doubts),
            Route("blog", "GET", "/blog/", self._blog, Origin.UNCONFIRMED),
            Route("hub", "POST", "/hub", self._hub),
            Route("control", "POST", "/_simulator/setup", self._set_up),
        ]

    def visible_posts(self) -> Sequence[VisiblePost]:
        """Return every item, newest first."""
        return [
            VisiblePost("journal", self.title, f"{one.title}\n\n{read_html(one.body)}", one.at)
            for one in self._newest()
        ]

    def stranger(self, action: str, payload: Mapping[str, Any]) -> JSON:
        """Let the source write (title, body), mention (text), edit (id, …) or remove (id)."""
        with self.lock:
            self._changes += 1
            if action in {"write", "mention"}:
                return self._write(payload)
            item = self.items[int(str(payload["id"]).rpartition("-")[2])]
            if action == "remove":
                del self.items[item.number]
            elif action == "edit":
                item.title = str(payload.get("title", item.title))
                item.body = str(payload.get("body", item.body))
                item.updated_at = self.clock()
            else:
                raise KeyError(action)
            return {"id": f"item-{item.number}"}

    def document(self, items: Sequence[Item] | None = None) -> tuple[bytes, str]:
        """Return the feed as it is now, or a part of it, and its media type."""
        writer = Writer(
            origin=self.origin, setup=self.setup, title=self.title, changes=self._changes
        )
        return writer.write(self._newest()[:_ITEMS_SHOWN] if items is None else items)

    @property
    def topic(self) -> str:
        """The address that the hub knows the feed by."""
        return f"{self.origin}/feed.xml"

    def _write(self, payload: Mapping[str, Any]) -> JSON:
        number = len(self.items) + 1
        now = self.clock().replace(microsecond=0) + timedelta(
            seconds=float(payload.get("after_seconds", 0))
        )
        title = str(payload.get("title", payload.get("text", "")))
        body = str(payload.get("body", ""))
        self.items[number] = Item(number, title, body, now)
        self.ledger.record(Effect(now, "published", "journal", f"item-{number}", title))
        return {"id": f"item-{number}"}

    def _newest(self) -> list[Item]:
        return sorted(self.items.values(), key=lambda one: one.number, reverse=True)

    # The feed.

    def _feed(self, call: Call) -> Reply:
        setup, hop = self.setup, int(call.params.get("hop") or 0)
        if hop < len(setup.moves):
            location = {"Location": f"/moved/{hop + 1}"}
            return Reply(setup.moves[hop], headers=location, content=b"")
        if setup.fault == "inside":
            return Reply(302, headers={"Location": "http://127.0.0.1:1/secret"}, content=b"")
        if setup.status != 200:
            headers = {"Retry-After": setup.retry_after} if setup.retry_after else {}
            page = b"<!doctype html><p>Non</p>"
            return Reply(setup.status, headers=headers, content=page, media_type=_HTML)
        return self._answer(call)

    def _answer(self, call: Call) -> Reply:
        content, media_type = self._content()
        marks = self._marks(content)
        headers = dict(marks)
        if self.setup.max_age:
            headers["Cache-Control"] = f"public, max-age={self.setup.max_age}"
        asked = {
            "ETag": call.headers.get("if-none-match"),
            "Last-Modified": call.headers.get("if-modified-since"),
        }
        if any(asked[name] == mark for name, mark in marks.items()):
            return Reply(304, headers=headers, content=b"")
        if self.setup.reserves_mining:
            headers["TDM-Reservation"] = "1"
        if self.setup.has_hub:
            headers["Link"] = f'<{self.origin}/hub>; rel="hub", <{self.topic}>; rel=self'
        if self.setup.fault == "gzip_bomb":
            headers["Content-Encoding"] = "gzip"
        return Reply(headers=headers, content=content, media_type=media_type)

    def _content(self) -> tuple[bytes, str]:
        fault = self.setup.fault
        if fault == "page":
            return b"<!doctype html><html><p>En travaux</p></html>", _HTML
        if fault == "gzip_bomb":
            return gzip.compress(b"<rss>" + b" " * _BOMB_BYTES), "application/xml"
        return (b"", "application/xml") if fault == "empty" else self.document()

    def _marks(self, content: bytes) -> dict[str, str]:
        marks: dict[str, str] = {}
        if self.setup.marks in {"etag", "both"}:
            marks["ETag"] = f'W/"{sha256(content).hexdigest()[:12]}"'
        if self.setup.marks in {"modified", "both"}:
            last = max((one.updated_at or one.at for one in self.items.values()), default=None)
            marks["Last-Modified"] = format_datetime(last or self.clock())
        return marks

    def _hub(self, call: Call) -> Reply:
        return self.hub.take(call, topic=self.topic)

    # For people, and for other processes.

    def _page(self, call: Call) -> Reply:
        reply = super()._page(call)
        if not self.setup.names_its_feed:
            return reply
        tags = (
            '<link rel="alternate" type="application/rss+xml" href="/comments/feed/">'
            '<LINK href="feed.xml" type="application/rss+xml" rel="alternate" title="Articles">'
        )
        content = reply.body().replace(b"<title>", f"{tags}<title>".encode())
        return replace(reply, content=content)

    def _blog(self, call: Call) -> Reply:
        return Reply(content=b"<!doctype html><html><p>Un blog</p></html>", media_type=_HTML)

    def _set_up(self, call: Call) -> Reply:
        try:
            self.setup = replace(self.setup, **call.json())
        except TypeError as error:
            raise Refusal(Reply(400, {"error": str(error)})) from error
        return Reply(data={})


if __name__ == "__main__":
    run(Simulator, about="its feed is at /feed.xml")
