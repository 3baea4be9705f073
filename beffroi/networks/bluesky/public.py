"""What anybody can read on Bluesky, when it is asked for: posts, accounts, words and hashtags.

Posts and accounts are asked of the public app view, without any access. Searching wants one: the
public app view refuses it (https://github.com/bluesky-social/bsky-docs/issues/296, read on
2026-11-28). Names of calls: lexicons of app.bsky.feed, https://docs.bsky.app.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Self

from beffroi.networks import shapes
from beffroi.networks.bluesky.public_posts import of_view
from beffroi.networks.bluesky.records import parse_post_id
from beffroi.networks.contracts import Author
from beffroi.networks.declarations import SourceKind
from beffroi.networks.errors import ContentRefused, UnexpectedResponse
from beffroi.networks.listening import PublicPage, PublicPost
from beffroi.networks.shapes import Record

#: Makes a call that only reads, with these parameters.
Ask = Callable[[str, Mapping[str, Any]], Record]

APP_VIEW = "https://public.api.bsky.app"
_POSTS_PER_CALL = 25
_PER_PAGE = 100
_PAGES_MAX = 3
_WORDS_MAX = 300
#: Authors date their posts, and the app view indexes some late.
_OVERLAP = timedelta(hours=6)
_FIRST_REACH = timedelta(days=7)
_SEEN_MAX = 400
_TAG = re.compile(r"\w{1,64}")
_ACCOUNT = re.compile(r"did:[a-z]+:[\w.:%-]{1,200}|[\w-]+(?:\.[\w-]+)+")


@dataclass(frozen=True, slots=True)
class _Memory:
    """Until when was read, and what, oldest first."""

    since: datetime
    seen: tuple[str, ...] = ()

    @classmethod
    def loaded(cls, state: str, *, now: datetime) -> Self:
        if not state:
            return cls(now - _FIRST_REACH)
        try:
            stored = json.loads(state)
            since = datetime.fromtimestamp(stored["since"], tz=UTC)
            return cls(min(since, now), tuple(str(one) for one in stored["seen"]))
        except (ValueError, KeyError, TypeError, OverflowError, OSError) as error:
            raise UnexpectedResponse("this state is not one of ours") from error

    def after(self, posts: Sequence[PublicPost], *, now: datetime) -> str:
        """Return the state for the next reading."""
        seen = (*self.seen, *(post.remote_id for post in posts))[-_SEEN_MAX:]
        since = max((self.since, *(min(post.written_at, now) for post in posts)))
        return json.dumps({"since": since.timestamp(), "seen": seen})


def look_up(ask: Ask, remote_ids: Sequence[str]) -> dict[str, PublicPost | None]:
    """Return posts as everybody sees them now, None for those that nobody does any more."""
    found: dict[str, PublicPost | None] = dict.fromkeys(remote_ids)
    wanted = [one for one in found if parse_post_id(one)]
    for start in range(0, len(wanted), _POSTS_PER_CALL):
        part = wanted[start : start + _POSTS_PER_CALL]
        told = ask("app.bsky.feed.getPosts", {"uris": part})
        for view in shapes.records(told.get("posts"), "posts"):
            post = of_view(view)
            if post is not None and post.remote_id in found:
                found[post.remote_id] = post
    return found


def search(ask: Ask, kind: SourceKind, subject: str, *, state: str, now: datetime) -> PublicPage:
    """Return what words or a hashtag find and that was not found before, oldest first.

    The three hundred newest of it at most: whoever looks for more listens to the stream.
    """
    asked = _query(kind, subject)
    memory = _Memory.loaded(state, now=now)
    since = (memory.since - _OVERLAP).isoformat(timespec="milliseconds")
    asked |= {"sort": "latest", "since": since.replace("+00:00", "Z")}
    pages = _pages(ask, "app.bsky.feed.searchPosts", asked)
    views = (view for told in pages for view in shapes.records(told.get("posts"), "posts"))
    return _page([post for view in views if (post := of_view(view))], memory, now=now)


def read_account(ask: Ask, account: str, *, state: str, now: datetime) -> PublicPage:
    """Return what an account wrote, answered and shared since the last reading, oldest first."""
    if not _ACCOUNT.fullmatch(account):
        raise ContentRefused("this is no account", field="text")
    memory = _Memory.loaded(state, now=now)
    posts: list[PublicPost] = []
    asked = {"actor": account, "filter": "posts_with_replies"}
    for told in _pages(ask, "app.bsky.feed.getAuthorFeed", asked):
        shown = shapes.records(told.get("feed"), "feed")
        page = [post for one in shown if (post := _of_feed(one))]
        posts += [post for post in page if post.written_at >= memory.since - _OVERLAP]
        if len(posts) == 0 or (page and page[-1].written_at < memory.since - _OVERLAP):
            break
    return _page(posts, memory, now=now)


def _query(kind: SourceKind, subject: str) -> dict[str, Any]:
    words = " ".join(subject.split())
    if kind is SourceKind.SEARCH and 0 < len(words) <= _WORDS_MAX:
        return {"q": words}
    if kind is SourceKind.HASHTAG and _TAG.fullmatch(words):
        return {"q": f"#{words}", "tag": words}
    raise ContentRefused(f"no {kind.value} like this can be read", field="text")


def _pages(ask: Ask, call: str, asked: Mapping[str, Any]) -> Iterator[Record]:
    """Yield pages, newest first, as long as there are more and no more than we ask for."""
    cursor = ""
    for _ in range(_PAGES_MAX):
        told = ask(call, {**asked, "limit": _PER_PAGE, **({"cursor": cursor} if cursor else {})})
        yield told
        following = shapes.optional_text(told, "cursor") or ""
        if not following or following == cursor:
            return
        cursor = following


def _page(posts: Sequence[PublicPost], memory: _Memory, *, now: datetime) -> PublicPage:
    seen = set(memory.seen)
    fresh = {post.remote_id: post for post in posts if post.remote_id not in seen}
    told = sorted(fresh.values(), key=lambda post: (post.written_at, post.remote_id))
    return PublicPage(posts=told, state=memory.after(told, now=now))


def _of_feed(item: Record) -> PublicPost | None:
    """Return a post of an account's feed: its own, or one of somebody else that it shares."""
    post = of_view(shapes.inner(item, "post"))
    reason = shapes.inner(item, "reason")
    shared_at = shapes.optional_instant(reason, "indexedAt")
    if post is None or reason.get("$type") != "app.bsky.feed.defs#reasonRepost":
        return post  # pinned posts have a reason too
    by = shapes.inner(reason, "by")
    did, handle = (shapes.optional_text(by, key) or "" for key in ("did", "handle"))
    name = shapes.optional_text(by, "displayName") or handle
    shared = shapes.optional_text(reason, "uri") or f"{post.remote_id}#shared-by-{did}"
    return replace(
        post,
        remote_id=shared,
        author=Author(account_id=did, handle=handle, display_name=name),
        written_at=shared_at or post.written_at,
        repeats=post.remote_id,
        counters=None,
        answers="",
    )
