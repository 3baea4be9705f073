"""Reads what people write to us out of Bluesky's notifications, threads and posts. Pure."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta

from beffroi.networks import shapes
from beffroi.networks.bluesky.records import POSTS, parse_post_id
from beffroi.networks.contracts import Author, Counters, FeedbackKind, IncomingFeedback
from beffroi.networks.errors import UnexpectedResponse
from beffroi.networks.json_text import JSON

logger = logging.getLogger(__name__)

#: How far back the first reading goes.
_FIRST_LOOK = timedelta(days=30)
#: A post that is indexed late appears below those that were in time: each walk goes this much
#: deeper than the last one ended, and keeps what was indexed since.
_LATE_INDEXING = timedelta(hours=6)
#: Given twice rather than not at all: what was indexed just before the last reading.
_OVERLAP = timedelta(minutes=2)
_PAGES_MAX = 400

REASONS = ("reply", "mention", "quote")


@dataclass(frozen=True, slots=True)
class Walk:
    """Where a reading of notifications stands: they come newest first, so it walks backwards.

    `since` is the newest index time of the last complete walk, `newest` that of this one, `at` the
    server's own cursor, `pages` how many pages this walk has read.
    """

    since: str
    newest: str = ""
    at: str = ""
    pages: int = 0

    def dump(self) -> str:
        """Return the cursor to store."""
        return json.dumps(asdict(self))


def start_walk(cursor: str | None, *, now: datetime) -> Walk:
    """Read a stored cursor, None begins. Raises UnexpectedResponse for one that is not ours."""
    if cursor is None:
        return Walk(since=(now - _FIRST_LOOK).astimezone(UTC).isoformat())
    try:
        walk = Walk(**json.loads(cursor))
        is_dated = datetime.fromisoformat(walk.since) <= now + _OVERLAP
    except (ValueError, TypeError) as error:
        raise UnexpectedResponse("a stored cursor cannot be read") from error
    return walk if is_dated else start_walk(None, now=now)


def restart(walk: Walk) -> Walk:
    """Return a new walk to the same end, from the top."""
    return Walk(since=walk.since)


def read_page(
    data: Mapping[str, JSON], walk: Walk, *, account_id: str, now: datetime
) -> tuple[list[IncomingFeedback], Walk, bool]:
    """Return a page's feedback oldest first, where the walk stands then, and whether it goes on."""
    since = datetime.fromisoformat(walk.since)
    shown = [(min(_indexed_at(item), now), item) for item in _objects(data.get("notifications"))]
    newest = max([walk.newest, *(indexed.isoformat() for indexed, _ in shown)], key=_order)
    at = data.get("cursor")
    goes_on = (
        isinstance(at, str)
        and at not in ("", walk.at)
        and walk.pages < _PAGES_MAX
        and not any(indexed < since - _LATE_INDEXING for indexed, _ in shown)
    )
    fresh = [item for indexed, item in shown if indexed > since - _OVERLAP]
    items = list(_notified(fresh, account_id=account_id))
    items.sort(key=_age)
    if goes_on:
        return items, Walk(walk.since, newest, str(at), walk.pages + 1), True
    return items, Walk(since=max(newest, walk.since, key=_order)), False


def _order(instant: str) -> datetime:
    return datetime.fromisoformat(instant) if instant else datetime.min.replace(tzinfo=UTC)


def _notified(
    notifications: Iterable[Mapping[str, JSON]], *, account_id: str
) -> Iterator[IncomingFeedback]:
    for notification in notifications:
        reason = notification.get("reason")
        if reason in REASONS:
            found = read_post(notification, account_id=account_id)
            if found is not None:
                kind = FeedbackKind.REPLY if reason == "reply" else FeedbackKind.MENTION
                yield replace(found, kind=kind)


