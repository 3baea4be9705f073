"""Pages of comments. https://developers.google.com/youtube/v3/docs/commentThreads/list

There is no list of what is new. A sweep reads threads from the newest on, once for each state that
a comment can be in, and ends a little before where the last one began: a comment may be shown
hours after it was written. An old thread with a new answer stays where it was, so once a day a
sweep goes on much farther. The cursor is JSON: how far the last sweeps saw, and where this one is.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta

from beffroi.networks.contracts import FeedbackPage
from beffroi.networks.errors import UnexpectedResponse
from beffroi.networks.youtube.client import Client
from beffroi.networks.youtube.comments import LANES, Comment, ThreadPage, feedback, read_page
from beffroi.networks.youtube.errors import StaleToken

_OVERLAP = timedelta(hours=6)
_RECENT = timedelta(days=30)
_DEEP_EVERY = timedelta(days=1)
_PAGES_MAX = 20
_COUNTS_MAX = 200


@dataclass(frozen=True, slots=True)
class _Cursor:
    """Instants are ISO texts, "" where there is none yet, and never later than our own clock.

    `counts` are how many answers a thread had whose answers had to be asked for.
    """

    newest: str = ""
    deep_newest: str = ""
    deep_at: str = ""
    counts: dict[str, int] = field(default_factory=dict)
    lane: int = 0
    token: str = ""
    page: int = 0
    seen: str = ""
    is_deep: bool = False

    def not_ahead(self, now: datetime) -> _Cursor:
        """Return what was seen whatever dates were told: beyond now, nothing would be new."""
        last = now.astimezone(UTC).isoformat()
        return replace(
            self,
            newest=min(self.newest, last),
            deep_newest=min(self.deep_newest, last),
            deep_at=min(self.deep_at, last),
            seen=min(self.seen, last),
        )

    @property
    def begins(self) -> bool:
        """Tell whether a sweep begins here."""
        return (self.lane, self.page) == (0, 0)

    @property
    def floor(self) -> datetime | None:
        """Return from when on things are new; None: everything is."""
        since = self.deep_newest if self.is_deep else self.newest
        if since:
            return datetime.fromisoformat(since) - _OVERLAP
        return datetime.fromisoformat(self.seen) - _RECENT if self.seen else None


def read_feedback(client: Client, cursor: str | None) -> FeedbackPage:
    """Return the page after `cursor`; None begins with what is recent."""
    now = client.now()
    position = _Cursor() if cursor is None else _loaded(cursor).not_ahead(now)
    if position.begins:
        position = replace(position, is_deep=_is_deep(position, now))
    page = _read(client, position)
    floor = position.floor
    fresh = [one for one in page.comments if floor is None or _changed_at(one) >= floor]
    theirs = {one.id: one for one in fresh if one.author.account_id != client.channel_id}
    ordered = sorted(theirs.values(), key=lambda one: (one.created_at, one.id))
    following = _moved(position, page, now=now).not_ahead(now)
    return FeedbackPage(
        items=tuple(feedback(client, one) for one in ordered),
        cursor=json.dumps(asdict(following)),
        has_more=not following.begins,
    )


def _read(client: Client, position: _Cursor) -> ThreadPage:
    try:
        return read_page(
            client,
            lane=LANES[position.lane],
            token=position.token,
            known_counts={} if position.is_deep else position.counts,
            which={"allThreadsRelatedToChannelId": client.channel_id},
        )
    except StaleToken:
        if not position.token:
            raise
        return _read(client, replace(position, token=""))


def _is_deep(position: _Cursor, now: datetime) -> bool:
    if not position.deep_at:  # the very first one ends with what is recent
        return False
    return now - datetime.fromisoformat(position.deep_at) >= _DEEP_EVERY


def _moved(position: _Cursor, page: ThreadPage, *, now: datetime) -> _Cursor:
    """Return where to go on: the next page, the next state, or the next sweep."""
    seen = max([position.seen, *(one.created_at.isoformat() for one in page.comments)])
    counts = dict(list({**position.counts, **page.reply_counts}.items())[-_COUNTS_MAX:])
    position = replace(position, seen=seen, counts=counts)
    if _goes_on(position, page):
        return replace(position, token=page.next_token, page=position.page + 1)
    if position.lane + 1 < len(LANES):
        return replace(position, lane=position.lane + 1, token="", page=0)
    newest = max(position.newest, seen)
    is_deep = position.is_deep or not position.deep_at
    return _Cursor(
        newest=newest,
        deep_newest=newest if is_deep else position.deep_newest,
        deep_at=now.isoformat() if is_deep else position.deep_at,
        counts=counts,
    )


def _goes_on(position: _Cursor, page: ThreadPage) -> bool:
    if page.next_token in {"", position.token} or position.page + 1 >= _PAGES_MAX:
        return False
    floor = position.floor
    return position.is_deep or floor is None or page.oldest is None or page.oldest >= floor


def _changed_at(comment: Comment) -> datetime:
    return max(comment.created_at, comment.updated_at)


def _loaded(cursor: str) -> _Cursor:
    try:
        position = _Cursor(**json.loads(cursor))
        instants = (position.newest, position.deep_newest, position.deep_at, position.seen)
        is_aware = all(datetime.fromisoformat(one).tzinfo for one in instants if one)
        is_right = 0 <= position.lane < len(LANES) and isinstance(position.counts, dict)
    except (ValueError, TypeError) as error:
        raise UnexpectedResponse("this cursor is not one of ours") from error
    if not is_aware or not is_right:
        raise UnexpectedResponse("this cursor is not one of ours")
    return position
