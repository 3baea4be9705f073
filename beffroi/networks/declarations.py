"""What a network says of itself: abilities, limits, prices, and what its rules allow with data.

Pure values, each with where and when it was read. Pages, checks and the table of capabilities
are made of these alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum

from beffroi.networks.contracts import FeedbackKind, MediaKind, PostFormat


class Capability(Enum):
    """What a network lets us do through its interface today."""

    CONNECT_WITH_PASSWORD = "connect_with_password"  # noqa: S105 - a way to connect
    CONNECT_WITH_OAUTH = "connect_with_oauth"
    CONNECT_WITH_ADDRESS = "connect_with_address"
    REGISTER_APP = "register_app"
    PUBLISH = "publish"
    PREPARE = "prepare"
    FIND = "find"
    CHECK_FATE = "check_fate"
    READ_FEEDBACK = "read_feedback"
    HIDE_FEEDBACK = "hide_feedback"
    REMOVE_FEEDBACK = "remove_feedback"
    REPORT_FEEDBACK = "report_feedback"
    BLOCK_AUTHOR = "block_author"
    RECEIVE_WEBHOOKS = "receive_webhooks"
    SUBSCRIBE = "subscribe"
    RECEIVE_WITHDRAWALS = "receive_withdrawals"
    OWN_DOOR = "own_door"
    READ_COUNTERS = "read_counters"
    READ_CHANNEL_COUNTERS = "read_channel_counters"
    DELETE = "delete"
    EDIT = "edit"
    BEAR_LINK_CARD = "bear_link_card"
    DIAGNOSE = "diagnose"
    PRICED = "priced"


class SourceKind(Enum):
    """What of a network is read now and then, where anybody can read it."""

    FEED = "feed"  # an address
    HASHTAG = "hashtag"  # a word, without its sign
    SEARCH = "search"  # words
    ACCOUNT = "account"  # what one account shows to everybody


class Through(Enum):
    """Who reads what is public: the network as such, or a channel with its access."""

    NETWORK = "network"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Listening:
    """What of what anybody can read there is read, and through whom (see `listening.py`).

    `is_closed`: the vendor lets no program search the words that people write there. `post_ids` is
    how the ids of an account's posts begin where they name it, with `{account}` in its place.
    """

    stream: Through | None = None
    lookup: Through | None = None
    sources: Mapping[SourceKind, Through] = field(default_factory=dict)
    is_closed: bool = False
    post_ids: str = ""


class Verification(Enum):
    """How what we say of a network was verified. Nothing more may be claimed anywhere."""

    REAL_SERVER = "real_server"  # the contract tests pass against its own software
    VENDOR_SPECIFICATION = "vendor_specification"  # requests and answers fit its machine-read file
    DOCUMENTATION = "documentation"  # a simulator built from what the vendor writes


class Gate(Enum):
    """What must be had before a network can be used at all."""

    OPEN = "open"  # an account
    OWN_APP = "own_app"  # a developer app that the company makes itself, at once
    OWN_APP_THEN_REVIEW = "own_app_then_review"  # the same; the vendor must approve part of it
    APPROVAL_FIRST = "approval_first"  # nothing works before the vendor has said yes
    PAID = "paid"  # an app of one's own, and each call costs


@dataclass(frozen=True, slots=True)
class VideoLimits:
    """Bounds of one video, sizes in bytes and pixels. None: the vendor does not say.

    `kept_for` is how long the network keeps one that no post shows, where that is not a day;
    `alt_text_max` bounds its description, where the network takes one.
    """

    types: frozenset[str]
    bytes_max: int | None = None
    seconds_min: float | None = None
    seconds_max: float | None = None
    count_max: int = 1
    pixels_max: int | None = None
    alt_text_max: int | None = None
    kept_for: timedelta | None = None


@dataclass(frozen=True, slots=True)
class DocumentLimits:
    """Bounds of one document, sizes in bytes."""

    types: frozenset[str]
    bytes_max: int


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of a network or of one server of it, with where and when they were read.

    `text_max` is in the network's own unit (see its `count_text`); sizes are in bytes;
    `slowest_commit` is how long after our call the network may still make it visible. Ratios are
    width to height. `needs_media`: a text alone is no post there. `title_max` 0: no titles.
    `comment_max` is how long our own comment under a post of ours may be: None as long as a post,
    0 where there is none.
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
    image_side_min: int | None = None
    image_bytes_min: int | None = None
    image_ratio_min: float | None = None
    image_ratio_max: float | None = None
    needs_media: bool = False
    needs_public_media: bool = False
    title_max: int = 0
    comment_max: int | None = None
    video: VideoLimits | None = None
    document: DocumentLimits | None = None


@dataclass(frozen=True, slots=True)
class AnswerLimits:
    """How long an answer of some kind may be, with where and when that was read.

    Counted as the network's posts are, or in bytes of UTF-8.
    """

    text_max: int
    source_url: str
    checked_on: date
    is_in_bytes: bool = False


class ProblemCode(Enum):
    """What a network would refuse, beyond what `Limits` say."""

    TOO_MANY_HASHTAGS = "too_many_hashtags"
    TOO_MANY_MENTIONS = "too_many_mentions"
    TOO_MANY_CASHTAGS = "too_many_cashtags"
    FORBIDDEN_SIGNS = "forbidden_signs"
    PHONE_NUMBER = "phone_number"
    TITLE_MISSING = "title_missing"
    TITLE_TOO_LONG = "title_too_long"
    TAGS_TOO_LONG = "tags_too_long"
    MEDIA_MIXED = "media_mixed"
    MEDIA_MISSING = "media_missing"
    VIDEO_MISSING = "video_missing"  # a picture would not do
    FORMAT_UNKNOWN = "format_unknown"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to change before a network takes a draft. `signs` are those to take out."""

    code: ProblemCode
    found: int | None = None
    limit: int | None = None
    signs: str = ""


