"""Pages of mentions, which are replies too. https://docs.x.com/x-api/posts/timelines/introduction

X shows the newest first. A reading goes down from there to where the last one had begun, then
begins again above it. A little is read twice: a post may show up after a younger one. The cursor
is JSON: `after` is where a reading ends, `below` how far down this one has come, and `top` the
newest that it saw.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import timedelta

from beffroi.networks import shapes
from beffroi.networks.contracts import FeedbackPage
from beffroi.networks.errors import UnexpectedResponse
from beffroi.networks.x import prices
from beffroi.networks.x.client import Session, list_of
from beffroi.networks.x.finding import instant, next_token
from beffroi.networks.x.posts import NAMED, Post, parse_readable
from beffroi.networks.x.threads import feedback

_PAGE = 100
#: How far back the very first reading goes: each post is paid.
_RECENT = timedelta(days=7)
_OVERLAP = timedelta(seconds=30)
#: Ids hold the millisecond at which they were made, above this many other bits.
_TIME_BIT = 22


@dataclass(frozen=True, slots=True)
class _Cursor:
    """Where a reading stands; "" is nowhere yet. `from_time` bounds the very first one."""

    after: str = ""
    below: str = ""
    top: str = ""
    from_time: str = ""

    def moved(self, ids: list[str], *, goes_on: bool) -> _Cursor:
        top = _newest([self.top, self.after, *ids])
        if goes_on:
            return _Cursor(self.after, min(ids, key=_order), top, self.from_time)
        return _Cursor(after=top, from_time="" if top else self.from_time)


def read_feedback(session: Session, cursor: str | None) -> FeedbackPage:
    """Return the page after `cursor`; None begins with what is recent."""
    position = _loaded(cursor) if cursor is not None else _Cursor(from_time=_recent(session))
    params = {**NAMED, **_place(position), "max_results": str(_PAGE)}
    answer = session.ask(f"/2/users/{session.account_id}/mentions", params)
    items, body = list_of(answer, "mentions"), shapes.record(answer.data, "mentions")
    posts = parse_readable(items, shapes.inner(body, "includes"))
    session.pay_reads(prices.OWNED_READ, [one.id for one in posts])
    ids = [one for one in (shapes.optional_text(item, "id") for item in items) if one]
    if position.below:  # a server that repeats itself brings nothing new
        ids = [one for one in ids if _order(one) < _order(position.below)]
        posts = [one for one in posts if one.id in ids]
    goes_on = bool(ids) and next_token(body) is not None
    return FeedbackPage(
        items=tuple(feedback(session, _shown(posts))),
        cursor=json.dumps(asdict(position.moved(ids, goes_on=goes_on))),
        has_more=goes_on,
    )


def _place(position: _Cursor) -> dict[str, str]:
    place = {}
    if position.after:
        place["since_id"] = _a_little_before(position.after)
    elif position.from_time:
        place["start_time"] = position.from_time
    if position.below:
        place["until_id"] = position.below
    return place


def _recent(session: Session) -> str:
    return instant(session.now() - _RECENT)


def _shown(posts: list[Post]) -> list[Post]:
    """Return what people wrote, oldest first."""
    written = (one for one in posts if not one.is_repost)
    return sorted(written, key=lambda one: (one.created_at, _order(one.id)))


def _newest(ids: list[str]) -> str:
    return max(ids, key=_order)


def _order(number: str) -> tuple[int, str]:
    """Order numbers written as texts, whatever their length."""
    return len(number), number


def _a_little_before(number: str) -> str:
    overlap = int(_OVERLAP.total_seconds() * 1000) << _TIME_BIT
    return str(max(1, int(number) - overlap)) if number.isdecimal() else number


def _loaded(cursor: str) -> _Cursor:
    try:
        stored = json.loads(cursor)
        return _Cursor(**{name: str(stored[name]) for name in _Cursor.__slots__})
    except (ValueError, KeyError, TypeError) as error:
        raise UnexpectedResponse("this cursor is not one of ours") from error
