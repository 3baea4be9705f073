"""Looks an own post up by what it says: X keeps no name of ours. Never writes.

https://docs.x.com/x-api/posts/timelines/introduction, read on 2026-11-22.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from beffroi.networks import shapes
from beffroi.networks.clocks import REACH
from beffroi.networks.contracts import OutgoingPost, PublishedPost
from beffroi.networks.errors import UnexpectedResponse
from beffroi.networks.shapes import Record
from beffroi.networks.x import prices
from beffroi.networks.x.client import Session, list_of
from beffroi.networks.x.files import media_key
from beffroi.networks.x.posts import OWN, Post, address_of, parse_post
from beffroi.networks.x.text import comparable

_PAGE = 100
_PAGES_MAX = 20


def find(
    session: Session, post: OutgoingPost, *, since: datetime, excluding: frozenset[str]
) -> PublishedPost | None:
    """Return the own post that `post` made at `since` or later, None when there is none.

    Of several that look the same, the one with the very files of `post` is taken, then the oldest.
    """
    wanted = _Fingerprint.of(session, post)
    found = [
        one
        for one in _own_posts(session, since=since)
        if one.id not in excluding and wanted.fits(one)
    ]
    found.sort(key=lambda one: (one.media_keys != wanted.media_keys, one.created_at))
    return address_of(session.web, found[0].id) if found else None


@dataclass(frozen=True, slots=True)
class _Fingerprint:
    account_id: str
    text: str
    media_keys: tuple[str, ...]
    parent_id: str | None
    post: OutgoingPost

    @classmethod
    def of(cls, session: Session, post: OutgoingPost) -> _Fingerprint:
        return cls(
            post=post,
            account_id=session.account_id,
            text=post.text,
            media_keys=tuple(media_key(one) for one in post.media),
            parent_id=post.reply_to.remote_id if post.reply_to else None,
        )

    def fits(self, post: Post) -> bool:
        # An answer may be shown without what it answers once that is gone.
        return (
            post.author.account_id == self.account_id
            and post.parent_id in {self.parent_id, None}
            and not post.is_repost
            and len(post.media_keys) == len(self.media_keys)
            and self._says(post)
        )

    def _says(self, post: Post) -> bool:
        """Tell whether the words are the same; X puts the names of those answered in front."""
        shown = {comparable(post.text), comparable(post.words())}
        ours = {comparable(self.text), comparable(post.words_of(self.text))}
        return not shown.isdisjoint(ours) or self.post.is_told_by(post.text)


def _own_posts(session: Session, *, since: datetime) -> Iterator[Post]:
    """Yield every own post of a try begun at `since`. Raises when not all of them can be read."""
    path = f"/2/users/{session.account_id}/tweets"
    params = {**OWN, "max_results": str(_PAGE), "start_time": instant(since - REACH)}
    seen: set[str] = set()
    for _ in range(_PAGES_MAX):
        answer = session.ask(path, params)
        earliest = session.clock.earliest(since)
        items, body = list_of(answer, "own posts"), shapes.record(answer.data, "own posts")
        posts = [parse_post(item, shapes.inner(body, "includes")) for item in items]
        session.pay_reads(prices.OWNED_READ, [one.id for one in posts])
        yield from (one for one in posts if one.created_at >= earliest)
        token = next_token(body)
        if token is None:
            return
        if token in seen:
            break
        seen.add(token)
        params = {**params, "pagination_token": token}
    raise UnexpectedResponse("own posts: the pages do not reach back far enough")


def next_token(body: Record) -> str | None:
    """Return what asks for the next page, None on the last one."""
    return shapes.optional_text(shapes.inner(body, "meta"), "next_token")


def instant(value: datetime) -> str:
    """Write an instant as X wants it, to the second below."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
