"""The world inside the simulated LinkedIn: people, pages, posts, comments, notifications."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from beffroi.core.clock import Clock
from beffroi.networks.linkedin.simulator_wire import Refused, utf16_length, visible
from beffroi.networks.simulation import Effect, Ledger

TEXT_MAX = 3000
COMMENT_MAX = 1250
_FIRST_NUMBER = 7_400_000_000_000_000_000


@dataclass(frozen=True, slots=True)
class Flavour:
    """How the simulated network behaves now.

    `ghosts_for` is how long the same text is refused, also after its post was deleted;
    `counted_after` is how late statistics are.
    """

    is_version_retired: bool = False
    gives_refresh_tokens: bool = True
    is_development: bool = False
    calls_per_day: int = 100_000
    page_max: int = 100
    repeats_pages: bool = False
    processing: timedelta = timedelta(0)
    processing_fails: bool = False
    ghosts_for: timedelta = timedelta(hours=24)
    counted_after: timedelta = timedelta(days=2)
    shows_created_comments: bool = True
    part_bytes: int = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Organization:
    """A page."""

    urn: str
    name: str
    vanity: str


@dataclass(slots=True)
class SimulatedPost:
    """A post of anybody; `activity` is its other number, by which comments name it."""

    urn: str
    activity: str
    author: str
    commentary: str
    visibility: str
    content: Mapping[str, Any]
    created_at: datetime
    modified_at: datetime
    is_edited: bool = False
    reactions: int = 0
    shares: int = 0
    views: int = 0

    @property
    def text(self) -> str:
        """What people see: cut at the first reserved sign that means nothing."""
        return visible(self.commentary)


@dataclass(slots=True)
class SimulatedComment:
    """A comment, or an answer to one when `parent` is its number."""

    number: str
    post: SimulatedPost
    actor: str
    text: str
    parent: str
    created_at: datetime
    modified_at: datetime

    @property
    def urn(self) -> str:
        """LinkedIn's name of it."""
        return f"urn:li:comment:({self.post.activity},{self.number})"

    @property
    def remote_id(self) -> str:
        """Our own name of it."""
        return f"{self.post.urn}/comments/{self.number}"


@dataclass(frozen=True, slots=True)
class SimulatedNotification:
    """What a page is told."""

    id: int
    organization: str
    action: str
    source: str
    made: str
    at: datetime
    by: str
    text: str


