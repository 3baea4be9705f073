"""What a contract needs to know of the server it runs against, simulated or real."""

from __future__ import annotations

import struct
import threading
import time
import zlib
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, ClassVar, TypeVar

from beffroi.core.clock import utc_now
from beffroi.networks.contracts import (
    Access,
    DeveloperApp,
    Handshake,
    HeldBytes,
    MediaKind,
    OutgoingMedia,
    OutgoingPost,
    ReplyTarget,
    UploadedMedia,
)
from beffroi.networks.declarations import Cost
from beffroi.networks.errors import AppMisconfigured
from beffroi.networks.port import Network
from beffroi.networks.simulation import Simulator

T = TypeVar("T")

#: What strangers write in names and texts; all of it must come through as it is.
HOSTILE_TEXTS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "&lt;b&gt; &amp; &#39; <b>",
    "{{ 7 * 7 }} {% debug %} ${7*7} %(name)s {0}",
    "' OR 1=1; DROP TABLE feedback; --",
    '=HYPERLINK("http://evil.test")',
    "\u202eevil\u202c \u2066isolated\u2069",
    "Zo\u0301e\u0308 Z\u0351\u036f\u033fa\u0351\u036f\u033f",
    "👨‍👩‍👧‍👦 🏳️‍🌈 👍🏽",
    "مرحبا بالعالم שלום",
    "one\ntwo\n\nthree",
)


class MemoryKeeper:
    """An AccessKeeper for tests. Counts renewals and costs, and never prints what it keeps."""

    def __init__(self, access: Access, *, app: DeveloperApp | None = None) -> None:
        self._access = access
        self._app = app
        self._lock = threading.Lock()
        self.told_at: datetime | None = None
        self.renewals = 0
        self.costs: list[Cost] = []

    @property
    def account_id(self) -> str:
        return self._access.account_id

    def read(self) -> Access:
        return self._access

    def renew(self, stale: Access, renewal: Callable[[Access], Access]) -> Access:
        with self._lock:
            if self._access == stale:
                self.renewals += 1
                self._access = renewal(stale)
            return self._access

    def app(self) -> DeveloperApp:
        if self._app is None:
            raise AppMisconfigured("this keeper has no developer app")
        return self._app

    def agree(self, app: DeveloperApp) -> None:
        """Keep what was agreed at the channel's own door."""
        self._app = app

    def note_cost(self, cost: Cost) -> None:
        self.costs.append(cost)

    def change(self, **secrets: str) -> None:
        """Replace some secrets, as if the stored ones were other."""
        self._access = replace(self._access, secrets={**self._access.secrets, **secrets})


class MemoryProgress:
    """An UploadProgress for tests."""

    def __init__(self, kept: str = "") -> None:
        self.kept = kept
        self.states: list[str] = []

    def keep(self, state: str) -> None:
        self.kept = state
        self.states.append(state)


class World(ABC):
    """One server with our account on it, connected, and a stranger.

    `network` is the network under test and `keeper` holds our access. Every id is the remote id
    that the adapter gave or would give. `levels` is how deep replies go under a post: at the last
    level, an answer to a reply stands beside it. None: as deep as people like.
    """

    network: Network
    keeper: MemoryKeeper
    levels: ClassVar[int | None] = None

    @property
    def home(self) -> str:
        """The origin of the server's interface."""
        return self.keeper.read().origin

    def channel(self) -> Any:
        """Open our channel."""
        return self.network.open(self.keeper)

    def now(self) -> datetime:
        """Return the server's time."""
        return utc_now()

    def let_time_pass(self) -> None:
        """Let the next thing be clearly later than the last."""
        time.sleep(1.1)

    def post(self, text: str, **more: Any) -> OutgoingPost:
        """Return a post ready to go, with a fresh marker, and with what its network insists on.

        A network that takes no bare text adds a file; one that prepares posts prepares it.
        """
        now = self.now()
        marker = self.channel().choose_marker(now=now)
        return OutgoingPost(text=text, marker=marker, written_at=now, language="fr", **more)

    def image(self, alt_text: str) -> OutgoingMedia:
        """Return a picture that the network takes, at a public address where it fetches files."""
        return small_image(alt_text)

    def with_prepared(self, post: OutgoingPost, handle: str) -> OutgoingPost:
        """Return `post` with the handle of what was prepared for it."""
        return replace(post, prepared=handle)

    def takes(self, text: str) -> bool:
        """Tell whether the network documents that it takes such a text."""
        return True

    @abstractmethod
    def count_visible(self, text: str) -> int:
        """Count our own public posts that bear exactly `text`, as the server holds them."""

    @abstractmethod
    def text_of(self, remote_id: str) -> str:
        """Return the plain text of one of our posts, as the server holds it."""

    @abstractmethod
    def alt_texts_of(self, remote_id: str) -> list[str]:
        """Return the alternative texts of one of our posts, in order."""

    @abstractmethod
    def parent_of(self, remote_id: str) -> str | None:
        """Return the id of what one of our posts answers."""

    @abstractmethod
    def text_of_length(self, length: int) -> str:
        """Return a text that uses exactly `length` of the network's units."""

    @abstractmethod
    def revoke(self) -> None:
        """Let every access of ours die, for good."""

    @abstractmethod
    def stranger_replies(self, parent_id: str, text: str) -> str:
        """Let the stranger answer a post; return the answer's id."""

    @abstractmethod
    def stranger_mentions(self, text: str) -> str:
        """Let the stranger write `text` followed by our handle; return the post's id."""

    @abstractmethod
    def stranger_deletes(self, remote_id: str) -> None:
        """Let the stranger take away one of theirs."""

    def stranger_edits(self, remote_id: str, text: str) -> bool:
        """Let the stranger change one of theirs; False where the network knows no edits."""
        return False

    def reports(self) -> list[tuple[str, str]]:
        """Return what moderators were told of by us, oldest first: about which post, and words.

        Contracts use it, and what follows, only where it is implemented.
        """
        raise NotImplementedError

    def is_stranger_blocked(self) -> bool:
        """Tell whether the server keeps the stranger from us, as we asked."""
        raise NotImplementedError

    def rename_stranger(self, name: str) -> None:
        """Change the stranger's display name. Contracts use it only where it is implemented."""
        raise NotImplementedError

    def developer_app(self, redirect_uri: str) -> DeveloperApp:
        """Return the app under which people consent: registered here, or made by an operator."""
        registrar: Any = self.network
        app: DeveloperApp = registrar.register(origin=self.home, redirect_uri=redirect_uri)
        return app

    def connect(self, *, password: str | None = None, origin: str | None = None) -> Any:
        """Connect by password: ours unless another is given, at our server unless elsewhere."""
        raise NotImplementedError

    def approve(self, authorize_url: str) -> str:
        """Say yes on the page that OAuth shows; return the code."""
        raise NotImplementedError


