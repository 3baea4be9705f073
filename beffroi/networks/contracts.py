"""Values that cross the border between Beffroi and a social network.

Frozen dataclasses only: no Django, no HTTP, so every test can build them. Datetimes are aware
UTC, remote ids are opaque text, texts are plain text (never HTML), None means unknown. What is
sent and read is here; what a network says of itself is in `declarations.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import Protocol


class FeedbackKind(Enum):
    """What the network calls it is translated to one of these."""

    REPLY = "reply"  # under a post: an answer, a comment
    MENTION = "mention"
    MESSAGE = "message"  # between the person and us alone
    REVIEW = "review"


class ReportReason(Enum):
    """Why something is reported to who moderates a network; what it calls it is made of these."""

    SPAM = "spam"
    HARASSMENT = "harassment"  # insults too
    ILLEGAL = "illegal"
    OTHER = "other"


class MediaKind(Enum):
    """What a file shows."""

    IMAGE = "image"
    VIDEO = "video"
    DOCUMENT = "document"


class PostFormat(Enum):
    """Where on a network a post appears."""

    POST = "post"
    REEL = "reel"
    STORY = "story"


@dataclass(frozen=True, slots=True)
class Access:
    """What lets us act on one channel, already decrypted.

    `origin` is the server's scheme, host and port, without a trailing slash. `account_id` is the
    network's own id (a DID, an account number as text). `secrets` holds tokens by name. `ends_at`
    is when only a person's new consent will help; None: never, or the network does not say.
    """

    origin: str
    account_id: str
    secrets: Mapping[str, str] = field(repr=False)
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """Who we are on the network. `kind` is the network's word for it, in lower case: page, site…

    `review_url` is where customers write a review of us, "" where the network tells none.
    """

    account_id: str
    handle: str
    display_name: str
    url: str
    kind: str = ""
    review_url: str = ""


@dataclass(frozen=True, slots=True)
class Connection:
    """The result of a successful connection: who, and with what access.

    `consented_by` is who said yes, by the number by which a `WithdrawalNotice` would name them; ""
    where the network sends none.
    """

    profile: Profile
    access: Access = field(repr=False)
    consented_by: str = ""


@dataclass(frozen=True, slots=True)
class DeveloperApp:
    """Our registration with one server; per installation and, on Mastodon, per instance.

    Or as what the hub of one channel knows us: there, the id is the name of what it tells of.
    `extra` holds what this network asks for besides, by the names that it declares.
    """

    origin: str
    client_id: str
    client_secret: str = field(repr=False)
    extra: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class TextCount:
    """How much of the network's limit a text uses, in the network's own unit."""

    used: int
    limit: int

    @property
    def excess(self) -> int:
        """How many units too many, 0 when the text fits."""
        return max(0, self.used - self.limit)


class MediaSource(Protocol):
    """The bytes of one file, wherever they are kept."""

    @property
    def size_bytes(self) -> int:
        """How many bytes there are."""
        ...

    def read(self, start: int, length: int) -> bytes:
        """Return up to `length` bytes from `start` on."""
        ...


@dataclass(frozen=True, slots=True)
class HeldBytes:
    """A file that is small enough to be held in memory."""

    content: bytes = field(repr=False)

    @property
    def size_bytes(self) -> int:
        """How many bytes there are."""
        return len(self.content)

    def read(self, start: int, length: int) -> bytes:
        """Return up to `length` bytes from `start` on."""
        return self.content[start : start + length]


@dataclass(frozen=True, slots=True)
class OutgoingMedia:
    """One file to hand over: a picture without metadata, a video, a document.

    `format` is that of the post it is for: some networks take a story's video at another door.
    `width` and `height` are in pixels, 0 for a document. `public_url` is where the network itself
    may fetch the file, "" where this installation cannot be reached from outside.
    """

    source: MediaSource
    media_type: str
    width: int
    height: int
    alt_text: str
    kind: MediaKind = MediaKind.IMAGE
    seconds: float | None = None
    title: str = ""
    public_url: str = ""
    format: PostFormat = PostFormat.POST

    @property
    def content(self) -> bytes:
        """The whole file at once: for pictures."""
        return self.source.read(0, self.source.size_bytes)


@dataclass(frozen=True, slots=True)
class UploadedMedia:
    """A file that the network holds. `handle` is the network's own, as JSON text."""

    handle: str
    width: int
    height: int
    alt_text: str
    kind: MediaKind = MediaKind.IMAGE


