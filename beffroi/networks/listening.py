"""What anybody can read on a network: the values that cross the port, and who offers them.

A stream tells everything as it happens, and is asked to keep what somebody looks for. A source is
read now and then: a feed, a hashtag, words, an account. What both tell is a hint until the network
itself was asked for the post (`PublicLookup`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol, runtime_checkable

from beffroi.networks.contracts import Author, Counters, DeveloperApp, MediaKind
from beffroi.networks.declarations import Cost, SourceKind

#: Which watches a text matches: its words and its language in, their keys out.
Match = Callable[[str, str], Collection[int]]
#: So many hashtags are asked for in a stream.
TOPICS_MAX = 10


@dataclass(frozen=True, slots=True)
class PublicPost:
    """What somebody shows to everybody. Names and words come from strangers: hostile.

    `language` is a BCP 47 tag, or empty. `repeats` is the id of a post that it shares without a
    word of its own, `answers` that of a post that it answers. `followers` and `counters` are None
    where they are not told. `whole` is all that it says where `text` only quotes it: to be matched,
    never kept. `server` is the origin of the server whose ids these are, "" where an id means the
    same post and the same account everywhere.
    """

    network: str
    remote_id: str
    author: Author
    text: str
    url: str
    written_at: datetime
    language: str = ""
    edited_at: datetime | None = None
    repeats: str = ""
    followers: int | None = None
    counters: Counters | None = None
    media: tuple[MediaKind, ...] = ()
    whole: str = field(default="", repr=False)
    answers: str = ""
    server: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """A post of a stream, and the watches that it matches; an edit is told even if none does."""

    post: PublicPost
    keys: Collection[int]


@dataclass(frozen=True, slots=True)
class AccountState:
    """An account was closed, suspended or taken down, or is back."""

    account_id: str
    is_active: bool


@dataclass(frozen=True, slots=True)
class Batch:
    """What a stream told since the last one; kept together with `cursor`, or not at all.

    `removed` are ids of posts, of which most were never ours. These and closed accounts take back
    what was kept before; `heard` holds only what was told after. `cursor` is opaque, safe to store.
    `told_at` is when the stream told the last of it, None when it told nothing. `events` are all
    that were read, `unreadable` those that were no events. `missed` is told once, by a stream that
    no longer had what was told between two instants, and went on all the same.
    """

    heard: Sequence[Heard]
    removed: Sequence[str]
    accounts: Sequence[AccountState]
    cursor: str
    told_at: datetime | None
    events: int
    unreadable: int = 0
    missed: tuple[datetime, datetime] | None = None


@dataclass(frozen=True, slots=True)
class PublicPage:
    """What a source showed, in any order, and what to hand in at the next reading.

    `state` is opaque, safe to store, and may hold nothing secret. `next_in` is when the source
    wants to be read again, None where it does not say; `skip_hours` are those of the day, in UTC,
    in which it wants to be left alone. `moved_to` is its address from now on, `title` what it calls
    itself; both are "" where nothing is told.
    """

    posts: Sequence[PublicPost]
    state: str
    next_in: timedelta | None = None
    skip_hours: Collection[int] = ()
    moved_to: str = ""
    title: str = ""
    costs: Sequence[Cost] = ()


@runtime_checkable
class PublicStream(Protocol):
    """`Listening.stream`: of the network as such, or of a channel."""

    def stream(
        self, *, match: Match, cursor: str, topics: Sequence[str], is_over: Callable[[], bool]
    ) -> Iterator[Batch]:
        """Yield a batch each second at least, also an empty one, until `is_over`.

        `cursor` is that of the last batch kept, "" for now. What was told shortly before it comes
        again. `topics` are hashtags, TOPICS_MAX at most and the most wanted first, for streams
        that tell nothing else; some have room for fewer, others ignore them.
        Raises a NetworkError when the connection ends, CursorTooOld when nothing can be told from
        there on; a stream that goes on with a hole says so in a batch.
        """
        ...


@runtime_checkable
class PublicReader(Protocol):
    """`Listening.sources`: of the network as such, or of a channel, by kind."""

    def read_public(self, kind: SourceKind, subject: str, *, state: str) -> PublicPage:
        """Return what is new of a source since `state`, "" at first: one page or a few.

        Raises ContentRefused for a subject that cannot be one, NotFound when it is not there now,
        SourceGone when it says that it is no more.
        """
        ...


@runtime_checkable
class SourceSubscriber(Protocol):
    """A network as such, of whose sources others can tell at once, as hubs do.

    What is agreed with them stands in the place of a developer app, as at the door of a channel
    (`DoorOwner`), and is kept before they are told of it by `subscribe_to`: they may check at once.
    What they tell is a `WebhookReceiver`'s to read.
    """

    def agree_on(self, state: str, former: DeveloperApp | None) -> DeveloperApp | None:
        """Return what to agree on about a source, by the state that its last reading left.

        Goes on with `former`; None when nobody tells of it. Pure.
        """
        ...

    def part_from(self, former: DeveloperApp) -> DeveloperApp:
        """Return what to agree on in order to be told no more. Pure."""
        ...

    def subscribe_to(self, agreed: DeveloperApp, *, callback_url: str) -> None:
        """Ask for what was agreed. Free to repeat."""
        ...


@runtime_checkable
class PublicLookup(Protocol):
    """`Listening.lookup`: of the network as such, or of a channel."""

    def look_up(self, remote_ids: Sequence[str]) -> Mapping[str, PublicPost | None]:
        """Return posts as the network shows them now, None for what is gone."""
        ...