@dataclass(slots=True)
class State:
    """Everything that the simulated network knows, but for apps, tokens and files."""

    flavour: Flavour
    clock: Clock
    ledger: Ledger
    names: dict[str, str] = field(default_factory=dict)
    organizations: dict[str, Organization] = field(default_factory=dict)
    roles: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    posts: dict[str, SimulatedPost] = field(default_factory=dict)
    comments: dict[str, SimulatedComment] = field(default_factory=dict)
    notifications: list[SimulatedNotification] = field(default_factory=list)
    followers: dict[str, list[datetime]] = field(default_factory=dict)
    happened: list[tuple[str, str, datetime]] = field(default_factory=list)
    subscriptions: dict[str, str] = field(default_factory=dict)
    _recent: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    spent: Counter[tuple[str, date]] = field(default_factory=Counter)
    _number: int = _FIRST_NUMBER

    def new_number(self) -> int:
        """Return a number that nothing else has."""
        self._number += 1
        return self._number

    def administers(self, person: str, organization: str) -> bool:
        """Tell whether a person has the role that the interface asks for."""
        return self.roles.get((person, organization)) == ("ADMINISTRATOR", "APPROVED")

    # Posts.

    def publish(
        self, author: str, commentary: str, *, content: Mapping[str, Any], visibility: str
    ) -> SimulatedPost:
        """Make a post visible, unless the very same was posted a moment ago."""
        if utf16_length(visible(commentary)) > TEXT_MAX:
            raise Refused.too_long("commentary")
        now = self.clock()
        print_ = json.dumps([author, commentary, content], sort_keys=True)
        twin, until = self._recent.get(print_, ("", now))
        if twin and now < until:
            raise Refused.duplicate(twin)
        post = self.add_post(author, commentary, content=content, visibility=visibility)
        self._recent[print_] = (post.urn, now + self.flavour.ghosts_for)
        self._record("published", author, post.urn, post.text)
        return post

    def add_post(
        self,
        author: str,
        commentary: str,
        *,
        content: Mapping[str, Any] | None = None,
        visibility: str = "PUBLIC",
    ) -> SimulatedPost:
        """Add a post of anybody."""
        now = self.clock()
        post = SimulatedPost(
            urn=f"urn:li:share:{self.new_number()}",
            activity=f"urn:li:activity:{self.new_number()}",
            author=author,
            commentary=commentary,
            visibility=visibility,
            content=content or {},
            created_at=now,
            modified_at=now,
        )
        self.posts[post.urn] = post
        return post

    def edit_post(self, post: SimulatedPost, commentary: str) -> None:
        """Replace a post's text."""
        if utf16_length(visible(commentary)) > TEXT_MAX:
            raise Refused.too_long("commentary")
        post.commentary, post.modified_at, post.is_edited = commentary, self.clock(), True
        self._record("edited", post.author, post.urn, post.text)

    def delete_post(self, post: SimulatedPost) -> None:
        """Take a post away, and all below it."""
        del self.posts[post.urn]
        for comment in [one for one in self.comments.values() if one.post is post]:
            self.comments.pop(comment.number, None)
        self._record("deleted", post.author, post.urn, post.text)

    def find_post(self, urn: str) -> SimulatedPost:
        """Return a post by one of its names. Refuses with a 404."""
        for post in self.posts.values():
            if urn in {post.urn, post.activity}:
                return post
        raise Refused(404, "NOT_FOUND", "Entity not found")

    # Comments.

    def comment(
        self, actor: str, post: SimulatedPost, text: str, *, parent: str = ""
    ) -> SimulatedComment:
        """Add a comment, or an answer to the comment numbered `parent`; tell the page."""
        if utf16_length(text) > COMMENT_MAX:
            raise Refused.too_long("message/text")
        above = self.comments.get(parent)
        if parent and (above is None or above.post is not post):
            raise Refused(404, "NOT_FOUND", "Parent comment not found")
        if above is not None and above.parent:
            raise Refused(400, "INVALID_PARENT", "A reply cannot be replied to")
        now = self.clock()
        number = str(self.new_number())
        comment = SimulatedComment(number, post, actor, text, parent, now, now)
        self.comments[number] = comment
        is_ours = actor == post.author
        self._tell("ADMIN_COMMENT" if is_ours else "COMMENT", comment)
        self.happened.append(("comment", post.author, now))
        if actor in self.organizations:
            self._record("published", actor, comment.remote_id, text)
        return comment

    def edit_comment(self, comment: SimulatedComment, text: str) -> None:
        """Replace a comment's text."""
        comment.text, comment.modified_at = text, self.clock()
        self._tell("COMMENT_EDIT", comment)
        if comment.actor in self.organizations:
            self._record("edited", comment.actor, comment.remote_id, text)

    def delete_comment(self, comment: SimulatedComment) -> None:
        """Take a comment away, and the answers to it."""
        gone = [comment, *self.answers(comment.number)]
        for one in gone:
            self.comments.pop(one.number, None)
        self._tell("COMMENT_DELETE", comment)
        self._record("deleted", comment.actor, comment.remote_id, comment.text)

    def top_comments(self, post: SimulatedPost) -> list[SimulatedComment]:
        """Return what stands directly under a post, in order."""
        return [one for one in self.comments.values() if one.post is post and not one.parent]

    def answers(self, number: str) -> list[SimulatedComment]:
        """Return what stands under a comment, in order."""
        return [one for one in self.comments.values() if one.parent == number]

    def find_comment(self, post: SimulatedPost, number: str) -> SimulatedComment:
        """Return one comment of a post. Refuses with a 404."""
        comment = self.comments.get(number)
        if comment is None or comment.post is not post:
            raise Refused(404, "NOT_FOUND", "Comment not found")
        return comment

    def resolve(self, urn: str) -> tuple[SimulatedPost, SimulatedComment | None]:
        """Return what a thread's URN means: a post, or a comment and its post."""
        if not urn.startswith("urn:li:comment:("):
            return self.find_post(urn), None
        thread, _, number = urn.removeprefix("urn:li:comment:(").rstrip(")").partition(",")
        post = self.find_post(thread)
        return post, self.find_comment(post, number)

    # Telling.

    def mention(self, author: str, commentary: str, organization: str) -> SimulatedPost:
        """Let somebody post something that mentions a page."""
        post = self.add_post(author, commentary)
        self._notify(organization, "SHARE_MENTION", post.urn, post.urn, author, post.text)
        return post

    def of_organization(self, organization: str) -> Iterator[SimulatedNotification]:
        """Yield what a page was told, newest first."""
        return (one for one in reversed(self.notifications) if one.organization == organization)

    def _tell(self, action: str, comment: SimulatedComment) -> None:
        post = comment.post
        if post.author in self.organizations:
            self._notify(post.author, action, post.urn, comment.urn, comment.actor, comment.text)

    def _notify(self, page: str, action: str, source: str, made: str, by: str, text: str) -> None:
        self.notifications.append(
            SimulatedNotification(
                id=self.new_number() % 10**9,
                organization=page,
                action=action,
                source=source,
                made=made,
                at=self.clock(),
                by=by,
                text=text,
            )
        )

    def _record(self, kind: str, account: str, remote_id: str, text: str) -> None:
        self.ledger.record(Effect(self.clock(), kind, account, remote_id, text))


#: Makes a fresh state with its people and pages.
Settle = Callable[[State], None]
