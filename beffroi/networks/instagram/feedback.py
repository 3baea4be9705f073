"""Pages of what people said. There is no list of it all: a reading goes round its sources.

First the recent posts whose number of comments has changed, one page of comments at a time; then
tags; then messages. The cursor is JSON: what is known of each source, and what this round has still
to read. A source that a person did not allow, or that Instagram refuses, is passed over.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import NamedTuple

from beffroi.networks import shapes
from beffroi.networks.contracts import FeedbackPage, IncomingFeedback
from beffroi.networks.errors import (
    ContentRefused,
    NotFound,
    PermissionLost,
    UnexpectedResponse,
)
from beffroi.networks.instagram import comments, mentions, messages
from beffroi.networks.instagram.client import Account

logger = logging.getLogger(__name__)

#: How many recent posts are followed. Those that Beffroi published are read besides, as threads.
_POSTS_MAX = 50
#: How far back the first reading of a source goes.
_RECENT = timedelta(days=30)
#: How much of what was read is read again: what is shown late must not be lost.
_OVERLAP = timedelta(minutes=10)
_TAGS_KEPT = 60
#: How many sources without anything new one reading passes.
_STEPS_MAX = 12
_TAGS, _MESSAGES = "tags", "messages"


class _Known(NamedTuple):
    """What is known of a post: how many comments it had, and when the latest was written."""

    total: int | None
    latest: str


class _Source(NamedTuple):
    """Something to read: a post by its id, or `tags`, or `messages`.

    `after` is where it goes on, and `since` how old a comment may be that is shown, once begun.
    """

    name: str
    url: str = ""
    after: str = ""
    since: str = ""


@dataclass(frozen=True, slots=True)
class _Position:
    """Where a reading stands. `begun` is how old comments may be under a post not yet known."""

    begun: str
    posts: dict[str, _Known]
    tags: tuple[str, ...] = ()
    message: str = ""
    left: tuple[_Source, ...] = ()

    def written(self) -> str:
        return json.dumps(asdict(self))


class _Read(NamedTuple):
    items: Sequence[IncomingFeedback]
    position: _Position


def read_feedback(account: Account, cursor: str | None) -> FeedbackPage:
    """Return the page after `cursor`; None begins with what is recent."""
    if cursor is None:
        position = _Position(begun=(account.now() - _RECENT).isoformat(), posts={})
    else:
        position = _not_ahead(_loaded(cursor), account.now())
    if not position.left:
        position = _planned(account, position)
    found: Sequence[IncomingFeedback] = ()
    for _ in range(_STEPS_MAX):
        if found or not position.left:
            break
        found, position = _read_next(account, position)
    position = _not_ahead(position, account.now())
    items = tuple(comments.in_order(found))
    return FeedbackPage(items, position.written(), has_more=bool(position.left))


def _planned(account: Account, position: _Position) -> _Position:
    """Return what a new round has to read."""
    posts: dict[str, _Known] = {}
    left: list[_Source] = []
    for post_id, count, url in _recent_posts(account):
        known = position.posts.get(post_id)
        posts[post_id] = _Known(count, known.latest if known else position.begun)
        has_changed = count is None or count != (known.total if known else 0)
        if has_changed:
            left.append(_Source(post_id, url))
    left += [_Source(_TAGS), _Source(_MESSAGES)]
    return replace(position, posts=posts, left=tuple(left))


def _recent_posts(account: Account) -> list[tuple[str, int | None, str]]:
    found: dict[str, tuple[str, int | None, str]] = {}
    position: dict[str, str] = {}
    while len(found) < _POSTS_MAX:
        path, fields = f"/{account.id}/media", "id,permalink,comments_count"
        page = account.page(path, fields=fields, limit=str(_POSTS_MAX), **position)
        for one in page.items:
            post_id = shapes.optional_text(one, "id")
            url = shapes.optional_text(one, "permalink") or account.site()
            if post_id:
                found.setdefault(post_id, (post_id, shapes.whole(one, "comments_count"), url))
        if not page.following or page.following == position:
            break
        position = page.following
    return list(found.values())[:_POSTS_MAX]


def _read_next(account: Account, position: _Position) -> _Read:
    source = position.left[0]
    passed = replace(position, left=position.left[1:])
    try:
        if source.name == _TAGS:
            return _read_tags(account, passed)
        if source.name == _MESSAGES:
            return _read_messages(account, passed)
        return _read_post(account, passed, source)
    except (PermissionLost, ContentRefused, NotFound) as error:
        logger.info("a source of feedback was passed over: %s", error.detail)
        return _Read((), _to_read_again(passed, source))


def _to_read_again(position: _Position, source: _Source) -> _Position:
    """Leave a source for the next round, which begins it anew from where this one did."""
    known = position.posts.get(source.name)
    if known is None:
        return position
    unread = _Known(None, source.since or known.latest)
    return replace(position, posts={**position.posts, source.name: unread})


def _read_post(account: Account, position: _Position, source: _Source) -> _Read:
    """Read one page of comments, newest first.

    Only the first page tells how far this round has seen: what is written while it goes on comes
    with the next one.
    """
    page = comments.read_page(account, source.name, after=source.after)
    known = position.posts.get(source.name) or _Known(None, position.begun)
    since = source.since or known.latest
    below = comments.flat(account, reversed(page.items))
    found = comments.readable(account, below, media_id=source.name, url=source.url)
    if not source.after:
        times = [known.latest, *(one.created_at.isoformat() for one in found)]
        seen = known._replace(latest=max(times, key=_instant))
        position = replace(position, posts={**position.posts, source.name: seen})
    following = page.following.get("after", "")
    if following and following != source.after:
        goes_on = source._replace(after=following, since=since)
        position = replace(position, left=(goes_on, *position.left))
    shown = [one for one in found if one.created_at >= _instant(since) - _OVERLAP]
    return _Read(shown, position)


def _read_tags(account: Account, position: _Position) -> _Read:
    """Read the newest tags. They bear the date of the post, which may be long before the tag."""
    found, _ = mentions.read_tags_page(account)
    fresh = [one for one in found if one.remote_id not in position.tags]
    known = [*(one.remote_id for one in fresh), *position.tags]
    return _Read(fresh, replace(position, tags=tuple(known[:_TAGS_KEPT])))


def _read_messages(account: Account, position: _Position) -> _Read:
    latest = position.message or position.begun
    found = messages.read_since(account, _instant(latest) - _OVERLAP)
    if found:
        latest = max(latest, found[-1].created_at.isoformat(), key=_instant)
    return _Read(found, replace(position, message=latest))


def _not_ahead(position: _Position, now: datetime) -> _Position:
    """Return what was seen whatever dates were told: beyond now, nothing would be new."""
    last = now.isoformat()

    def until_now(text: str) -> str:
        return min(text, last, key=_instant) if text else text

    return replace(
        position,
        begun=until_now(position.begun),
        posts={
            key: one._replace(latest=until_now(one.latest)) for key, one in position.posts.items()
        },
        message=until_now(position.message),
        left=tuple(one._replace(since=until_now(one.since)) for one in position.left),
    )


def _instant(text: str) -> datetime:
    return shapes.instant({"at": text}, "at")


def _loaded(cursor: str) -> _Position:
    try:
        kept = json.loads(cursor)
        position = _Position(
            begun=str(kept["begun"]),
            posts={str(key): _Known(*value) for key, value in kept["posts"].items()},
            tags=tuple(map(str, kept["tags"])),
            message=str(kept["message"]),
            left=tuple(_Source(*one) for one in kept["left"]),
        )
        _instant(position.begun)
        return position
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UnexpectedResponse("this cursor is not one of ours") from error