class SimulatedWorld(World):
    """A world inside a simulator. The client of `network` gives up within about half a second.

    `operations` names the simulator's route of each: publish, upload, prepare, find, feedback,
    thread, again, counters; those that the network lacks are left out.
    """

    simulator: Simulator
    operations: dict[str, str]

    def now(self) -> datetime:
        return self.simulator.clock()

    def let_time_pass(self) -> None:
        self.simulator.clock.advance(timedelta(seconds=1))

    def reply_to(self, remote_id: str) -> ReplyTarget:
        """Return what an answer to `remote_id` needs, as the inbox would have kept it."""
        found = self.channel().read_again([remote_id])[remote_id]
        return ReplyTarget(remote_id, found.author.handle, found.reply_context)

    def webhook_about(self, remote_id: str) -> tuple[dict[str, str], bytes]:
        """Return the webhook that tells of `remote_id`, signed: headers in lower case, body."""
        raise NotImplementedError

    def withdrawal(self) -> dict[str, str]:
        """Return the form by which the network says that who connects takes their yes back now."""
        raise NotImplementedError

    def handshake(self, verify_token: str) -> dict[str, str]:
        """Return the query by which the network checks an address; only some send our token."""
        raise NotImplementedError

    def is_satisfied_by(self, answer: Handshake) -> bool:
        """Tell whether the network takes this answer to the last `handshake`."""
        raise NotImplementedError

    def small_pages(self, size: int) -> None:
        """Let the server give at most `size` items a page."""
        raise NotImplementedError

    def repeat_cursors(self) -> None:
        """Let the server answer the same page for ever, whatever is asked."""
        raise NotImplementedError


def eventually(check: Callable[[], T | None], *, seconds: float = 15.0) -> T:
    """Return the first true result of `check`: servers show things a moment later."""
    end = time.monotonic() + seconds
    while not (result := check()):
        assert time.monotonic() < end, "it never came true"
        time.sleep(0.02)
    return result


def upload(channel: Any, media: OutgoingMedia) -> UploadedMedia:
    """Hand over a file that was never begun before."""
    uploaded: UploadedMedia = channel.upload(media, progress=MemoryProgress())
    return uploaded


def small_image(alt_text: str) -> OutgoingMedia:
    """Return a PNG of 2 by 1 pixels."""
    header = struct.pack(">IIBBBBB", 2, 1, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(b"\0" + b"\x80" * 6)), (b"IEND", b""))
    chunks = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )
    return OutgoingMedia(
        source=HeldBytes(b"\x89PNG\r\n\x1a\n" + chunks),
        media_type="image/png",
        width=2,
        height=1,
        alt_text=alt_text,
    )


def small_video(alt_text: str) -> OutgoingMedia:
    """Return what looks like an MP4 of three seconds to who reads its first bytes."""
    return OutgoingMedia(
        source=HeldBytes(b"\0\0\0\x18ftypmp42" + alt_text.encode() * 9),
        media_type="video/mp4",
        width=640,
        height=360,
        alt_text=alt_text,
        kind=MediaKind.VIDEO,
        seconds=3.0,
    )
