"""What a simulated instance holds and refuses: accounts, posts, pictures, notifications.

Built from https://docs.joinmastodon.org/ and from what servers were seen to do. No HTTP here.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from beffroi.core.clock import Clock
from beffroi.networks.mastodon.limits import DEFAULTS
from beffroi.networks.mastodon.text import count, graphemes
from beffroi.networks.simulation import Effect, Ledger

OPEN_VISIBILITIES = ("public", "unlisted")
VISIBILITIES = (*OPEN_VISIBILITIES, "private", "direct")
_UNUSED_MEDIA_LIFE = timedelta(hours=24)
_KEY_LIFE = timedelta(hours=1)
_MENTION = re.compile(r"(?<![=/\w])@([a-z0-9_]+)(?:@([\w.-]+\w))?", re.IGNORECASE)
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True, slots=True)
class Flavour:
    """How this instance is set up, and how far its software differs from the original."""

    domain: str = "mastodon.example"
    text_max: int = 500
    link_length: int = 23
    images_max: int = 4
    image_bytes_max: int = 16_777_216
    video_bytes_max: int = 103_809_024
    video_pixels_max: int = 8_294_400
    video_types: tuple[str, ...] = ("video/mp4", "video/quicktime", "video/webm")
    spoils_videos: bool = False
    alt_text_max: int = 1500
    page_max: int = 40
    calls_per_five_minutes: int = 300
    processing_seconds: float = 0.0
    has_instance_v2: bool = True
    has_media_v2: bool = True
    ulid_ids: bool = False
    keeps_idempotency_keys: bool = True
    filters_notification_types: bool = True
    refuses_unknown_media: bool = True
    too_long_status: int = 422
    repeats_pages: bool = False
    lists_own_private_posts: bool = True
    knows_illegal: bool = True


VANILLA = Flavour()
FORK = Flavour(
    domain="pleroma.example",
    text_max=5000,
    has_instance_v2=False,
    has_media_v2=False,
    ulid_ids=True,
    keeps_idempotency_keys=False,
    filters_notification_types=False,
    refuses_unknown_media=False,
    lists_own_private_posts=False,
    knows_illegal=False,
    too_long_status=400,
)


class Refused(Exception):
    """What the API answers when it does not do as asked."""

    def __init__(self, status: int, error: str, **more: str) -> None:
        super().__init__(error)
        self.status = status
        self.body = {"error": error, **more}


@dataclass
class SimulatedAccount:
    """Somebody. `host` is empty for who lives here."""

    id: str
    username: str
    host: str
    display_name: str

    @property
    def acct(self) -> str:
        """The handle as this server writes it."""
        return f"{self.username}@{self.host}" if self.host else self.username


@dataclass
class SimulatedMedia:
    """A picture or a video, in a post or waiting for one. A spoiled one never becomes ready."""

    id: str
    account_id: str
    description: str
    uploaded_at: datetime
    ready_at: datetime
    type: str = "image"
    is_spoiled: bool = False
    status_id: str | None = None


@dataclass
class SimulatedStatus:
    """A post. Its text is what its author typed."""

    id: str
    account_id: str
    text: str
    created_at: datetime
    visibility: str = "public"
    spoiler_text: str = ""
    sensitive: bool = False
    language: str | None = None
    parent_id: str | None = None
    parent_account_id: str | None = None
    edited_at: datetime | None = None
    media_ids: list[str] = field(default_factory=list)
    likers: set[str] = field(default_factory=set)
    sharers: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class SimulatedNotification:
    """Something that `to_id` is told about."""

    id: str
    type: str
    to_id: str
    from_id: str
    created_at: datetime
    status_id: str | None


@dataclass(frozen=True, slots=True)
class Draft:
    """A post as the API is asked to make it."""

    text: str
    visibility: str = "public"
    spoiler_text: str = ""
    sensitive: bool = False
    language: str | None = None
    parent_id: str | None = None
    media_ids: tuple[str, ...] = ()


class State:
    """The whole instance. Ids are texts that sort by length, then letters."""

    def __init__(self, flavour: Flavour, *, clock: Clock, ledger: Ledger) -> None:
        self.flavour = flavour
        self.accounts: dict[str, SimulatedAccount] = {}
        self.statuses: dict[str, SimulatedStatus] = {}
        self.media: dict[str, SimulatedMedia] = {}
        self.notifications: list[SimulatedNotification] = []
        self.blocks: set[tuple[str, str]] = set()  # who, whom
        self._keys: dict[tuple[str, str], tuple[str, datetime]] = {}
        self._clock = clock
        self._ledger = ledger
        self._serials = itertools.count(1)

    def new_id(self) -> str:
        """Return an id that nothing has, larger than those before it."""
        serial = next(self._serials)
        if not self.flavour.ulid_ids:
            return str((113_000_000 << 32) + serial)
        return "01KBEFFR" + "".join(_CROCKFORD[serial >> shift & 31] for shift in range(85, -5, -5))

    # People.

    def add_account(self, username: str, *, host: str = "", display_name: str) -> SimulatedAccount:
        """Let somebody exist."""
        account = SimulatedAccount(self.new_id(), username, host, display_name)
        self.accounts[account.id] = account
        return account

    def find_account(self, username: str, host: str = "") -> SimulatedAccount | None:
        """Return who has this handle, whatever the case of its letters."""
        host = "" if host.lower() == self.flavour.domain else host
        wanted = (username.lower(), host.lower())
        return next(
            (one for one in self.accounts.values() if (one.username, one.host) == wanted), None
        )

    def mentioned(self, text: str) -> list[SimulatedAccount]:
        """Return who is mentioned, each once, in order."""
        found = (self.find_account(*match.groups(default="")) for match in _MENTION.finditer(text))
        return list({account.id: account for account in found if account}.values())

    # Posts.

    def post(self, author: SimulatedAccount, draft: Draft, *, key: str = "") -> SimulatedStatus:
        """Make a post, or return the one that `key` made before."""
        earlier = self._made_with(author, key)
        if earlier is not None:
            return earlier
        parent = self._parent(draft.parent_id, author)
        self._check_text(draft.text, draft.spoiler_text, has_media=bool(draft.media_ids))
        if draft.visibility not in VISIBILITIES:
            raise Refused(422, "Validation failed: Visibility is not included in the list")
        media = self._attachable(author, draft.media_ids)
        status = SimulatedStatus(
            id=self.new_id(),
            account_id=author.id,
            text=draft.text.strip(),
            created_at=self._clock(),
            visibility=draft.visibility,
            spoiler_text=draft.spoiler_text,
            sensitive=draft.sensitive or bool(draft.spoiler_text),
            language=draft.language,
            parent_id=parent.id if parent else None,
            parent_account_id=parent.account_id if parent else None,
            media_ids=[one.id for one in media],
        )
        for one in media:
            one.status_id = status.id
        self.statuses[status.id] = status
        self._record("published", status)
        for account in self.mentioned(status.text):
            is_other = account.id != author.id and (account.id, author.id) not in self.blocks
            if is_other and not account.host:
                self.notify("mention", to=account, by=author, status=status)
        # Like the original: the key is kept after the post, so a crash between the two loses it.
        if key and self.flavour.keeps_idempotency_keys:
            self._keys[author.id, key] = (status.id, self._clock() + _KEY_LIFE)
        return status

    def edit(self, author: SimulatedAccount, status_id: str, draft: Draft) -> SimulatedStatus:
        """Replace the text, the warning and the pictures of an own post."""
        status = self._own(author, status_id)
        self._check_text(draft.text, draft.spoiler_text, has_media=bool(draft.media_ids))
        media = self._attachable(author, draft.media_ids, already_in=status.id)
        status.text, status.spoiler_text = draft.text.strip(), draft.spoiler_text
        status.media_ids = [one.id for one in media]
        status.edited_at = self._clock()
        self._record("edited", status)
        return status

    def delete(self, author: SimulatedAccount, status_id: str) -> SimulatedStatus:
        """Take an own post away; what answered it no longer answers anything."""
        status = self._own(author, status_id)
        del self.statuses[status_id]
        self.notifications = [one for one in self.notifications if one.status_id != status_id]
        for other in self.statuses.values():
            if other.parent_id == status_id:
                other.parent_id = None
        self._record("deleted", status)
        return status

    def visible_to(self, status_id: str, viewer: SimulatedAccount | None) -> SimulatedStatus:
        """Return a post, or refuse as if it did not exist."""
        status = self.statuses.get(status_id)
        if status is None or not self.may_see(status, viewer):
            raise Refused(404, "Record not found")
        return status

    def may_see(self, status: SimulatedStatus, viewer: SimulatedAccount | None) -> bool:
        """Tell who sees what. Nobody follows anybody here, so `private` is for those named."""
        if viewer is not None and (status.account_id, viewer.id) in self.blocks:
            return False
        if status.visibility in OPEN_VISIBILITIES:
            return True
        if viewer is None:
            return False
        return viewer.id == status.account_id or viewer in self.mentioned(status.text)

    def above(self, status: SimulatedStatus) -> list[SimulatedStatus]:
        """Return what `status` answers, and what that answers, from the top."""
        chain: list[SimulatedStatus] = []
        parent = self.statuses.get(status.parent_id or "")
        while parent is not None:
            chain.append(parent)
            parent = self.statuses.get(parent.parent_id or "")
        return chain[::-1]

    def below(self, status: SimulatedStatus) -> list[SimulatedStatus]:
        """Return all answers, each branch to its end before the next, as the original does."""
        answers = [one for one in self.statuses.values() if one.parent_id == status.id]
        return [found for answer in answers for found in (answer, *self.below(answer))]

    # Pictures and videos.

    def upload(
        self, owner: SimulatedAccount, content: bytes, *, media_type: str, alt_text: str
    ) -> str:
        """Take a file, and return its id."""
        kind = self._kind_of(content, media_type)
        flavour = self.flavour
        bound = flavour.video_bytes_max if kind == "video" else flavour.image_bytes_max
        if len(content) > bound:
            raise Refused(422, f"Validation failed: File file size must be less than {bound} bytes")
        if graphemes(alt_text) > flavour.alt_text_max:
            raise Refused(422, "Validation failed: Description is too long")
        now = self._clock()
        media = SimulatedMedia(
            self.new_id(),
            owner.id,
            alt_text,
            uploaded_at=now,
            ready_at=now + timedelta(seconds=flavour.processing_seconds),
            type=kind,
            is_spoiled=kind == "video" and flavour.spoils_videos,
        )
        self.media[media.id] = media
        return media.id

    def _kind_of(self, content: bytes, media_type: str) -> str:
        """Tell what a file is, by what it says and by what it holds."""
        if media_type in DEFAULTS.image_types:
            return "image"
        if media_type not in self.flavour.video_types or content[4:8] != b"ftyp":
            raise Refused(422, "Validation failed: File content type is invalid")
        return "video"

    def is_ready(self, media: SimulatedMedia) -> bool:
        """Tell whether the server has finished with a file."""
        return self._clock() >= media.ready_at

    def find_media(self, media_id: str, owner: SimulatedAccount) -> SimulatedMedia | None:
        """Return a file unless it is unused since yesterday: those are swept away."""
        media = self.media.get(media_id)
        if media is None or media.account_id != owner.id:
            return None
        is_old = self._clock() - media.uploaded_at > _UNUSED_MEDIA_LIFE
        return None if is_old and media.status_id is None else media

    # Notifications.

    def notify(
        self,
        kind: str,
        *,
        to: SimulatedAccount,
        by: SimulatedAccount,
        status: SimulatedStatus | None = None,
    ) -> None:
        """Tell `to` what `by` did."""
        status_id = status.id if status else None
        self.notifications.append(
            SimulatedNotification(self.new_id(), kind, to.id, by.id, self._clock(), status_id)
        )

    # Within.

    def _made_with(self, author: SimulatedAccount, key: str) -> SimulatedStatus | None:
        status_id, until = self._keys.get((author.id, key), ("", self._clock()))
        return self.statuses.get(status_id) if self._clock() < until else None

    def _parent(self, parent_id: str | None, author: SimulatedAccount) -> SimulatedStatus | None:
        if not parent_id:
            return None
        try:
            return self.visible_to(parent_id, author)
        except Refused as refused:
            error = "The status you are trying to reply to does not appear to exist"
            raise Refused(404, error) from refused

    def _check_text(self, text: str, warning: str, *, has_media: bool) -> None:
        if not text.strip() and not has_media:
            raise Refused(422, "Validation failed: Text can't be blank")
        limits = replace(
            DEFAULTS, text_max=self.flavour.text_max, link_length=self.flavour.link_length
        )
        if count(text, limits=limits, content_warning=warning).excess:
            error = f"Validation failed: Text character limit of {limits.text_max} exceeded"
            raise Refused(self.flavour.too_long_status, error)

    def _attachable(
        self, owner: SimulatedAccount, ids: Sequence[str], *, already_in: str | None = None
    ) -> list[SimulatedMedia]:
        if len(ids) > self.flavour.images_max:
            raise Refused(422, f"Cannot attach more than {self.flavour.images_max} files")
        found = [self.find_media(one, owner) for one in dict.fromkeys(ids)]
        media = [one for one in found if one and one.status_id in {None, already_in}]
        if len(media) < len(found) and self.flavour.refuses_unknown_media:
            raise Refused(422, "Media not found or already attached to another post")
        if len(media) > 1 and any(one.type == "video" for one in media):
            raise Refused(422, "Cannot attach a video to a post that already contains images")
        if any(one.is_spoiled for one in media) or not all(map(self.is_ready, media)):
            error = "Cannot attach files that have not finished processing. Try again in a moment!"
            raise Refused(422, error)
        return media

    def _own(self, author: SimulatedAccount, status_id: str) -> SimulatedStatus:
        status = self.visible_to(status_id, author)
        if status.account_id != author.id:
            raise Refused(403, "This action is not allowed")
        return status

    def _record(self, kind: str, status: SimulatedStatus) -> None:
        account = self.accounts[status.account_id].acct
        self._ledger.record(Effect(self._clock(), kind, account, status.id, status.text))
