"""What the simulated Business Profile holds and refuses: places, posts, reviews.

Built from https://developers.google.com/my-business (read 2026-11-22). HTTP only to fetch pictures.
"""

from __future__ import annotations

import http.client
import itertools
import struct
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from beffroi.core.clock import Clock
from beffroi.networks.families.google_simulator import refusal
from beffroi.networks.google_business.text import phone_number
from beffroi.networks.simulation import Effect, Ledger
from beffroi.networks.simulation_server import Refusal, Reply

STARS = ("ONE", "TWO", "THREE", "FOUR", "FIVE")
_MINUTE = timedelta(minutes=1)
_EDITS_PER_MINUTE = 10
_PICTURE_BYTES = (10_240, 5_000_000)
_SHORT_EDGE_MIN = 250


@dataclass
class SimulatedPlace:
    """A place on the map. `name` is locations/2."""

    name: str
    account: str
    title: str
    town: str
    is_verified: bool = True
    is_suspended: bool = False
    edits: deque[datetime] = field(default_factory=deque)

    @property
    def whole_name(self) -> str:
        """The name by its account."""
        return f"{self.account}/{self.name}"


@dataclass
class SimulatedPost:
    """A post. `outcome` is what Google says once it has looked at it."""

    name: str
    summary: str
    language: str
    created_at: datetime
    updated_at: datetime
    decided_at: datetime
    outcome: str
    picture_url: str = ""
    link: str = ""


@dataclass
class SimulatedReview:
    """A review, and our answer to it if there is one."""

    name: str
    author: str
    stars: int
    comment: str
    created_at: datetime
    updated_at: datetime
    is_anonymous: bool = False
    reply: str = ""
    replied_at: datetime | None = None
    reply_outcome: str = "APPROVED"
    reply_decided_at: datetime | None = None


class State:
    """Everything there is.

    `queries_per_minute` 0: the project was never approved. `next_outcome` is of the next post,
    `next_reply_outcome` of the next answer, both known after `deciding_seconds`.
    """

    def __init__(self, *, clock: Clock, ledger: Ledger) -> None:
        self.clock = clock
        self.places: dict[str, SimulatedPlace] = {}
        self.posts: dict[str, SimulatedPost] = {}
        self.reviews: dict[str, SimulatedReview] = {}
        self.daily: dict[date, dict[str, int]] = {}
        self.queries_per_minute = 300
        self.deciding_seconds = 0.0
        self.next_outcome = "LIVE"
        self.next_reply_outcome = "APPROVED"
        self._queries: deque[datetime] = deque()
        self._ledger = ledger
        self._serials = itertools.count(301)

    def add_place(self, account: str, name: str, title: str, town: str) -> SimulatedPlace:
        """Let a place be managed by an account."""
        place = SimulatedPlace(name, account, title, town)
        self.places[place.whole_name] = place
        return place

    # Budgets.

    def count_query(self) -> None:
        """Count a call. Refuses above what the project may make in a minute."""
        if not _has_room(self._queries, self.queries_per_minute, self.clock()):
            raise quota_refusal(self.queries_per_minute)

    def count_edit(self, place: SimulatedPlace) -> None:
        """Count a change of a place. Refuses what an unverified one may not do."""
        if not place.is_verified or place.is_suspended:
            message = "The location is not verified."
            raise refusal(403, message, status="PERMISSION_DENIED")
        if not _has_room(place.edits, _EDITS_PER_MINUTE, self.clock()):
            raise quota_refusal(_EDITS_PER_MINUTE)

    # Posts.

    def add_post(self, place: SimulatedPlace, resource: Mapping[str, Any]) -> SimulatedPost:
        """Take a post, and decide what becomes of it."""
        summary = str(resource.get("summary", ""))
        self._check_summary(summary)
        if resource.get("topicType") != "STANDARD":
            raise invalid("topic_type", "Only standard posts are simulated")
        url = self._fetch_picture(resource.get("media", []))
        now = self._now()
        decided_at = self.clock() + timedelta(seconds=self.deciding_seconds)
        name = f"{place.whole_name}/localPosts/{next(self._serials)}"
        outcome = "REJECTED" if phone_number(summary) else self.next_outcome
        language = str(resource.get("languageCode", ""))
        link = _checked_link(resource.get("callToAction"))
        post = SimulatedPost(name, summary, language, now, now, decided_at, outcome, url, link)
        self.next_outcome = "LIVE"
        self.posts[name] = post
        if self.state_of(post) != "REJECTED":
            self._record("published", name, summary)
        return post

    def edit_post(self, post: SimulatedPost, resource: Mapping[str, Any]) -> None:
        """Replace the text of a post."""
        summary = str(resource.get("summary", post.summary))
        self._check_summary(summary)
        if "callToAction" in resource:
            post.link = _checked_link(resource["callToAction"])
        post.summary, post.updated_at = summary, self._now()
        self._record("edited", post.name, summary)

    def delete_post(self, post: SimulatedPost) -> None:
        """Take a post away."""
        del self.posts[post.name]
        self._record("deleted", post.name, post.summary)

    def state_of(self, post: SimulatedPost) -> str:
        """Return what Google says of a post now."""
        return post.outcome if self.clock() >= post.decided_at else "PROCESSING"

    def posts_of(self, place: str) -> Iterator[SimulatedPost]:
        """Yield the posts of a place, newest first."""
        yield from reversed([one for one in self.posts.values() if one.name.startswith(place)])

    # Reviews.

    def add_review(self, place: SimulatedPlace, author: str, stars: int, comment: str) -> str:
        """Let somebody review a place; return the review's name."""
        name = f"{place.whole_name}/reviews/AbFv{next(self._serials)}"
        now = self._now()
        self.reviews[name] = SimulatedReview(name, author, stars, comment, now, now)
        return name

    def edit_review(self, review: SimulatedReview, comment: str, stars: int | None) -> None:
        """Let its author write a review anew."""
        review.comment, review.stars = comment, stars or review.stars
        review.updated_at = self._now() + timedelta(seconds=1)

    def put_reply(self, review: SimulatedReview, comment: str) -> None:
        """Answer a review, or replace the answer."""
        if not comment.strip():
            raise invalid("comment", "The comment is empty")
        if len(comment.encode()) > 4096:
            raise invalid("comment", "The comment is too long")
        kind = "edited" if review.reply else "published"
        is_same = review.reply == comment
        now = self._now()
        review.reply, review.replied_at = comment, now
        review.reply_decided_at = self.clock() + timedelta(seconds=self.deciding_seconds)
        review.reply_outcome, self.next_reply_outcome = self.next_reply_outcome, "APPROVED"
        if not is_same:
            self._record(kind, f"{review.name}/reply", comment)

    def delete_reply(self, review: SimulatedReview) -> None:
        """Take our answer away."""
        self._record("deleted", f"{review.name}/reply", review.reply)
        review.reply, review.replied_at = "", None

    def reply_state_of(self, review: SimulatedReview) -> str:
        """Return what Google says of our answer now."""
        decided_at = review.reply_decided_at
        is_decided = decided_at is None or self.clock() >= decided_at
        return review.reply_outcome if is_decided else "PENDING"

    def reviews_of(self, place: str) -> list[SimulatedReview]:
        """Return the reviews of a place, the last written first."""
        own = [one for one in self.reviews.values() if one.name.startswith(f"{place}/")]
        return sorted(own, key=lambda one: (one.updated_at, one.name), reverse=True)

    # Within.

    def _now(self) -> datetime:
        """Return an instant that nothing else has."""
        return self.clock() + timedelta(microseconds=next(self._serials))

    def _check_summary(self, summary: str) -> None:
        if not summary.strip():
            raise invalid("summary", "The summary is empty")
        if len(summary) > 1500:
            raise invalid("summary", "The summary is too long")

    def _fetch_picture(self, media: list[Mapping[str, Any]]) -> str:
        if not media:
            return ""
        if len(media) > 1:
            raise invalid("media", "Too many media items")
        url = str(media[0].get("sourceUrl", ""))
        _check_picture(_fetched(url))
        return url

    def _record(self, kind: str, name: str, text: str) -> None:
        self._ledger.record(
            Effect(self.clock(), kind, name.partition("/localPosts")[0], name, text)
        )


