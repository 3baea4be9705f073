"""Pages of comments, and comments again. https://developer.wordpress.org/rest-api/reference/comments/

A site pages by numbers that shift when a comment goes, so a reading goes on from the second of the
last comment that it saw, without those of that second. Once it has caught up, the next one begins a
day earlier: a comment that somebody takes out of the spam keeps its date. Some are dated in the
future: one that has caught up begins no later than now all the same. The cursor is JSON.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from beffroi.networks import shapes
from beffroi.networks.contracts import (
    Author,
    FeedbackKind,
    FeedbackPage,
    IncomingFeedback,
)
from beffroi.networks.errors import NotFound, PermissionLost, UnexpectedResponse
from beffroi.networks.html_text import read_html
from beffroi.networks.shapes import Record
from beffroi.networks.wordpress import drafts, ids
from beffroi.networks.wordpress.client import Answer, Site
from beffroi.networks.wordpress.comments import (
    Comment,
    ask_list,
    parse_readable,
    read_one,
)

_COUNT = re.compile(r"[0-9]{1,9}")
_PAGE = 100
_PAGES_MAX = 100
_RECENT = timedelta(days=30)
_OVERLAP = timedelta(days=1)
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class _Cursor:
    """Comments later than `after` are wanted, but those whose numbers are in `seen`."""

    after: datetime
    seen: tuple[str, ...] = ()

    def past(self, found: Sequence[Comment]) -> _Cursor:
        """Return where a reading goes on once it has seen `found`."""
        last = found[-1].created_at
        now_seen = tuple(one.id for one in found if one.created_at == last)
        is_same_second = last - _SECOND == self.after
        return _Cursor(last - _SECOND, (*self.seen, *now_seen) if is_same_second else now_seen)

    def dumped(self) -> str:
        return json.dumps({"after": self.after.isoformat(), "seen": self.seen})


def read_feedback(site: Site, cursor: str | None) -> FeedbackPage:
    """Return the page after `cursor`; None begins with the last thirty days."""
    now = site.now()
    position = _Cursor(now - _RECENT) if cursor is None else _loaded(cursor, now=now)
    answer = ask_list(site, _page_params(position))
    found = [
        one
        for one in parse_readable(answer.data)
        if one.created_at > position.after and one.id not in position.seen
    ]
    has_more = bool(found) and _has_more(answer)
    following = _following(position, found, has_more=has_more, now=now)
    items = tuple(one.feedback(user_id=site.user_id) for one in found)
    return FeedbackPage(items=items, cursor=following.dumped(), has_more=has_more)


def _following(
    position: _Cursor, found: Sequence[Comment], *, has_more: bool, now: datetime
) -> _Cursor:
    if not found:
        return _not_ahead(position, now=now)
    reached = position.past(found)
    if has_more:
        return reached
    begin = min(reached.after, now) - _OVERLAP
    return _Cursor(max(_not_ahead(position, now=now).after, begin))


def _not_ahead(position: _Cursor, *, now: datetime) -> _Cursor:
    """Return where to begin when a date in the future led there: nothing else would be seen."""
    return position if position.after <= now else _Cursor(now - _OVERLAP)


def read_thread(site: Site, remote_id: str) -> Sequence[IncomingFeedback]:
    """Return every comment under a post or under a comment, oldest first."""
    post_id = _post_of(site, remote_id)
    if drafts.read_post(site, post_id).get("status") == "trash":
        raise NotFound("this post is in the trash")
    comments = sorted(_all_under(site, post_id), key=lambda one: (one.created_at, int(one.id)))
    if ids.is_comment(remote_id):
        comments = _below(comments, ids.number(remote_id))
    return [one.feedback(user_id=site.user_id) for one in comments]


def read_again(site: Site, remote_ids: Sequence[str]) -> Mapping[str, IncomingFeedback | None]:
    """Read comments as they are now, those of one page at once, the missing ones one by one."""
    known: dict[str, IncomingFeedback | None] = {}
    for start in range(0, len(remote_ids), _PAGE):
        known |= _read_together(site, remote_ids[start : start + _PAGE])
    for remote_id in remote_ids:
        if remote_id not in known:
            known |= _read_alone(site, remote_id)
    return known


def _read_together(site: Site, remote_ids: Sequence[str]) -> dict[str, IncomingFeedback]:
    numbers = [ids.number(one) for one in remote_ids if ids.is_comment(one)]
    if len(numbers) < 2:
        return {}
    params = {"include": ",".join(numbers), "per_page": str(_PAGE)}
    found = parse_readable(ask_list(site, params).data)
    return {
        ids.of_comment(one.id): one.feedback(user_id=site.user_id)
        for one in found
        if one.id in numbers
    }


def _read_alone(site: Site, remote_id: str) -> dict[str, IncomingFeedback | None]:
    """Read what a list leaves out: posts, and comments in the spam, in the trash, or gone."""
    try:
        if not ids.is_comment(remote_id):
            return {remote_id: _read_post(site, remote_id)}
        comment = read_one(site, remote_id)
    except NotFound:
        return {remote_id: None}
    except PermissionLost:  # it is held, and we may not see what is held
        return {}
    gone = comment.status == "trash"
    return {remote_id: None if gone else comment.feedback(user_id=site.user_id)}


def _read_post(site: Site, remote_id: str) -> IncomingFeedback | None:
    post = drafts.read_post(site, ids.number(remote_id))
    return None if post.get("status") == "trash" else _own_post(site, remote_id, post)


def _own_post(site: Site, remote_id: str, post: Record) -> IncomingFeedback:
    user_id = shapes.optional_text(post, "author") or ""
    content = shapes.inner(post, "content")
    html = shapes.optional_text(content, "raw") or shapes.optional_text(content, "rendered") or ""
    return IncomingFeedback(
        remote_id=remote_id,
        kind=FeedbackKind.REPLY,
        author=Author(account_id=f"user-{user_id}", handle=f"user-{user_id}", display_name=""),
        text=read_html(html),
        created_at=shapes.instant(post, "date_gmt"),
        url=shapes.optional_text(post, "link") or "",
        root_id=remote_id,
        is_ours=user_id == site.user_id,
        reply_context={"post": ids.number(remote_id)},
    )


def _post_of(site: Site, remote_id: str) -> str:
    if ids.is_comment(remote_id):
        return read_one(site, remote_id).post_id
    return ids.number(remote_id)


def _all_under(site: Site, post_id: str) -> Iterable[Comment]:
    known: dict[str, Comment] = {}
    for page in range(1, _PAGES_MAX + 1):
        params = {"post": post_id, "order": "asc", "orderby": "date_gmt", "per_page": str(_PAGE)}
        answer = ask_list(site, {**params, "page": str(page)})
        fresh = [one for one in parse_readable(answer.data) if one.id not in known]
        known |= {one.id: one for one in fresh}
        if not fresh or not _has_more(answer, page=page):
            break
    return known.values()


def _below(comments: Sequence[Comment], number: str) -> list[Comment]:
    """Return those under one comment, at any depth: parents come before their answers."""
    above = {number}
    below: list[Comment] = []
    for one in comments:
        if one.parent_id in above:
            above.add(one.id)
            below.append(one)
    return below


def _page_params(position: _Cursor) -> dict[str, str]:
    params = {
        "after": f"{position.after.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "order": "asc",
        "orderby": "date_gmt",
        "per_page": str(_PAGE),
    }
    return params | ({"exclude": ",".join(position.seen)} if position.seen else {})


def _has_more(answer: Answer, *, page: int = 1) -> bool:
    """Read the header that counts pages; without it, a full page says that there may be more."""
    told = answer.headers.get("x-wp-totalpages", "")
    if _COUNT.fullmatch(told):
        return int(told) > page
    return isinstance(answer.data, list) and len(answer.data) >= _PAGE


def _loaded(cursor: str, *, now: datetime) -> _Cursor:
    """Read a cursor of ours. One that had caught up with the future is brought back."""
    try:
        stored = json.loads(cursor)
        after = datetime.fromisoformat(stored["after"])
        seen = tuple(str(one) for one in stored["seen"] if ids.is_number(str(one)))
        position = _Cursor(after.astimezone(UTC), seen)
    except (ValueError, KeyError, TypeError, OverflowError) as error:
        raise UnexpectedResponse("this cursor is not one of ours") from error
    return position if seen else _not_ahead(position, now=now)