@dataclass(frozen=True, slots=True)
class DraftMedia:
    """A file of a draft, by what can be known without sending it. Sizes in bytes and pixels."""

    kind: MediaKind
    media_type: str
    size_bytes: int
    width: int
    height: int
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A post that is being written, as one network would get it."""

    text: str
    format: PostFormat = PostFormat.POST
    title: str = ""
    tags: tuple[str, ...] = ()
    media: tuple[DraftMedia, ...] = ()
    is_answer: bool = False


@dataclass(frozen=True, slots=True)
class Cost:
    """What one call costs, in US dollars, and the vendor's word for it."""

    usd: Decimal
    item: str


@dataclass(frozen=True, slots=True)
class DataUse:
    """What a network's rules allow with what other people wrote there.

    `kept_for`: what others wrote must be erased after this long; `refreshed_within`: read again or
    erased; `deletion_within`: how soon what is deleted there must be gone here. None: the vendor
    sets no bound. `is_confirmed`: read in the vendor's own text, not quoted by somebody else.
    """

    contacts_allowed: bool
    export_allowed: bool
    source_url: str
    checked_on: date
    is_confirmed: bool
    kept_for: timedelta | None = None
    refreshed_within: timedelta | None = None
    deletion_within: timedelta | None = None


@dataclass(frozen=True, slots=True)
class ApiVersion:
    """The version of an interface that is asked for, and the day it stops answering."""

    name: str
    source_url: str
    retired_on: date | None = None


#: Under which name an app keeps the login that it was made for; unknown or none: the network's own.
LOGIN = "login"


@dataclass(frozen=True, slots=True)
class Login:
    """Another way to say yes, with an app of its own: to a site whose pages speak for accounts.

    It says the name of that site, and what is asked there.
    """

    name: str
    scopes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShareWindow:
    """Where people share something from their own account: an address that ends in what is shared.

    That is a text, or the address of a page alone. `source_url` is where the address was read.
    """

    address: str
    takes_words: bool
    source_url: str


@dataclass(frozen=True, slots=True)
class Declaration:
    """All that a network says of itself besides what its code does.

    `home` is the origin of its interface, "" where each account has a server of its own.
    `app_extras` are names of what an operator must enter besides an app's id and secret.
    `formats` holds the limits of formats other than an ordinary post.
    """

    key: str
    name: str
    capabilities: frozenset[Capability]
    limits: Limits
    data_use: DataUse
    verification: Verification
    gate: Gate
    home: str = ""
    #: Without a home: whether the id of an account means the same person on every server.
    ids_hold_everywhere: bool = False
    app_extras: tuple[str, ...] = ()
    formats: Mapping[PostFormat, Limits] = field(default_factory=dict)
    version: ApiVersion | None = None
    scopes: tuple[str, ...] = ()
    #: How long an answer may be, by what it answers; the others are as long as a post.
    answers: Mapping[FeedbackKind, AnswerLimits] = field(default_factory=dict)
    #: What others call each way a feedback comes, for the table: comments, mentions, reviews…
    reads: tuple[str, ...] = ()
    #: The ways to say yes besides the network's own, by what an app keeps as its LOGIN.
    logins: Mapping[str, Login] = field(default_factory=dict)
    #: What some kinds of channels lack of `capabilities`, by the kind in their profile.
    lacking: Mapping[str, frozenset[Capability]] = field(default_factory=dict)
    listening: Listening = field(default_factory=Listening)
    #: None: there is no such address, or each server has its own.
    share_window: ShareWindow | None = None

    def abilities(self, kind: str) -> frozenset[Capability]:
        """Return what a channel of this kind can do."""
        return self.capabilities - self.lacking.get(kind, frozenset())