def read_thread(thread: Mapping[str, JSON], *, account_id: str) -> list[IncomingFeedback]:
    """Return every post below the first one, oldest first. What is gone or blocked is left out."""
    found: list[IncomingFeedback] = []
    waiting = list(_objects(thread.get("replies")))
    while waiting:
        node = waiting.pop()
        post = node.get("post")
        read = read_post(post, account_id=account_id) if isinstance(post, dict) else None
        if read is not None:
            found.append(read)
        waiting.extend(_objects(node.get("replies")))
    return sorted(found, key=_age)


def read_post(view: Mapping[str, JSON], *, account_id: str) -> IncomingFeedback | None:
    """Read a post view or a notification; None, and a line in the log, when it is malformed."""
    record, author = view.get("record"), view.get("author")
    uri, cid = view.get("uri"), view.get("cid")
    place = parse_post_id(uri) if isinstance(uri, str) else None
    if (
        place is None
        or not isinstance(cid, str)
        or not isinstance(record, dict)
        or not isinstance(author, dict)
        or record.get("$type") != POSTS
    ):
        logger.warning("a post of Bluesky is malformed and was passed over")
        return None
    reply = record.get("reply")
    root, parent = _references(reply if isinstance(reply, dict) else {})
    is_answer = any(uri.startswith(f"at://{account_id}/") for uri, _ in (root, parent))
    root_uri, root_cid = root if root[0] else (place.uri, cid)
    return IncomingFeedback(
        remote_id=place.uri,
        kind=FeedbackKind.REPLY if is_answer else FeedbackKind.MENTION,
        author=_author(author, did=place.did),
        text=_text(record, "text"),
        created_at=_sorted_at(view),
        url=place.url,
        root_id=root_uri,
        parent_id=parent[0] or None,
        is_ours=place.did == account_id,
        reply_context={
            "root_uri": root_uri,
            "root_cid": root_cid,
            "parent_uri": place.uri,
            "parent_cid": cid,
        },
    )


def read_counters(view: Mapping[str, JSON]) -> Counters:
    """Return the public counters of a post view."""
    return Counters(
        likes=shapes.count(view, "likeCount"),
        shares=shapes.count(view, "repostCount"),
        replies=shapes.count(view, "replyCount"),
        quotes=shapes.count(view, "quoteCount"),
    )


def _references(reply: Mapping[str, JSON]) -> tuple[tuple[str, str], tuple[str, str]]:
    """Return uri and cid of root and parent; empty when there are none."""
    root, parent = reply.get("root"), reply.get("parent")
    if not isinstance(root, dict) or not isinstance(parent, dict):
        return ("", ""), ("", "")
    return (
        (_text(root, "uri"), _text(root, "cid")),
        (_text(parent, "uri"), _text(parent, "cid")),
    )


def _author(author: Mapping[str, JSON], *, did: str) -> Author:
    handle = _text(author, "handle")
    return Author(
        account_id=did, handle=handle, display_name=_text(author, "displayName") or handle
    )


def _age(item: IncomingFeedback) -> tuple[datetime, str]:
    """Order by age, then by record id: those of one instant still sort by time."""
    return item.created_at, item.remote_id.rpartition("/")[2]


def _sorted_at(view: Mapping[str, JSON]) -> datetime:
    """Return when it was written, or indexed if that is earlier: authors write any date they like.

    The server orders by the same.
    """
    record = view.get("record")
    claimed = _instant(record, "createdAt") if isinstance(record, dict) else None
    indexed = _indexed_at(view)
    return min(claimed, indexed) if claimed else indexed


def _indexed_at(view: Mapping[str, JSON]) -> datetime:
    return _instant(view, "indexedAt") or datetime.fromtimestamp(0, UTC)


def _instant(data: Mapping[str, JSON], key: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(_text(data, key))
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _objects(data: JSON) -> list[dict[str, JSON]]:
    return [item for item in data if isinstance(item, dict)] if isinstance(data, list) else []


def _text(data: Mapping[str, JSON], key: str) -> str:
    found = data.get(key)
    return found if isinstance(found, str) else ""
