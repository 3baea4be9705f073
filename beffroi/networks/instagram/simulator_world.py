"""What a simulated Instagram holds and refuses: people, containers, posts, comments, messages.

Built from https://developers.facebook.com/docs/instagram-platform/ (read on 2026-11-22). No HTTP.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from beffroi.core.clock import Clock
from beffroi.networks.families.graph.simulator_wire import Refused, invalid, missing
from beffroi.networks.instagram.text import COMMENT_MAX, units
from beffroi.networks.simulation import Effect, Ledger

CONTAINER_LIFE = timedelta(hours=24)
DAY = timedelta(hours=24)
#: What ids begin with.
PERSON, SCOPED, CONTAINER, MEDIA, COMMENT = "17841", "8800", "179", "180", "1785"


@dataclass
class Person:
    """Somebody with an account. `scoped_id` is who they are to us, in comments and messages."""

    id: str
    scoped_id: str
    username: str
    name: str


@dataclass
class Container:
    """A post, or a part of one, that waits. `failure` is the subcode it ends with, 0: none."""

    id: str
    kind: str  # IMAGE, VIDEO, REELS, STORIES or CAROUSEL
    caption: str
    alt_texts: tuple[str, ...]
    is_part: bool
    made_at: datetime
    ready_at: datetime
    children: tuple[str, ...] = ()
    failure: int = 0
    media_id: str = ""


@dataclass
class Media:
    """A post that people see."""

    id: str
    owner_id: str
    caption: str
    product: str  # FEED, REELS or STORY
    kind: str  # IMAGE, VIDEO or CAROUSEL_ALBUM
    alt_texts: tuple[str, ...]
    at: datetime
    shortcode: str
    tagged: tuple[str, ...] = ()
    likers: set[str] = field(default_factory=set)
    insights: dict[str, int] = field(default_factory=dict)


@dataclass
class Comment:
    """What somebody said under a post. `above` is the comment that it answers."""

    id: str
    media_id: str
    author_id: str
    text: str
    at: datetime
    above: str = ""
    is_hidden: bool = False


@dataclass
class Message:
    """One private message between two people."""

    id: str
    from_id: str
    to_id: str
    text: str
    at: datetime


@dataclass
class Habits:
    """What may be changed at any time, also over the control door.

    `processing_seconds` is how long a container takes; `fails_with` the subcode that the next ones
    end with; `publish_reply` the code and subcode answered to a publication that did take place.
    """

    processing_seconds: float = 0.0
    fails_with: int = 0
    publish_reply: tuple[int, int] | None = None
    posts_a_day: int = 100
    omits_from: bool = False
    drops_at_signs: bool = False
    has_few_viewers: bool = False
    has_no_insights: bool = False
    lists_late_seconds: float = 0.0
    statuses_unknown: bool = False


class World:
    """All of it. Ids only grow."""

    def __init__(self, *, clock: Clock, ledger: Ledger) -> None:
        self.habits = Habits()
        self.people: dict[str, Person] = {}
        self.containers: dict[str, Container] = {}
        self.media: dict[str, Media] = {}
        self.comments: dict[str, Comment] = {}
        self.messages: dict[str, Message] = {}
        self.published_at: list[datetime] = []
        self.daily: dict[tuple[str, date], int] = {}
        self._clock = clock
        self._ledger = ledger
        self._serials = itertools.count(1)

    def new_id(self, prefix: str) -> str:
        """Return an id that nothing has. Its first digits say what it is of, here alone."""
        return f"{prefix}{next(self._serials):012}"

    def now(self) -> datetime:
        """Tell the simulated time."""
        return self._clock()

    def add_person(self, username: str, *, name: str) -> Person:
        """Let somebody exist."""
        person = Person(self.new_id(PERSON), self.new_id(SCOPED), username, name)
        self.people[person.id] = person
        return person

    def by_scoped_id(self, scoped_id: str) -> Person:
        """Return who has this id in messages."""
        for person in self.people.values():
            if person.scoped_id == scoped_id:
                return person
        raise Refused(100, "The requested user cannot be found.", subcode=2534014)

    # Containers.

    def hold(
        self,
        *,
        kind: str,
        caption: str,
        alt_texts: Sequence[str],
        is_part: bool,
        children: Sequence[str] = (),
    ) -> Container:
        """Make a container."""
        now, habits = self._clock(), self.habits
        container = Container(
            id=self.new_id(CONTAINER),
            kind=kind,
            caption=caption,
            alt_texts=tuple(alt_texts),
            is_part=is_part,
            made_at=now,
            ready_at=now + timedelta(seconds=habits.processing_seconds),
            children=tuple(children),
            failure=habits.fails_with,
        )
        self.containers[container.id] = container
        return container

    def status_of(self, container: Container) -> str:
        """Return where a container stands."""
        if container.media_id:
            return "PUBLISHED"
        if self._clock() - container.made_at >= CONTAINER_LIFE:
            return "EXPIRED"
        if self._clock() < container.ready_at:
            return "IN_PROGRESS"
        return "ERROR" if container.failure else "FINISHED"

    def parts(self, ids: Sequence[str]) -> list[Container]:
        """Return the parts of a carousel. Refuses what is no part, or is not ready."""
        if not 2 <= len(ids) <= 10:
            message = "The carousel must have between 2 and 10 children"
            raise Refused(100, message, subcode=2207028)
        found = []
        for one in ids:
            part = self.containers.get(one)
            if part is None or not part.is_part:
                raise Refused(24, "The requested resource does not exist", subcode=2207006)
            self._check_ready(part)
            found.append(part)
        return found

    def publish(self, owner: Person, container_id: str) -> Media:
        """Make a container visible, once."""
        container = self.containers.get(container_id)
        if container is None or container.is_part or container.media_id:
            raise Refused(24, "The requested resource does not exist", subcode=2207006)
        self._check_ready(container)
        if self.quota_used() >= self.habits.posts_a_day:
            message = "You reached maximum number of posts that is allowed"
            raise Refused(9, message, subcode=2207042)
        product = {"REELS": "REELS", "STORIES": "STORY"}.get(container.kind, "FEED")
        kinds = {"CAROUSEL": "CAROUSEL_ALBUM", "REELS": "VIDEO"}
        media = self.add_media(
            owner,
            caption=container.caption,
            product=product,
            kind=kinds.get(container.kind, "IMAGE"),
            alt_texts=container.alt_texts,
        )
        container.media_id = media.id
        self.published_at.append(media.at)
        self._record("published", owner, media.id, media.caption)
        return media

    def quota_used(self) -> int:
        """Return how many posts were published in the last day."""
        now = self._clock()
        return sum(now - at < DAY for at in self.published_at)

    def _check_ready(self, container: Container) -> None:
        status = self.status_of(container)
        if status == "IN_PROGRESS":
            raise Refused(9007, "Media ID is not available", subcode=2207027)
        if status == "EXPIRED":
            raise Refused(24, "Media builder does not exist or has expired", subcode=2207008)
        if status == "ERROR":
            raise Refused(-1, "Create media fail", subcode=2207032)

    # Posts.

    def add_media(
        self,
        owner: Person,
        *,
        caption: str,
        product: str = "FEED",
        kind: str = "IMAGE",
        alt_texts: Sequence[str] = (),
        tagged: Sequence[str] = (),
    ) -> Media:
        """Let a post be there."""
        media_id = self.new_id(MEDIA)
        media = Media(
            id=media_id,
            owner_id=owner.id,
            caption=caption,
            product=product,
            kind=kind,
            alt_texts=tuple(alt_texts),
            at=self._clock(),
            shortcode=f"C{media_id[-8:]}",
            tagged=tuple(tagged),
        )
        self.media[media_id] = media
        return media

    def remove_media(self, media_id: str) -> None:
        """Take a post away, and all that is under it."""
        media = self.media.pop(media_id)
        for comment in self.under(media_id):
            del self.comments[comment.id]
        self._record("deleted", self.people[media.owner_id], media_id, media.caption)

    def posts_of(self, owner: Person) -> list[Media]:
        """Return somebody's posts, newest first."""
        own = [one for one in self.media.values() if one.owner_id == owner.id]
        return sorted(own, key=lambda one: (one.at, one.id), reverse=True)

    def post(self, media_id: str, viewer: Person) -> Media:
        """Return a post of `viewer`: those of others are not told."""
        media = self.media.get(media_id)
        if media is None or media.owner_id != viewer.id:
            raise missing(media_id)
        return media

    # Comments.

    def under(self, media_id: str) -> list[Comment]:
        """Return every comment under a post, newest first."""
        found = [one for one in self.comments.values() if one.media_id == media_id]
        return sorted(found, key=lambda one: (one.at, one.id), reverse=True)

    def answers(self, comment_id: str) -> list[Comment]:
        """Return what answers a comment, oldest first."""
        found = [one for one in self.comments.values() if one.above == comment_id]
        return sorted(found, key=lambda one: (one.at, one.id))

    def say(self, author: Person, media_id: str, text: str, *, below: str = "") -> Comment:
        """Write a comment; one below an answer stands beside it."""
        if units(text) > COMMENT_MAX:
            raise invalid("The comment is too long")
        if below:
            below = self.comments[below].above or below
            if self.comments[below].is_hidden:
                raise invalid("A hidden comment cannot be answered")
        comment = Comment(self.new_id(COMMENT), media_id, author.id, text, self._clock(), below)
        self.comments[comment.id] = comment
        self._record("published", author, comment.id, text)
        return comment

    def comment(self, comment_id: str, viewer: Person) -> Comment:
        """Return a comment under a post of `viewer`, or written by them."""
        comment = self.comments.get(comment_id)
        if comment is None:
            raise missing(comment_id)
        media = self.media[comment.media_id]
        if viewer.id not in {media.owner_id, comment.author_id}:
            raise missing(comment_id)
        return comment

    def unsay(self, comment_id: str) -> None:
        """Take a comment away, and what answers it."""
        comment = self.comments.pop(comment_id)
        for answer in self.answers(comment_id):
            del self.comments[answer.id]
        self._record("deleted", self.people[comment.author_id], comment_id, comment.text)

    # Messages.

    def write(self, author: Person, to: Person, text: str) -> Message:
        """Send a private message."""
        message = Message(self.new_id("aWdfZAG1f"), author.id, to.id, text, self._clock())
        self.messages[message.id] = message
        return message

    def between(self, one: Person, other: Person) -> list[Message]:
        """Return the messages between two people, newest first."""
        pair = {one.id, other.id}
        found = [m for m in self.messages.values() if {m.from_id, m.to_id} == pair]
        return sorted(found, key=lambda m: (m.at, m.id), reverse=True)

    def _record(self, kind: str, author: Person, remote_id: str, text: str) -> None:
        self._ledger.record(Effect(self._clock(), kind, author.username, remote_id, text))