def invalid(name: str, message: str) -> Refusal:
    """Return a refusal of one field, as the older interface writes it."""
    violation = {"code": 3, "field": name, "message": message}
    kind = "type.googleapis.com/google.mybusiness.v4.ValidationError"
    error = {
        "code": 400,
        "message": "Request contains an invalid argument.",
        "status": "INVALID_ARGUMENT",
        "details": [{"@type": kind, "errorDetails": [violation]}],
    }
    return Refusal(Reply(400, {"error": error}))


def quota_refusal(limit: int) -> Refusal:
    """Return the refusal of a call too many; with a limit of 0 for a project without approval."""
    metadata = {
        "quota_limit_value": str(limit),
        "quota_metric": "mybusiness.googleapis.com/default",
    }
    return refusal(
        429,
        "Quota exceeded for quota metric 'Requests' and limit 'Requests per minute'",
        status="RESOURCE_EXHAUSTED",
        info={"reason": "RATE_LIMIT_EXCEEDED", "domain": "googleapis.com", "metadata": metadata},
    )


def _checked_link(button: Mapping[str, Any] | None) -> str:
    """Return where a button leads. Refuses one that leads nowhere."""
    if button is None:
        return ""
    url = str(button.get("url", ""))
    if not urlsplit(url).netloc or not button.get("actionType"):
        raise invalid("call_to_action.url", "The URL is invalid")
    return url


def _has_room(spent: deque[datetime], allowed: int, now: datetime) -> bool:
    while spent and now - spent[0] >= _MINUTE:
        spent.popleft()
    if len(spent) >= allowed:
        return False
    spent.append(now)
    return True


def _fetched(url: str) -> bytes:
    """Fetch a picture, from this machine alone."""
    split = urlsplit(url)
    if split.scheme not in {"http", "https"} or split.hostname not in {"127.0.0.1", "localhost"}:
        raise invalid("media.source_url", "Fetching the image failed")
    connection = http.client.HTTPConnection(split.netloc, timeout=5)
    try:
        connection.request("GET", split.path)
        answer = connection.getresponse()
        content = answer.read()
    except OSError as error:
        raise invalid("media.source_url", "Fetching the image failed") from error
    finally:
        connection.close()
    if answer.status != 200:
        raise invalid("media.source_url", "Fetching the image failed")
    return content


def _check_picture(content: bytes) -> None:
    is_png, is_jpeg = content.startswith(b"\x89PNG"), content.startswith(b"\xff\xd8")
    least, most = _PICTURE_BYTES
    if not (is_png or is_jpeg) or not least <= len(content) <= most:
        raise invalid("media", "The photo is of another type or size")
    if is_png and min(struct.unpack(">II", content[16:24])) < _SHORT_EDGE_MIN:
        raise invalid("media", "The photo is too small")
