"""Pages of mentions. https://docs.joinmastodon.org/methods/notifications/

A reading goes forward from the last notification that it saw; once it has caught up, the next one
begins a little before, for a server may number two notifications in another order than it shows
them. The cursor is JSON: the last few ids, oldest first, and whether the reading still goes on.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from beffroi.networks import shapes
from beffroi.networks.contracts import FeedbackPage, IncomingFeedback
from beffroi.networks.errors import UnexpectedResponse
from beffroi.networks.mastodon.client import Instance
from beffroi.networks.mastodon.statuses import parse_readable
from beffroi.networks.mastodon.threads import Threads
from beffroi.networks.shapes import Record

_PAGE = 40
_OVERLAP = 5
# How far back the very first reading goes, and the one after a reading that found nothing at all.
_RECENT = 40
_EVERYTHING = 2000


@dataclass(frozen=True, slots=True)
class _Cursor:
    """Where a reading stands. `recent` are ids, oldest first; empty: nothing was ever seen."""

    recent: tuple[str, ...] = ()
    goes_on: bool = False

    @property
    def after(self) -> str:
        return self.recent[-1 if self.goes_on else 0]

    def moved(self, ids: Sequence[str], *, goes_on: bool) -> _Cursor:
        passed = self.recent if self.goes_on else self.recent[:1]
        kept = [*(one for one in passed if one not in ids), *ids]
        return _Cursor(recent=tuple(kept[-_OVERLAP - 1 :]), goes_on=goes_on)

    def dumped(self) -> str:
        return json.dumps({"recent": self.recent, "goes_on": self.goes_on})


class _Notification(NamedTuple):
    id: str
    created_at: datetime
    mention: Record | None


class _Answer(NamedTuple):
    """One page of the server, oldest first. `is_full`: it had as many as it gives at once."""

    items: list[_Notification]
    is_full: bool


def read_feedback(instance: Instance, cursor: str | None) -> FeedbackPage:
    """Return the page after `cursor`; None begins with what is recent."""
    position = _Cursor() if cursor is None else _loaded(cursor)
    if not position.recent:
        found = _newest(instance, wanted=_RECENT if cursor is None else _EVERYTHING)
        first = found if cursor is None else found[:_PAGE]
        return _page(instance, position, first, has_more=len(first) < len(found))
    answer = _ask(instance, min_id=position.after)
    items = answer.items
    if position.goes_on:  # a server that repeats itself brings nothing new
        items = [item for item in items if item.id not in position.recent]
    return _page(instance, position, items, has_more=bool(items) and answer.is_full)


def _page(
    instance: Instance, position: _Cursor, found: Sequence[_Notification], *, has_more: bool
) -> FeedbackPage:
    following = position.moved([item.id for item in found], goes_on=has_more)
    return FeedbackPage(
        items=_feedback(instance, found), cursor=following.dumped(), has_more=has_more
    )


def _feedback(instance: Instance, found: Sequence[_Notification]) -> tuple[IncomingFeedback, ...]:
    statuses = parse_readable(item.mention for item in found if item.mention is not None)
    threads = Threads(instance, known=statuses)
    return tuple(threads.feedback(status) for status in statuses)


def _newest(instance: Instance, *, wanted: int) -> list[_Notification]:
    """Read backward until `wanted` are there, or all. Oldest first."""
    found: list[_Notification] = []
    seen: set[str] = set()
    position: dict[str, str] = {}
    while len(found) < wanted:
        answer = _ask(instance, **position)
        fresh = [item for item in answer.items if item.id not in seen]
        found = [*fresh, *found]
        if not fresh or not answer.is_full:
            break
        seen.update(item.id for item in fresh)
        position = {"max_id": fresh[0].id}
    return found


def _ask(instance: Instance, **position: str) -> _Answer:
    # A policy of the account may set strangers' private mentions apart: they are customers too.
    params = {
        "types[]": "mention",
        "include_filtered": "true",
        "limit": str(_PAGE),
        **position,
    }
    answer = instance.read("GET", "/api/v1/notifications", params=params)
    raw = shapes.records(answer.data, "notifications")
    items = [_notification(item) for item in raw if shapes.optional_text(item, "id")]
    if items and items[0].created_at >= items[-1].created_at:
        items.reverse()
    link = answer.headers.get("link", "")
    is_full = bool(re.search(r'rel="?next', link)) if link else len(raw) >= _PAGE
    return _Answer(items, is_full)


def _notification(raw: Record) -> _Notification:
    """Read one notification. A server may send types that were not asked for, and new ones."""
    status = raw.get("status")
    is_mention = raw.get("type") == "mention" and isinstance(status, dict)
    return _Notification(
        id=shapes.text(raw, "id"),
        created_at=shapes.optional_instant(raw, "created_at") or datetime.min.replace(tzinfo=UTC),
        mention=shapes.inner(raw, "status") if is_mention else None,
    )


def _loaded(cursor: str) -> _Cursor:
    try:
        stored = json.loads(cursor)
        recent = tuple(str(one) for one in stored["recent"])
        return _Cursor(recent=recent, goes_on=bool(stored["goes_on"] and recent))
    except (ValueError, KeyError, TypeError) as error:
        raise UnexpectedResponse("this cursor is not one of ours") from error
