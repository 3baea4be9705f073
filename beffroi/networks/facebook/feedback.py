"""Pages of feedback, from several lists that know no common order.

Facebook has no list of new comments: each reading goes through the recent posts with their newest
comments, what names the Page, what visitors wrote on it, private messages and recommendations, and
takes what is later than the cursor. An answer under an older post is told by a webhook alone. The
cursor is JSON: the instant and id of the last item told, and whether the reading still goes on.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from beffroi.networks import shapes
from beffroi.networks.contracts import FeedbackPage, IncomingFeedback
from beffroi.networks.errors import PermissionLost, UnexpectedResponse
from beffroi.networks.facebook import messages, places, reviews
from beffroi.networks.facebook.client import Page
from beffroi.networks.shapes import Record

#: How far back the first reading goes, and how far behind the last item each later one begins:
#: what people write may show some minutes late.
_RECENT = timedelta(days=30)
_OVERLAP = timedelta(minutes=10)
#: Each page reads every list anew, however few it tells: so it tells nearly always all.
_ITEMS_MAX = 20_000
_POSTS_BACK = timedelta(days=120)
_POSTS_A_PAGE = 25
_COMMENTS_A_POST = 10
_PAGES_MAX = 40

_Source = Callable[[Page, datetime], Iterator[IncomingFeedback]]


@dataclass(frozen=True, slots=True)
class _Cursor:
    """Where a reading stands: everything up to this instant and id was told."""

    at: datetime
    id: str = ""
    goes_on: bool = False

    @property
    def since(self) -> datetime:
        return self.at if self.goes_on else self.at - _OVERLAP

    def is_before(self, item: IncomingFeedback) -> bool:
        if self.goes_on:
            return (item.created_at, item.remote_id) > (self.at, self.id)
        return item.created_at >= self.since

    def not_ahead(self, now: datetime) -> _Cursor:
        """Return where to begin whatever dates were told: beyond now, nothing would be seen."""
        return self if self.goes_on or self.at <= now else _Cursor(now)

    def dumped(self) -> str:
        return json.dumps({"at": self.at.isoformat(), "id": self.id, "goes_on": self.goes_on})


def read_feedback(page: Page, cursor: str | None) -> FeedbackPage:
    """Return what people said after `cursor`; None begins with what is recent."""
    now = page.graph.now()
    position = _Cursor(now - _RECENT) if cursor is None else _loaded(cursor, now=now)
    found: dict[str, IncomingFeedback] = {}
    for item in _everything(page, position.since):
        if not item.is_ours and position.is_before(item):
            found.setdefault(item.remote_id, item)
    ordered = sorted(found.values(), key=lambda one: (one.created_at, one.remote_id))
    told, has_more = ordered[:_ITEMS_MAX], len(ordered) > _ITEMS_MAX
    following = _moved(position, told, goes_on=has_more).not_ahead(now)
    return FeedbackPage(items=tuple(told), cursor=following.dumped(), has_more=has_more)


def _moved(position: _Cursor, told: list[IncomingFeedback], *, goes_on: bool) -> _Cursor:
    """Return the next cursor: it never goes back."""
    last = max([(one.created_at, one.remote_id) for one in told], default=(position.at, ""))
    at, remote_id = max(last, (position.at, position.id))
    return _Cursor(at, remote_id, goes_on)


def _everything(page: Page, since: datetime) -> Iterator[IncomingFeedback]:
    """Read every list. One that the person did not allow is left out; the first must answer."""
    yield from _comments(page, since)
    others: tuple[_Source, ...] = (_named, _visitors, messages.read_since, reviews.read_since)
    for source in others:
        try:
            yield from source(page, since)
        except PermissionLost:
            continue


def _comments(page: Page, since: datetime) -> Iterator[IncomingFeedback]:
    """Read the newest comments of every recent post; all of a post's where they are many."""
    oldest_post = since - _POSTS_BACK
    comments = f"comments.filter(stream).order(reverse_chronological).limit({_COMMENTS_A_POST})"
    fields = f"id,created_time,{comments}{{{places.COMMENT_FIELDS}}}"
    path = f"/{page.id}/published_posts"
    for post in _newest_first(page, path, fields=fields, since=oldest_post):
        yield from _comments_of(page, post, since)


def _comments_of(page: Page, post: Record, since: datetime) -> Iterator[IncomingFeedback]:
    post_id = shapes.text(post, "id")
    newest = list(places.readable(places.inner_list(post, "comments")))
    paging = shapes.inner(post, "comments", "paging")
    has_more = bool(shapes.optional_text(paging, "next"))
    if has_more and newest and shapes.instant(newest[-1], "created_time") >= since:
        newest = list(_all_comments(page, post_id, since))
    for raw in newest:
        yield places.comment(page, raw, root_id=post_id)


def _all_comments(page: Page, post_id: str, since: datetime) -> Iterator[Record]:
    path = f"/{post_id}/comments"
    more = {"filter": "stream", "order": "reverse_chronological"}
    return _newest_first(page, path, fields=places.COMMENT_FIELDS, since=since, **more)


def _named(page: Page, since: datetime) -> Iterator[IncomingFeedback]:
    path = f"/{page.id}/tagged"
    for raw in _newest_first(page, path, fields=places.POST_FIELDS, since=since):
        yield places.post(page, raw)


def _visitors(page: Page, since: datetime) -> Iterator[IncomingFeedback]:
    path = f"/{page.id}/visitor_posts"
    for raw in _newest_first(page, path, fields=places.POST_FIELDS, since=since):
        yield places.post(page, raw)


def _newest_first(
    page: Page, path: str, *, fields: str, since: datetime, **more: str
) -> Iterator[Record]:
    """Yield a list that has the newest first, until it is older than `since` or repeats itself."""
    seen: set[str] = set()
    params = {"fields": fields, "limit": str(_POSTS_A_PAGE), **more}
    for _ in range(_PAGES_MAX):
        listed = page.graph.page(path, **params)
        fresh = [one for one in places.readable(listed.items) if one.get("id") not in seen]
        yield from fresh
        seen.update(shapes.text(one, "id") for one in fresh)
        if not fresh or not listed.following:
            return
        if shapes.instant(fresh[-1], "created_time") < since:
            return
        params |= listed.following


def _loaded(cursor: str, *, now: datetime) -> _Cursor:
    try:
        stored = json.loads(cursor)
        at = datetime.fromisoformat(stored["at"]).astimezone(UTC)
        return _Cursor(at, str(stored["id"]), bool(stored["goes_on"])).not_ahead(now)
    except (ValueError, KeyError, TypeError, OverflowError) as error:
        raise UnexpectedResponse("this cursor is not one of ours") from error
