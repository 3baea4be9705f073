"""The simulated app view: notifications, threads and counters, as everybody sees them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from beffroi.networks.bluesky.simulator_search import Search
from beffroi.networks.bluesky.simulator_world import Notification, Post, format_instant
from beffroi.networks.simulation_server import Call, Refusal, Reply

if TYPE_CHECKING:
    from beffroi.networks.bluesky.simulator import BlueskySimulator

_POSTS_PER_CALL = 25


class AppView:
    """Answers the reads that a server hands on. Indexes a moment after the server."""

    def __init__(self, simulator: BlueskySimulator) -> None:
        self._simulator = simulator
        self._search = Search(simulator, self._view, self._author)

    def calls(self) -> list[tuple[str, str, str, Callable[[Call], Reply]]]:
        """Return method, family, name and handler of each call."""
        found = (
            ("app.bsky.notification", "listNotifications", self._notifications),
            ("app.bsky.feed", "getPosts", self._posts),
            ("app.bsky.feed", "getPostThread", self._thread),
            ("app.bsky.actor", "getProfile", self._profile),
            ("app.bsky.feed", "getAuthorFeed", self._search.author_feed),
            ("app.bsky.feed", "searchPosts", self._search.search),
        )
        return [("GET", family, name, self._guarded(handler)) for family, name, handler in found]

    def _guarded(self, handler: Callable[[Call, str], Reply]) -> Callable[[Call], Reply]:
        """Check the access, and that there is an app view at all."""

        def answer(call: Call) -> Reply:
            is_anybody = "authorization" not in call.headers and handler in self._public()
            did = "" if is_anybody else self._simulator.account_of(call).did
            if not self._simulator.has_app_view:
                raise _refused(502, "UpstreamFailure")
            return handler(call, did)

        return answer

    def _public(self) -> tuple[Callable[[Call, str], Reply], ...]:
        """Return what anybody may ask, without any access."""
        return (self._posts, self._thread, self._profile, self._search.author_feed)

    def _notifications(self, call: Call, did: str) -> Reply:
        simulator = self._simulator
        told = simulator.world.notifications(did, now=simulator.clock())
        found = [item for item in told if not simulator.care.is_between(did, item.author_did)]
        limit = int(call.first("limit", "50"))
        if not 1 <= limit <= 100:
            raise _refused(400, "InvalidRequest")
        size = min(limit, simulator.page_size)
        cursor = "" if simulator.repeats_cursors else call.first("cursor")
        rest = [item for item in found if not cursor or item.place() < cursor]
        page = rest[:size]
        wanted = call.query.get("reasons", [])
        # Reasons are left out after the page is cut, so pages may be short, or empty with a cursor.
        shown = [item for item in page if not wanted or item.reason in wanted]
        data: dict[str, Any] = {"notifications": [self._notification(item) for item in shown]}
        if len(rest) > size or simulator.repeats_cursors:
            data["cursor"] = page[-1].place() if page else "again"
        return Reply(data=data)

    def _notification(self, item: Notification) -> dict[str, Any]:
        view = self._view(item.post)
        return {
            "uri": item.post.uri,
            "cid": item.post.cid,
            "author": self._author(item.author_did),
            "reason": item.reason,
            "reasonSubject": item.subject,
            "record": item.post.record,
            "isRead": False,
            "indexedAt": view["indexedAt"],
            "labels": [],
        }

    def _posts(self, call: Call, did: str) -> Reply:
        uris = call.query.get("uris", [])
        if not 1 <= len(uris) <= _POSTS_PER_CALL:
            raise _refused(400, "InvalidRequest")
        known = self._known()
        posts = [known[uri] for uri in uris if uri in known and not self._hides(known[uri], did)]
        return Reply(data={"posts": [self._view(post) for post in posts]})

    def _thread(self, call: Call, did: str) -> Reply:
        post = self._known().get(call.first("uri"))
        if post is None:
            raise _refused(400, "NotFound")
        return Reply(data={"thread": self._node(post, did, depth=int(call.first("depth", "6")))})

    def _hides(self, post: Post, did: str) -> bool:
        """Tell whether a block stands between who asks and who wrote."""
        return self._simulator.care.is_between(did, post.did)

    def _node(self, post: Post, did: str, *, depth: int) -> dict[str, Any]:
        if self._hides(post, did):
            kind, author = "app.bsky.feed.defs#blockedPost", {"did": post.did}
            return {"$type": kind, "uri": post.uri, "blocked": True, "author": author}
        node: dict[str, Any] = {
            "$type": "app.bsky.feed.defs#threadViewPost",
            "post": self._view(post),
            "replies": [],
        }
        if depth > 0:
            children = [p for p in self._known().values() if p.reference("parent") == post.uri]
            nodes = (self._node(child, did, depth=depth - 1) for child in reversed(children))
            node["replies"] = list(nodes)
        return node

    def _profile(self, call: Call, did: str) -> Reply:
        account = self._simulator.world.find_account(call.first("actor"))
        if account is None:
            raise _refused(400, "InvalidRequest")
        crowd = self._simulator.world.crowds.get(account.did)
        followers = crowd.followers_at(self._simulator.clock()) if crowd else 1
        return Reply(data={**self._author(account.did), "followersCount": followers})

    def _known(self) -> dict[str, Post]:
        simulator = self._simulator
        return {post.uri: post for post in simulator.world.visible(simulator.clock())}

    def _view(self, post: Post) -> dict[str, Any]:
        answers = [p for p in self._known().values() if p.reference("parent") == post.uri]
        quotes = [p for p in self._known().values() if _quotes(p, post)]
        return {
            "$type": "app.bsky.feed.defs#postView",
            "uri": post.uri,
            "cid": post.cid,
            "author": self._author(post.did),
            "record": post.record,
            "indexedAt": format_instant(post.indexed_at),
            "likeCount": len(post.likes) + self._gained(post, one_in=14),
            "repostCount": self._gained(post, one_in=90),
            "replyCount": len(answers),
            "quoteCount": len(quotes),
            "bookmarkCount": 0,
            "labels": [],
            **({"embed": _shown(post.record["embed"])} if "embed" in post.record else {}),
        }

    def _gained(self, post: Post, *, one_in: int) -> int:
        """Return how many of those who follow its author reacted by themselves."""
        crowd = self._simulator.world.crowds.get(post.did)
        age = self._simulator.clock() - post.sorted_at
        return crowd.gained(post.uri, age=age, one_in=one_in) if crowd else 0

    def _author(self, did: str) -> dict[str, Any]:
        account = self._simulator.world.accounts[did]
        return {"did": did, "handle": account.handle, "displayName": account.display_name}


def _shown(embed: dict[str, Any]) -> dict[str, Any]:
    """Return what is shown of pictures, of a film or of a quoted post: which, and how many."""
    return {"$type": f"{embed['$type']}#view", "images": embed.get("images", [])}


def _quotes(post: Post, other: Post) -> bool:
    return bool(post.record.get("embed", {}).get("record", {}).get("uri") == other.uri)


def _refused(status: int, error: str) -> Refusal:
    return Refusal(Reply(status, {"error": error, "message": error}))