@dataclass(frozen=True, slots=True)
class LinkCard:
    """The preview that a network shows under a link, where we must build it ourselves."""

    url: str
    title: str
    description: str
    thumbnail: UploadedMedia | None = None


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
    first call. `written_at` is the date that the post carries. `prepared` is the handle of what
    `prepare` built, where a network has that step. `title` is for networks whose posts have one.
    `fingerprint` is an address in the text that no other post of ours has, "" without one.
    """

    text: str
    marker: str
    written_at: datetime
    language: str
    media: tuple[UploadedMedia, ...] = ()
    link_card: LinkCard | None = None
    reply_to: ReplyTarget | None = None
    visibility: str = "public"
    content_warning: str = ""
    format: PostFormat = PostFormat.POST
    title: str = ""
    tags: tuple[str, ...] = ()
    prepared: str = ""
    fingerprint: str = ""

    def is_told_by(self, text: str) -> bool:
        """Tell whether a text holds what this post alone has, whatever became of the rest."""
        return bool(self.fingerprint) and self.fingerprint in text


@dataclass(frozen=True, slots=True)
class PublishedPost:
    """The network's proof: its own id and the public address."""

    remote_id: str
    url: str


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote to us. Names come from strangers: hostile until escaped.

    An empty `account_id` is somebody whom the network does not name.
    """

    account_id: str
    handle: str
    display_name: str


@dataclass(frozen=True, slots=True)
class IncomingFeedback:
    """What somebody said to us or about us, as the network shows it now.

    `root_id` groups what belongs to one conversation. `reply_context` is what the adapter needs to
    answer it later. `is_ours` is true for what the channel itself wrote. `reply_until` is when the
    network stops taking answers. `stars` are 1 to 5; `recommends` is for networks that only ask
    yes or no. `is_hidden` None: the network does not tell. `is_held`: the network waits for us to
    show it.
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
    can_answer: bool = True
    reply_until: datetime | None = None
    stars: int | None = None
    recommends: bool | None = None
    is_hidden: bool | None = False
    is_held: bool = False


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
class Notice:
    """What a webhook told about one account: these may be new, changed or gone; read them again.

    An empty `account_id` is the one whose own door it came through.
    Empty `remote_ids`: read whatever is new. `event_id` is the same when the same thing is told
    twice, "" where the network gives none.
    """

    account_id: str
    remote_ids: tuple[str, ...] = ()
    event_id: str = ""


@dataclass(frozen=True, slots=True)
class Handshake:
    """What to answer to a network that checks whether a webhook is ours.

    `agreed` is what stands from then on with who tells of one channel or source, to be kept. They
    must be asked again at `renew_at`, and tell until `ends_at`. None: as before, and nothing.
    """

    body: str
    media_type: str = "text/plain"
    agreed: DeveloperApp | None = None
    renew_at: datetime | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Counters:
    """Counters of one post. None: this network does not tell, which is not 0.

    `reach` counts people, `views` showings; `watch_seconds` is the sum over all viewers.
    """

    likes: int | None
    shares: int | None
    replies: int | None
    quotes: int | None
    views: int | None = None
    reach: int | None = None
    clicks: int | None = None
    saves: int | None = None
    watch_seconds: int | None = None


class ChannelMetric(Enum):
    """What is counted for a whole channel, day by day."""

    FOLLOWERS = "followers"  # how many there were at the end of the day
    FOLLOWERS_GAINED = "followers_gained"
    FOLLOWERS_LOST = "followers_lost"
    VIEWS = "views"
    REACH = "reach"
    ENGAGEMENTS = "engagements"
    CLICKS = "clicks"
    WATCH_SECONDS = "watch_seconds"
    CALLS = "calls"
    DIRECTIONS = "directions"
    SITE_VISITS = "site_visits"
    REVIEWS = "reviews"
    RATING_HUNDREDTHS = "rating_hundredths"  # 450 is 4.5 of 5


@dataclass(frozen=True, slots=True)
class DailyCount:
    """One counter of a channel on one day, the network's own day. An absent day is unknown."""

    metric: ChannelMetric
    day: date
    value: int
    is_estimated: bool = False


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One thing that keeps a channel from working whole, as the network's live answers show it."""

    code: DiagnosisCode
    detail: str = ""
    url: str = ""


class DiagnosisCode(Enum):
    """What is missing, named by who must do what."""

    ACCESS_LOST = "access_lost"  # a person connects again
    CONSENT_WITHDRAWN = "consent_withdrawn"  # a person took it back over there; so did we
    SCOPE_MISSING = "scope_missing"  # a person consents to more; `detail` lists what
    ROLE_MISSING = "role_missing"  # an administrator over there gives a role
    LINK_MISSING = "link_missing"  # a person links the account with its page over there
    REVIEW_REQUIRED = "review_required"  # the vendor must approve the app
    QUOTA_EXHAUSTED = "quota_exhausted"
    CREDITS_EXHAUSTED = "credits_exhausted"  # the operator tops up
    PUBLIC_ADDRESS_NEEDED = "public_address_needed"  # it fetches files from us
    NOT_TOLD_AT_ONCE = "not_told_at_once"  # it cannot reach us; all is read, only later
    APP_MISCONFIGURED = "app_misconfigured"
    VERSION_RETIRED = "version_retired"
    VERSION_ENDING = "version_ending"  # the operator updates Beffroi before the day in `detail`
    TESTING_MODE = "testing_mode"  # consents given in testing die after seven days
    NOT_VERIFIED = "not_verified"  # the place or account is not verified over there
    RESTRICTED = "restricted"  # the account is restricted or suspended
    READERS_REFUSED = "readers_refused"  # a public source lets no program read
    SOURCE_GONE = "source_gone"  # a person gives the new address, or takes it out
