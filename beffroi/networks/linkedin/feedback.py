"""Pages of comments and mentions, from a page's own notifications: kept for sixty days.

https://learn.microsoft.com/en-us/linkedin/marketing/community-management/organizations/
organization-social-action-notifications (read on 2026-11-22). One call tells of everything new, so
that the few calls of a day that a new app has are enough. A notification is a hint: what it is
about is read as it is now. The cursor is JSON: since when, and which notifications were passed.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import NamedTuple

from beffroi.networks import shapes
from beffroi.networks.contracts import FeedbackPage, IncomingFeedback
from beffroi.networks.errors import NotFound, PermissionLost, UnexpectedResponse
from beffroi.networks.linkedin import restli
from beffroi.networks.linkedin.client import Api
from beffroi.networks.linkedin.comments import parse_comment
from beffroi.networks.linkedin.paging import RepeatedPages, TooManyPages, read_pages
from beffroi.networks.linkedin.places import Place, comment_number, is_post, place_of
from beffroi.networks.linkedin.posts import milliseconds, parse_post
from beffroi.networks.shapes import Record

logger = logging.getLogger(__name__)

_MENTION = "SHARE_MENTION"
_COMMENTS = ("COMMENT", "COMMENT_EDIT", "COMMENT_DELETE", "ADMIN_COMMENT")
#: What is asked for: deletions are seen when what is known is read again.
_ASKED = ("COMMENT", "COMMENT_EDIT", _MENTION)

_RECENT = timedelta(days=7)
#: A notification may be shown later than the instant that it bears. In milliseconds.
_OVERLAP = 30 * 60 * 1000
_AT_ONCE = 25
_NARROWEST = 1000
_PATH = "/rest/organizationalEntityNotifications"


class Notification(NamedTuple):
    """One thing that happened around a page."""

    id: str
    action: str
    place: Place
    at: int


class _Span(NamedTuple):
    """What was told of a span, and where it ends. Not whole: the server repeats itself."""

    found: list[Notification]
    end: int
    is_whole: bool


@dataclass(frozen=True, slots=True)
class _Cursor:
    since: int
    passed: tuple[str, ...] = ()

    def dumped(self) -> str:
        return json.dumps({"since": self.since, "passed": self.passed})


def read_feedback(api: Api, cursor: str | None) -> FeedbackPage:
    """Return what came after `cursor`; None begins with the last seven days."""
    now = api.now()
    position = _Cursor(milliseconds(now - _RECENT)) if cursor is None else _loaded(cursor)
    until = max(milliseconds(now), position.since + 1)
    span = _all_between(api, position.since, until)
    fresh = [one for one in span.found if one.id not in position.passed]
    page, is_all = fresh[:_AT_ONCE], len(fresh) <= _AT_ONCE
    items = _read_each(api, page)
    if is_all and span.is_whole:
        is_last = span.end == until
        since = max(span.end - _OVERLAP, position.since) if is_last else span.end
        following = _Cursor(since, tuple(one.id for one in span.found if one.at >= since))
    else:
        following = replace(position, passed=(*position.passed, *(one.id for one in page)))
    has_more = not is_all or (span.is_whole and span.end < until)
    return FeedbackPage(items, following.dumped(), has_more=has_more)


def read_again(api: Api, remote_ids: Sequence[str]) -> Mapping[str, IncomingFeedback | None]:
    """Read posts and comments as they are now; what we may no longer see is left out."""
    told: dict[str, IncomingFeedback | None] = {}
    for remote_id in remote_ids:
        try:
            found = _read(api, place_of(remote_id))
        except NotFound:
            told[remote_id] = None
        except PermissionLost:
            continue
        else:
            told |= {remote_id: found} if found else {}
    return told


def parse_notifications(elements: Iterable[Record]) -> list[Notification]:
    """Return those that are about words, oldest first; a reaction or a share says nothing."""
    found = (_parsed(element) for element in elements)
    return sorted((one for one in found if one), key=lambda one: (one.at, len(one.id), one.id))


def _parsed(element: Record) -> Notification | None:
    action = shapes.optional_text(element, "action") or ""
    source = shapes.optional_text(element, "sourcePost") or ""
    made = shapes.optional_text(element, "generatedActivity") or ""
    if action == _MENTION:
        place = Place(made if is_post(made) else source)
    elif action in _COMMENTS:
        place = Place(source, comment_number(made))
    else:
        return None
    if not is_post(place.post) or (action != _MENTION and not place.comment):
        return None
    return Notification(
        id=shapes.optional_text(element, "notificationId") or "",
        action=action,
        place=place,
        at=shapes.whole(element, "lastModifiedAt") or 0,
    )


def _all_between(api: Api, since: int, until: int) -> _Span:
    """Return the notifications of a span; it ends earlier when there are too many."""
    while True:
        found: list[Record] = []
        try:
            for page in read_pages(api, _PATH, _asked(api, since, until), key="notificationId"):
                found.extend(page)
        except RepeatedPages:  # what it gave is something, and the same span is asked again
            return _Span(parse_notifications(found), until, is_whole=False)
        except TooManyPages:
            if until - since < _NARROWEST:
                raise
            until = since + (until - since) // 2
            continue
        return _Span(parse_notifications(found), until, is_whole=True)


def _asked(api: Api, since: int, until: int) -> dict[str, str]:
    return {
        "q": "criteria",
        "actions": restli.listed(_ASKED),
        "organizationalEntity": restli.key(api.actor),
        "timeRange": restli.time_range(since, until),
    }


def _read_each(api: Api, found: Sequence[Notification]) -> tuple[IncomingFeedback, ...]:
    """Read what each is about, once; what is gone already is left out."""
    items = []
    for remote_id in dict.fromkeys(one.place.remote_id for one in found):
        try:
            items.append(_read(api, place_of(remote_id)))
        except (NotFound, PermissionLost):
            continue
    readable = [item for item in items if item is not None]
    return tuple(sorted(readable, key=lambda item: item.created_at))


def _read(api: Api, place: Place) -> IncomingFeedback | None:
    """Return one as it is now, None when it cannot be read: it must not hide the others."""
    data = shapes.record(api.read("GET", place.path).data, "feedback")
    try:
        found = parse_comment(data, place.post) if place.comment else parse_post(data)
    except UnexpectedResponse as error:
        logger.warning("a post or a comment was passed over: %s", error.detail)
        return None
    return found.feedback(actor=api.actor)


def _loaded(cursor: str) -> _Cursor:
    try:
        stored = json.loads(cursor)
        return _Cursor(int(stored["since"]), tuple(map(str, stored["passed"])))
    except (ValueError, KeyError, TypeError) as error:
        raise UnexpectedResponse("this cursor is not one of ours") from error
