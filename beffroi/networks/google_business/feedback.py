"""Pages of reviews, by when they were last written.

https://developers.google.com/my-business/reference/rest/v4/accounts.locations.reviews/list (read
2026-11-22). A sweep reads from the newest on, and ends a little before what the last one saw. The
cursor is JSON: how far the last sweep saw, and where this one is.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta

from beffroi.networks import shapes
from beffroi.networks.contracts import FeedbackPage
from beffroi.networks.errors import ContentRefused, UnexpectedResponse
from beffroi.networks.google_business.client import Client
from beffroi.networks.google_business.reviews import changed_at, feedback
from beffroi.networks.shapes import Record

_OVERLAP = timedelta(days=1)
_RECENT = timedelta(days=365)
_PAGES_MAX = 30
_PAGE = "50"


@dataclass(frozen=True, slots=True)
class _Cursor:
    """Instants are ISO texts, "" where there is none yet, and never later than our own clock."""

    newest: str = ""
    seen: str = ""
    token: str = ""
    page: int = 0

    def not_ahead(self, now: datetime) -> _Cursor:
        """Return what was seen whatever dates were told: beyond now, nothing would be new."""
        last = now.astimezone(UTC).isoformat()
        return replace(self, newest=min(self.newest, last), seen=min(self.seen, last))

    @property
    def floor(self) -> datetime | None:
        """Return from when on things are new; None: everything is."""
        if self.newest:
            return datetime.fromisoformat(self.newest) - _OVERLAP
        return datetime.fromisoformat(self.seen) - _RECENT if self.seen else None


def read_feedback(client: Client, cursor: str | None) -> FeedbackPage:
    """Return the page after `cursor`; None begins with what is recent."""
    position = _Cursor() if cursor is None else _loaded(cursor).not_ahead(client.now())
    page = _read(client, position)
    reviews = shapes.records(page.get("reviews", []), "reviews")
    floor = position.floor
    fresh = [one for one in reviews if floor is None or changed_at(one) >= floor]
    ordered = sorted(fresh, key=lambda one: (changed_at(one), shapes.text(one, "name")))
    following = _moved(position, page, reviews).not_ahead(client.now())
    return FeedbackPage(
        items=tuple(feedback(client, one) for one in ordered),
        cursor=json.dumps(asdict(following)),
        has_more=following.page > 0,
    )


def _read(client: Client, position: _Cursor) -> Record:
    query = {"pageSize": _PAGE, "orderBy": "updateTime desc"}
    name = f"{client.place}/reviews"
    token = {"pageToken": position.token} if position.token else {}
    try:
        return shapes.record(client.read("GET", name, params={**query, **token}), "reviews")
    except ContentRefused as error:
        if not position.token or error.field == "address":
            raise
        # The place of the page is no longer known: read the list from its beginning.
        return _read(client, replace(position, token=""))


def _moved(position: _Cursor, page: Record, reviews: list[Record]) -> _Cursor:
    seen = max([position.seen, *(changed_at(one).isoformat() for one in reviews)])
    position = replace(position, seen=seen)
    following = shapes.optional_text(page, "nextPageToken") or ""
    oldest = min(map(changed_at, reviews), default=None)
    is_past = position.floor is not None and oldest is not None and oldest < position.floor
    is_over = following in {"", position.token} or position.page + 1 >= _PAGES_MAX
    if is_past or is_over:
        return _Cursor(newest=max(position.newest, seen))
    return replace(position, token=following, page=position.page + 1)


def _loaded(cursor: str) -> _Cursor:
    try:
        position = _Cursor(**json.loads(cursor))
        instants = [one for one in (position.newest, position.seen) if one]
        is_right = all(datetime.fromisoformat(one).tzinfo for one in instants)
        is_right = is_right and position.page >= 0 and isinstance(position.token, str)
    except (ValueError, TypeError) as error:
        raise UnexpectedResponse("this cursor is not one of ours") from error
    if not is_right:
        raise UnexpectedResponse("this cursor is not one of ours")
    return position
