"""What there is on the simulated Facebook: Pages, posts, comments, files, messages, people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count

from beffroi.core.clock import Clock
from beffroi.networks.simulation import Effect, Ledger

#: How long after what they wrote last a person may be answered.
WINDOW = timedelta(hours=24)
#: How many messages of a conversation can be read.
MESSAGES_TOLD = 20


@dataclass(slots=True)
class Person:
    """Somebody else, with the id by which the Page may write to them."""

    id: str
    name: str
    page_scoped_id: str


@dataclass(slots=True)
class SimulatedPage:
    """A Page that the person manages, as far as `tasks` go; perhaps of a business portfolio."""

    id: str
    name: str
    username: str
    tasks: tuple[str, ...] = ("CREATE_CONTENT", "MODERATE", "MESSAGING", "ANALYZE", "MANAGE")
    is_of_a_business: bool = False


@dataclass(slots=True)
class Photo:
    """A photo; nobody sees it before it stands in a post."""

    id: str
    content: bytes
    alt_text: str


@dataclass(slots=True)
class Video:
    """A video on its way. `door` is the edge by which it comes."""

    id: str
    door: str
    size: int = 0
    content: bytes = b""
    is_whole: bool = False
    description: str = ""
    finished_at: datetime | None = None
    ready_at: datetime | None = None
    post_id: str = ""
    has_failed: bool = False


@dataclass(slots=True)
class Post:
    """A post, of a Page or of a person. `place` is feed, story or tagged."""

    id: str
    author_id: str
    message: str
    created_at: datetime
    place: str = "feed"
    link: str = ""
    photo_ids: tuple[str, ...] = ()
    video_id: str = ""
    is_hidden: bool = False


@dataclass(slots=True)
class Comment:
    """A comment. `parent_id` is the comment that it answers, "" right under the post."""

    id: str
    post_id: str
    parent_id: str
    author_id: str
    message: str
    created_at: datetime
    photo_id: str = ""
    is_hidden: bool = False


@dataclass(slots=True)
class Message:
    """A private message between a person and a Page."""

    id: str
    page_id: str
    person_id: str
    author_id: str
    text: str
    created_at: datetime


@dataclass(slots=True)
class Rating:
    """A recommendation, and the story that carries it."""

    story_id: str
    page_id: str
    author_id: str
    is_positive: bool
    text: str
    created_at: datetime


@dataclass
class World:
    """Everything. Nothing in it knows HTTP."""

    clock: Clock
    ledger: Ledger
    pages: dict[str, SimulatedPage] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)
    comments: dict[str, Comment] = field(default_factory=dict)
    photos: dict[str, Photo] = field(default_factory=dict)
    videos: dict[str, Video] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)
    ratings: list[Rating] = field(default_factory=list)
    #: Which Page blocks whom, by the id that it has for them.
    blocked: set[tuple[str, str]] = field(default_factory=set)
    subscriptions: dict[str, tuple[str, ...]] = field(default_factory=dict)
    #: What insights tell: by node and metric, then by day; a lifetime's value is under None.
    insights: dict[tuple[str, str], dict[date | None, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._ids = count(7001)

    def new_id(self) -> str:
        """Return a fresh number, later ones greater."""
        return f"1220{next(self._ids):011d}"

    def name_of(self, account_id: str) -> str:
        """Return the name of a Page or of a person."""
        if account_id in self.pages:
            return self.pages[account_id].name
        people = {one.id: one for one in self.people.values()}
        people |= {one.page_scoped_id: one for one in self.people.values()}
        return people[account_id].name if account_id in people else ""

    def known_as(self, person_id: str) -> Person | None:
        """Return whom a Page calls so, in comments or in messages."""
        people = self.people.values()
        return next((one for one in people if person_id in (one.id, one.page_scoped_id)), None)

    def blocks(self, page_id: str, person: Person) -> bool:
        """Tell whether a Page keeps somebody away."""
        return any((page_id, known) in self.blocked for known in (person.id, person.page_scoped_id))

    def publish(self, page_id: str, message: str, *, place: str = "feed", **more: object) -> Post:
        """Make a post of a Page visible."""
        post = self._add(page_id, page_id, message, place=place, **more)
        self.record("published", post.author_id, post.id, message)
        return post

    def write(self, page_id: str, author_id: str, message: str, *, place: str) -> Post:
        """Let a person write on a Page (`feed`), or about it on a page of their own (`tagged`)."""
        owner = page_id if place == "feed" else author_id
        return self._add(owner, author_id, message, place=place)

    def comment(
        self, place_id: str, author_id: str, message: str, *, photo_id: str = ""
    ) -> Comment:
        """Comment a post, or answer a comment; an answer to an answer stands beside it."""
        above = self.comments.get(place_id)
        post = self.posts[above.post_id if above else place_id]
        comment = Comment(
            id=f"{post.id.partition('_')[2]}_{self.new_id()}",
            post_id=post.id,
            parent_id=(above.parent_id or above.id) if above else "",
            author_id=author_id,
            message=message,
            created_at=self.clock(),
            photo_id=photo_id,
        )
        self.comments[comment.id] = comment
        if author_id in self.pages:
            self.record("published", author_id, comment.id, message)
        return comment

    def send(self, page_id: str, person: Person, text: str, *, is_ours: bool) -> Message:
        """Send a private message, either way."""
        author_id = page_id if is_ours else person.page_scoped_id
        message = Message(
            id=f"m_{self.new_id()}",
            page_id=page_id,
            person_id=person.page_scoped_id,
            author_id=author_id,
            text=text,
            created_at=self.clock(),
        )
        self.messages.append(message)
        if is_ours:
            self.record("published", page_id, message.id, text)
        return message

    def conversations(self, page_id: str) -> list[list[Message]]:
        """Return conversations, the last moved first, each with its newest message first."""
        ours = [one for one in self.messages if one.page_id == page_id]
        people = {one.person_id for one in ours}
        found = [[one for one in ours if one.person_id == person][::-1] for person in people]
        return sorted(found, key=lambda one: (one[0].created_at, one[0].id), reverse=True)

    def told_messages(self) -> dict[str, Message]:
        """Return the messages that are told: of each conversation, the newest ones alone."""
        pages = [self.conversations(page_id) for page_id in self.pages]
        newest = [one[:MESSAGES_TOLD] for conversations in pages for one in conversations]
        return {message.id: message for told in newest for message in told}

    def may_answer(self, page_id: str, person_id: str) -> bool:
        """Tell whether the person wrote within the last day."""
        theirs = [
            one.created_at
            for one in self.messages
            if (one.page_id, one.author_id) == (page_id, person_id)
        ]
        return bool(theirs) and self.clock() - max(theirs) <= WINDOW

    def remove(self, node_id: str) -> bool:
        """Take away a post, a video or a comment, with what is under it. False: it is not there."""
        if node_id in self.videos:
            post_id = self.videos.pop(node_id).post_id
            return self.remove(post_id) or True
        if node_id in self.posts:
            post = self.posts.pop(node_id)
            self.record("deleted", post.author_id, post.id, post.message)
            self._drop_comments(lambda one: one.post_id == node_id)
            return True
        if node_id in self.comments:
            del self.comments[node_id]
            self._drop_comments(lambda one: one.parent_id == node_id)
            return True
        return False

    def under(self, place_id: str, *, is_stream: bool) -> list[Comment]:
        """Return the comments of a post, or the answers to a comment, oldest first."""
        if place_id in self.comments:
            return [one for one in self.comments.values() if one.parent_id == place_id]
        return [
            one
            for one in self.comments.values()
            if one.post_id == place_id and (is_stream or not one.parent_id)
        ]

    def settle_videos(self) -> None:
        """Show every video whose time has come."""
        for video in self.videos.values():
            is_due = video.ready_at is not None and video.ready_at <= self.clock()
            if is_due and not video.has_failed and video.post_id not in self.posts:
                self._show(video)

    def record(self, kind: str, account: str, remote_id: str, text: str) -> None:
        """Write down what the public could see."""
        self.ledger.record(
            Effect(at=self.clock(), kind=kind, account=account, remote_id=remote_id, text=text)
        )

    def _show(self, video: Video) -> None:
        page_id = video.post_id.partition("_")[0]
        place = "story" if video.door == "video_stories" else "feed"
        self.publish(page_id, video.description, place=place, id=video.post_id, video_id=video.id)
        video.ready_at = None

    def _add(
        self, owner_id: str, author_id: str, message: str, *, place: str, **more: object
    ) -> Post:
        post = Post(
            id=str(more.pop("id", "")) or f"{owner_id}_{self.new_id()}",
            author_id=author_id,
            message=message,
            created_at=self.clock(),
            place=place,
        )
        for name, value in more.items():
            setattr(post, name, value)
        self.posts[post.id] = post
        return post

    def _drop_comments(self, is_it: Callable[[Comment], bool]) -> None:
        gone = [one.id for one in self.comments.values() if is_it(one)]
        for one in gone:
            self.comments.pop(one, None)


def settle(clock: Clock, ledger: Ledger) -> World:
    """Return a new world: Atelier Martin with two Pages, and two people."""
    world = World(clock=clock, ledger=ledger)
    for page in (
        SimulatedPage("104000000000001", "Atelier Martin", "ateliermartin"),
        SimulatedPage("104000000000002", "Atelier Martin Lyon", "ateliermartinlyon"),
    ):
        world.pages[page.id] = page
    world.people["zoe"] = Person("770000000000001", "Zoé Lambert", "2480000000000001")
    world.people["remi"] = Person("770000000000002", "Rémi Colin", "2480000000000002")
    return world
