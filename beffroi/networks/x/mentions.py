"""Pages of mentions, which are replies too. https://docs.x.com/x-api/posts/timelines/introduction

X shows the newest first. A reading goes down from there to where the last one had begun, then
begins again above it. A little is read twice: a post may show up after a younger one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from beffroi.networks import shapes
from beffroi.networks.contracts import IncomingFeedback
from beffroi.networks.x import prices
from beffroi.networks.x.client import Session, list_of
from beffroi.networks.x.finding import instant, next_token
from beffroi.networks.x.posts import NAMED, Post, parse_readable
from beffroi.networks.x.threads import feedback

_PAGE = 100
#: How far back the very first reading goes: each post is paid.
RECENT = timedelta(days=7)
_OVERLAP = timedelta(seconds=30)
#: Ids hold the millisecond at which they were made, above this many other bits.
_TIME_BIT = 22


@dataclass(frozen=True, slots=True)
class Position:
    """Where a reading stands; "" is nowhere yet.

    `after` is where a reading ends, `below` how far down this one has come, `top` the newest that
    it saw. `from_time` bounds the very first one.
    """

    after: str = ""
    below: str = ""
    top: str = ""
    from_time: str = ""

    def moved(self, ids: list[str], *, goes_on: bool) -> Position:
        """Return where a reading stands after a page with these ids."""
        top = max([self.top, self.after, *ids], key=order)
        if goes_on:
            return Position(self.after, min(ids, key=order), top, self.from_time)
        return Position(after=top, from_time="" if top else self.from_time)


@dataclass(frozen=True, slots=True)
class Page:
    """What one page brought, oldest first. `goes_on`: another one is ready."""

    items: list[IncomingFeedback]
    position: Position
    goes_on: bool


def read_page(session: Session, position: Position | None) -> Page:
    """Return the page after `position`; None begins with what is recent."""
    position = position or Position(from_time=instant(session.now() - RECENT))
    params = {**NAMED, **_place(position), "max_results": str(_PAGE)}
    answer = session.ask(f"/2/users/{session.account_id}/mentions", params)
    items, body = list_of(answer, "mentions"), shapes.record(answer.data, "mentions")
    posts = parse_readable(items, shapes.inner(body, "includes"))
    session.pay_reads(prices.OWNED_READ, [one.id for one in posts])
    ids = [one for one in (shapes.optional_text(item, "id") for item in items) if one]
    if position.below:  # a server that repeats itself brings nothing new
        ids = [one for one in ids if order(one) < order(position.below)]
        posts = [one for one in posts if one.id in ids]
    goes_on = bool(ids) and next_token(body) is not None
    shown = feedback(session, _shown(posts))
    return Page(shown, position.moved(ids, goes_on=goes_on), goes_on)


def order(number: str) -> tuple[int, str]:
    """Order numbers written as texts, whatever their length."""
    return len(number), number


def a_little_before(number: str) -> str:
    """Return a number that somebody could have got a moment before: what shows up late has one."""
    overlap = int(_OVERLAP.total_seconds() * 1000) << _TIME_BIT
    return str(max(1, int(number) - overlap)) if number.isdecimal() else number


def _place(position: Position) -> dict[str, str]:
    place = {}
    if position.after:
        place["since_id"] = a_little_before(position.after)
    elif position.from_time:
        place["start_time"] = position.from_time
    if position.below:
        place["until_id"] = position.below
    return place


def _shown(posts: list[Post]) -> list[Post]:
    """Return what people wrote, oldest first."""
    written = (one for one in posts if not one.is_repost)
    return sorted(written, key=lambda one: (one.created_at, order(one.id)))
