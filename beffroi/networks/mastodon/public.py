"""What anybody can read on Mastodon, through an account of one server: what that server knows.

https://docs.joinmastodon.org/methods/timelines/#tag, /methods/search/ and /methods/accounts/
(read on 2026-11-28). Search finds posts only where a server offers it, and of authors who agreed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import quote

from beffroi.networks import shapes
from beffroi.networks.declarations import SourceKind
from beffroi.networks.errors import ContentRefused, NotFound, UnexpectedResponse
from beffroi.networks.listening import PublicPage, PublicPost
from beffroi.networks.mastodon.client import Instance, explain_narrow
from beffroi.networks.mastodon.public_posts import of_status
from beffroi.networks.shapes import Record

PER_PAGE = 40
_PAGES_MAX = 3
_SEEN_MAX = 200
_WORDS_MAX = 300
_TAG = re.compile(r"\w{1,100}")
_ACCOUNT = re.compile(r"@?\w[\w.-]*(?:@[\w.-]+)?")


@dataclass(frozen=True, slots=True)
class _Memory:
    """The last id that was read, what was found, and whose account it is."""

    last: str = ""
    seen: tuple[str, ...] = ()
    account: str = ""

    @classmethod
    def loaded(cls, state: str) -> Self:
        if not state:
            return cls()
        try:
            stored = json.loads(state)
            seen = tuple(str(one) for one in stored["seen"])
            return cls(str(stored["last"]), seen, str(stored["account"]))
        except (ValueError, KeyError, TypeError) as error:
            raise UnexpectedResponse("this state is not one of ours") from error

    def dumped(self) -> str:
        seen = self.seen[-_SEEN_MAX:]
        return json.dumps({"last": self.last, "seen": seen, "account": self.account})


def read_public(instance: Instance, kind: SourceKind, subject: str, *, state: str) -> PublicPage:
    """Return what is new of a hashtag, of words or of an account, oldest first."""
    memory, words = _Memory.loaded(state), " ".join(subject.split())
    if kind is SourceKind.HASHTAG and _TAG.fullmatch(words):
        return _walk(instance, f"/api/v1/timelines/tag/{quote(words)}", memory)
    if kind is SourceKind.SEARCH and 0 < len(words) <= _WORDS_MAX:
        return _search(instance, words, memory)
    if kind is SourceKind.ACCOUNT and _ACCOUNT.fullmatch(words):
        account = memory.account or _account(instance, words.removeprefix("@"))
        known = _Memory(memory.last, memory.seen, account)
        path = f"/api/v1/accounts/{quote(account, safe='')}/statuses"
        return _walk(instance, path, known, exclude_replies="false")
    raise ContentRefused(f"no {kind.value} like this can be read", field="text")


def look_up(instance: Instance, remote_ids: Sequence[str]) -> dict[str, PublicPost | None]:
    """Return statuses as this server shows them now, None for those that are gone."""
    found: dict[str, PublicPost | None] = {}
    for remote_id in dict.fromkeys(remote_ids):
        path = f"/api/v1/statuses/{quote(remote_id, safe='')}"
        try:
            data = shapes.record(instance.read("GET", path).data, "status")
        except NotFound:
            found[remote_id] = None
            continue
        found[remote_id] = of_status(instance, data)
    return found


def _account(instance: Instance, acct: str) -> str:
    """Return the id that this server gave to an account. Raises NotFound."""
    answer = instance.read("GET", "/api/v1/accounts/lookup", params={"acct": acct})
    return shapes.text(shapes.record(answer.data, "account"), "id")


def _walk(instance: Instance, path: str, memory: _Memory, **more: str) -> PublicPage:
    """Read on from the last id: each page the one right after, so that nothing is left out."""
    items = [one for page in pages(instance, path, after=memory.last, **more) for one in page]
    last = shapes.text(items[-1], "id") if items else memory.last
    return _page(instance, items, _Memory(last, memory.seen, memory.account))


def pages(instance: Instance, path: str, *, after: str, **more: str) -> Iterator[list[Record]]:
    """Yield a few pages of statuses after an id, oldest first; the newest page without one."""
    for _ in range(_PAGES_MAX):
        params: dict[str, Any] = {"limit": PER_PAGE, **more, **({"min_id": after} if after else {})}
        told = instance.read("GET", path, params=params).data
        page = shapes.records(told, path)[::-1]
        yield page
        if not after or len(page) < PER_PAGE:
            return
        following = shapes.text(page[-1], "id")
        if following == after:
            return
        after = following


def _search(instance: Instance, words: str, memory: _Memory) -> PublicPage:
    """Search once. Accesses given before Beffroi asked for this right may not."""
    params = {"q": words, "type": "statuses", "limit": PER_PAGE}
    answer = instance.read("GET", "/api/v2/search", params=params, explain=explain_narrow)
    told = shapes.record(answer.data, "search")
    return _page(instance, shapes.records(told.get("statuses") or [], "statuses"), memory)


def _page(instance: Instance, items: Sequence[Record], memory: _Memory) -> PublicPage:
    seen = set(memory.seen)
    posts = [post for one in items if (post := of_status(instance, one))]
    fresh = {post.remote_id: post for post in posts if post.remote_id not in seen}
    told = sorted(fresh.values(), key=lambda post: (post.written_at, post.remote_id))
    following = _Memory(memory.last, (*memory.seen, *fresh), memory.account)
    return PublicPage(posts=told, state=following.dumped())
