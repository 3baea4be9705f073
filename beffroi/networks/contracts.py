"""Values that cross the border between Beffroi and a social network.

Frozen dataclasses only: no Django, no HTTP, so every test can build them. Datetimes are aware
UTC, remote ids are opaque text, texts are plain text (never HTML), None means unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import Enum


class Capability(Enum):
    """What a network lets us do through its interface today."""

    CONNECT_WITH_PASSWORD = "connect_with_password"  # noqa: S105 - a way to connect
    CONNECT_WITH_OAUTH = "connect_with_oauth"
    PUBLISH = "publish"
    FIND = "find"
    READ_FEEDBACK = "read_feedback"
    READ_COUNTERS = "read_counters"
    DELETE = "delete"
    EDIT = "edit"
    BEAR_LINK_CARD = "bear_link_card"


class FeedbackKind(Enum):
    """What the network calls it is translated to one of these."""

    REPLY = "reply"
    MENTION = "mention"


@dataclass(frozen=True, slots=True)
class Access:
    """What lets us act on one channel, already decrypted.

    `origin` is the server's scheme, host and port, without a trailing slash. `account_id` is the
    network's own id (a DID, an account number as text). `secrets` holds tokens by name.
    """

    origin: str
    account_id: str
    secrets: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Profile:
    """Who we are on the network."""

    account_id: str
    handle: str
    display_name: str
    url: str


@dataclass(frozen=True, slots=True)
class Connection:
    """The result of a successful connection: who, and with what access."""

    profile: Profile
    access: Access = field(repr=False)


@dataclass(frozen=True, slots=True)
class DeveloperApp:
    """Our registration with one server; per installation and, on Mastodon, per instance."""

    origin: str
    client_id: str
    client_secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of a network or of one server of it, with where and when they were read.

    `text_max` is in the network's own unit (see its `count_text`); sizes are in bytes;
    `slowest_commit` is how long after our call the network may still make it visible.
    """

    text_max: int
    images_max: int
    image_bytes_max: int
    image_types: frozenset[str]
    alt_text_max: int
    source_url: str
    checked_on: date
    slowest_commit: timedelta
    image_pixels_max: int | None = None
    link_length: int | None = None


@dataclass(frozen=True, slots=True)
class TextCount:
    """How much of the network's limit a text uses, in the network's own unit."""

    used: int
    limit: int

    @property
    def excess(self) -> int:
        """How many units too many, 0 when the text fits."""
        return max(0, self.used - self.limit)


@dataclass(frozen=True, slots=True)
class OutgoingImage:
    """One picture to upload: re-encoded bytes without metadata, and its size in pixels."""

    content: bytes = field(repr=False)
    media_type: str
    width: int
    height: int
    alt_text: str


@dataclass(frozen=True, slots=True)
class UploadedImage:
    """A picture that the network holds. `handle` is the network's own, as JSON text."""

    handle: str
    width: int
    height: int
    alt_text: str


@dataclass(frozen=True, slots=True)
class LinkCard:
    """The preview that a network shows under a link, where we must build it ourselves."""

    url: str
    title: str
    description: str
    thumbnail: UploadedImage | None = None


@dataclass(frozen=True, slots=True)
class ReplyTarget:
    """What we answer to. `context` is the adapter's own, as it gave it with the feedback."""

    remote_id: str
    author_handle: str
    context: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OutgoingPost:
    """One thing to make visible, identical at every try.

    `marker` is the idempotency key or record id that `choose_marker` gave; it is stored before the
    first call. `written_at` is the date that the post carries.
    """

    text: str
    marker: str
    written_at: datetime
    language: str
    images: tuple[UploadedImage, ...] = ()
    link_card: LinkCard | None = None
    reply_to: ReplyTarget | None = None
    visibility: str = "public"
    content_warning: str = ""


@dataclass(frozen=True, slots=True)
class PublishedPost:
    """The network's proof: its own id and the public address."""

    remote_id: str
    url: str


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote to us. Names come from strangers: hostile until escaped."""

    account_id: str
    handle: str
    display_name: str


@dataclass(frozen=True, slots=True)
class IncomingFeedback:
    """A reply or mention as the network shows it now.

    `root_id` groups what belongs to one conversation. `reply_context` is what the adapter needs to
    answer it later. `is_ours` is true for what the channel itself wrote.
    """

    remote_id: str
    kind: FeedbackKind
    author: Author
    text: str
    created_at: datetime
    url: str
    root_id: str
    parent_id: str | None = None
    edited_at: datetime | None = None
    is_ours: bool = False
    is_private: bool = False
    reply_context: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FeedbackPage:
    """One page of feedback, oldest first, and where the next one begins.

    `cursor` is opaque, safe to store, and repeats nothing that it has passed except an overlap.
    `has_more` says that another page is ready now.
    """

    items: tuple[IncomingFeedback, ...]
    cursor: str
    has_more: bool


@dataclass(frozen=True, slots=True)
class Counters:
    """Public counters of one post. None: this network does not tell."""

    likes: int | None
    shares: int | None
    replies: int | None
    quotes: int | None
