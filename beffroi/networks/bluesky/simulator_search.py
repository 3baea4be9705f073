"""The simulated search, and the feed of one account: newest first, in pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from beffroi.networks.bluesky.simulator_world import Post, format_instant, parse_instant
from beffroi.networks.simulation_server import Call, Refusal, Reply

if TYPE_CHECKING:
    from beffroi.networks.bluesky.simulator import BlueskySimulator

_WORD = re.compile(r"[#\w]+")
Entry = tuple[datetime, dict[str, Any]]


class Search:
    """Answers searchPosts, which wants an access, and getAuthorFeed, which anybody may ask."""

    def __init__(
        self,
        simulator: BlueskySimulator,
        view: Callable[[Post], dict[str, Any]],
        author: Callable[[str], dict[str, Any]],
    ) -> None:
        self._simulator = simulator
        self._view = view
        self._author = author

    def search(self, call: Call, did: str) -> Reply:
        """Return posts that hold every word, or the tag, since an instant."""
        words = _WORD.findall(call.first("q").casefold())
        if not words or call.first("sort", "top") not in {"top", "latest"}:
            raise _refused("BadQueryString")
        tags = {f"#{tag.casefold()}" for tag in call.query.get("tag", [])}
        since = call.first("since")
        found = [
            post
            for post in self._simulator.world.visible(self._simulator.clock())
            if {*words, *tags} <= _words(post)
            and (not since or post.sorted_at >= parse_instant(since))
        ]
        entries = [(post.sorted_at, self._view(post)) for post in found]
        return self._answer(call, "posts", entries)

    def author_feed(self, call: Call, did: str) -> Reply:
        """Return what an account wrote and shared."""
        world = self._simulator.world
        account = world.find_account(call.first("actor"))
        if account is None:
            raise _refused("InvalidRequest", "Profile not found")
        if not account.is_active:
            raise _refused("AccountTakedown", "Account has been suspended")
        posts = world.visible(self._simulator.clock())
        own = [
            (one.sorted_at, {"post": self._view(one)}) for one in posts if one.did == account.did
        ]
        shared = [
            (at, {"post": self._view(world.posts[uri]), "reason": self._reason(by, at, key)})
            for by, uri, at, key in world.reposts
            if by == account.did and uri in world.posts
        ]
        return self._answer(call, "feed", [*own, *shared])

    def _reason(self, by: str, at: datetime, key: str) -> dict[str, Any]:
        return {
            "$type": "app.bsky.feed.defs#reasonRepost",
            "by": self._author(by),
            "uri": f"at://{by}/app.bsky.feed.repost/{key}",
            "indexedAt": format_instant(at),
        }

    def _answer(self, call: Call, name: str, entries: Sequence[Entry]) -> Reply:
        limit = int(call.first("limit", "25"))
        if not 1 <= limit <= 100:
            raise _refused("InvalidRequest")
        size = min(limit, self._simulator.page_size)
        start = int(call.first("cursor", "0"))
        newest = sorted(entries, key=lambda entry: entry[0], reverse=True)
        data: dict[str, Any] = {name: [view for _, view in newest[start : start + size]]}
        if len(newest) > start + size:
            data["cursor"] = str(start + size)
        return Reply(data=data)


def _words(post: Post) -> set[str]:
    found = set(_WORD.findall(str(post.record["text"]).casefold()))
    return found | {word.removeprefix("#") for word in found}


def _refused(error: str, message: str = "") -> Refusal:
    return Refusal(Reply(400, {"error": error, "message": message or error}))
