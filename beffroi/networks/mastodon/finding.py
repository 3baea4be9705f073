"""Looks an own post up by what it says: servers keep no name of ours. Never writes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from beffroi.networks import shapes
from beffroi.networks.contracts import OutgoingPost, PublishedPost
from beffroi.networks.errors import NotFound, UnexpectedResponse
from beffroi.networks.mastodon.client import Instance
from beffroi.networks.mastodon.content import plain_text, visible_text
from beffroi.networks.mastodon.files import media_id
from beffroi.networks.mastodon.posting import full_text
from beffroi.networks.mastodon.statuses import Status, parse_status
from beffroi.networks.mastodon.text import comparable
from beffroi.networks.mastodon.threads import read_context

_PAGE = 40
_PAGES_MAX = 25


def find(
    instance: Instance, post: OutgoingPost, *, since: datetime, excluding: frozenset[str]
) -> PublishedPost | None:
    """Return the own post that `post` made at `since` or later, None when there is none.

    The idempotency key is not asked: servers forget or ignore it. Of several that look the same,
    the one with the very files of `post` is taken, then the oldest.
    """
    fingerprint = _Fingerprint.of(instance, post)
    earliest = _earliest(instance, since)
    found = [
        status
        for status in _own_statuses(instance, back_to=earliest)
        if status.id not in excluding and fingerprint.fits(status, earliest=earliest)
    ]
    if not found and post.reply_to:
        found = [
            status
            for status in _answers_to(instance, post.reply_to.remote_id)
            if status.id not in excluding and fingerprint.fits(status, earliest=earliest)
        ]
    ranked = sorted(found, key=lambda one: (one.media_ids != fingerprint.media_ids, one.created_at))
    return ranked[0].proof if ranked else None


def _earliest(instance: Instance, since: datetime) -> datetime:
    """Return when, by the server's clock, a call that began at `since` by ours can have come."""
    instance.read("GET", "/api/v1/accounts/verify_credentials")
    return instance.clock.earliest(since)


@dataclass(frozen=True, slots=True)
class _Fingerprint:
    account_id: str
    text: str
    media_ids: tuple[str, ...]
    parent_id: str | None
    post: OutgoingPost

    @classmethod
    def of(cls, instance: Instance, post: OutgoingPost) -> _Fingerprint:
        return cls(
            post=post,
            account_id=instance.account_id,
            text=comparable(full_text(instance, post)),
            media_ids=tuple(media_id(one) for one in post.media),
            parent_id=post.reply_to.remote_id if post.reply_to else None,
        )

    def fits(self, status: Status, *, earliest: datetime) -> bool:
        # A server forgets what an answer answered once that is deleted.
        return (
            status.account.id == self.account_id
            and status.created_at >= earliest
            and status.parent_id in {self.parent_id, None}
            and len(status.media_ids) == len(self.media_ids)
            and self._says(status)
        )

    def _says(self, status: Status) -> bool:
        whole = plain_text(status.html)
        shown = {comparable(whole), comparable(visible_text(status.html))}
        return self.text in shown or self.post.is_told_by(whole)


def _own_statuses(instance: Instance, *, back_to: datetime) -> Iterator[Status]:
    """Yield own posts, newest first, until one is older than `back_to`."""
    path = f"/api/v1/accounts/{instance.account_id}/statuses"
    params = {"exclude_reblogs": "true", "limit": str(_PAGE)}
    seen: set[str] = set()
    for _ in range(_PAGES_MAX):
        page = shapes.records(instance.read("GET", path, params=params).data, "statuses")
        statuses = [parse_status(item) for item in page]
        if not statuses:
            return
        if statuses[-1].id in seen:
            break
        seen.update(status.id for status in statuses)
        yield from (s for s, item in zip(statuses, page, strict=True) if not item.get("reblog"))
        if statuses[-1].created_at < back_to:
            return
        params = {**params, "max_id": statuses[-1].id}
    raise UnexpectedResponse("own posts: the pages do not reach back far enough")


def _answers_to(instance: Instance, parent_id: str) -> list[Status]:
    """Return direct answers to a post: some servers leave private answers out of the own list."""
    try:
        below = read_context(instance, parent_id).below
    except NotFound:
        return []
    return [status for status in below if status.parent_id == parent_id]
