"""Looks an own post or answer up by what it says: LinkedIn keeps no name of ours. Never writes.

Only for pages: a member's token may read nothing. Sending the same again and taking the refusal
as a duplicate for a proof would be a second visible call: it is not done.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from beffroi.networks.contracts import OutgoingPost, PublishedPost, ReplyTarget
from beffroi.networks.errors import NotFound
from beffroi.networks.linkedin import restli
from beffroi.networks.linkedin.client import Api
from beffroi.networks.linkedin.comments import comments_under
from beffroi.networks.linkedin.paging import read_pages
from beffroi.networks.linkedin.places import place_of
from beffroi.networks.linkedin.posts import Post, instant, parse_post, published
from beffroi.networks.linkedin.text import is_same, to_little, to_plain
from beffroi.networks.linkedin.uploads import media_urn


def find(
    api: Api, post: OutgoingPost, *, since: datetime, excluding: frozenset[str]
) -> PublishedPost | None:
    """Return what `post` made at `since` or later, None when there is none.

    Of several that look the same, the one with the very files of `post` is taken, then the oldest.
    """
    if post.reply_to:
        return _find_answer(api, post, post.reply_to, since=since, excluding=excluding)
    files = tuple(media_urn(media) for media in post.media)
    wanted = to_plain(to_little(post.text))
    found = [
        one
        for one in _own_posts(api, since=since)
        if one.urn not in excluding
        and one.stands
        and len(one.media) == len(files)
        and (is_same(wanted, one.text) or post.is_told_by(one.text))
    ]
    ranked = sorted(found, key=lambda one: (one.media != files, one.created_at))
    return ranked[0].proof if ranked else None


def _find_answer(
    api: Api,
    post: OutgoingPost,
    target: ReplyTarget,
    *,
    since: datetime,
    excluding: frozenset[str],
) -> PublishedPost | None:
    place, actor = place_of(target.remote_id), api.actor
    above = target.context.get("comment") or place.post
    try:
        beside = list(comments_under(api, above, post=place.post))
    except NotFound:
        return None  # what it would hang under is gone, and all below with it
    earliest = api.clock.earliest(since)
    found = [
        one
        for one in beside
        if one.actor == actor
        and one.created_at >= earliest
        and one.place.remote_id not in excluding
        and is_same(post.text, one.text)
    ]
    ranked = sorted(found, key=lambda one: (one.created_at, one.place.remote_id))
    return published(ranked[0].place) if ranked else None


def _own_posts(api: Api, *, since: datetime) -> Iterator[Post]:
    """Yield own posts that a try begun at `since` may have made, last changed first."""
    asked = {"q": "author", "author": restli.key(api.actor), "sortBy": "LAST_MODIFIED"}
    for page in read_pages(api, "/rest/posts", asked, key="id"):
        earliest = api.clock.earliest(since)
        yield from (one for one in map(parse_post, page) if one.created_at >= earliest)
        changed_at = instant(page[-1], "lastModifiedAt") if page else None
        if changed_at is not None and changed_at < earliest:
            return
