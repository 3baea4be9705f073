"""The port: everything that Beffroi may ask of a social network.

One small protocol per capability. A network implements what it really offers and says so in
`capabilities`; a contract test checks that the two agree. Nothing raises NotImplementedError.
Every method may raise a `NetworkError`; only `publish` may raise `OutcomeUnknown`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import ClassVar, Protocol, runtime_checkable

from beffroi.networks.contracts import (
    Access,
    Capability,
    Connection,
    Counters,
    DeveloperApp,
    FeedbackPage,
    IncomingFeedback,
    Limits,
    OutgoingImage,
    OutgoingPost,
    PublishedPost,
    TextCount,
    UploadedImage,
)


class AccessKeeper(Protocol):
    """Where an adapter reads its channel's access, and keeps a renewed one.

    Kept by the channel: encrypted, under a lock held by one caller at a time per channel.
    """

    def read(self) -> Access:
        """Return the access as it is stored now."""
        ...

    def renew(self, stale: Access, renewal: Callable[[Access], Access]) -> Access:
        """Return a working access, calling `renewal` at most once for all concurrent callers.

        When the stored access is no longer `stale`, somebody else renewed it: that one is returned
        and `renewal` is not called. The renewed access is durable before it is returned.
        """
        ...


class Network(Protocol):
    """A network as such, before any channel is connected. It also is the connector it declares."""

    key: ClassVar[str]
    name: ClassVar[str]
    capabilities: ClassVar[frozenset[Capability]]
    limits: ClassVar[Limits]

    def count_text(self, text: str, *, limits: Limits, content_warning: str = "") -> TextCount:
        """Count `text` in the network's own unit, as its server would. Pure.

        A network that has no content warnings ignores `content_warning`.
        """
        ...

    def open(self, keeper: AccessKeeper) -> object:
        """Return the adapter that acts for the channel whose access `keeper` holds.

        It implements the protocols of every declared capability but the two to connect.
        """
        ...


@runtime_checkable
class PasswordConnector(Protocol):
    """Capability.CONNECT_WITH_PASSWORD."""

    def connect(self, *, origin: str, identifier: str, password: str) -> Connection:
        """Open a session. Raises AccessRevoked when the pair is refused."""
        ...


@runtime_checkable
class OAuthConnector(Protocol):
    """Capability.CONNECT_WITH_OAUTH."""

    def register(self, *, origin: str, redirect_uri: str) -> DeveloperApp:
        """Register this installation with the server at `origin`."""
        ...

    def authorize_url(
        self, app: DeveloperApp, *, redirect_uri: str, state: str, code_challenge: str
    ) -> str:
        """Return the address where a person says yes. Pure."""
        ...

    def exchange(
        self, app: DeveloperApp, *, redirect_uri: str, code: str, code_verifier: str
    ) -> Connection:
        """Trade the code for an access. Raises AccessRevoked when the server refuses it."""
        ...


@runtime_checkable
class Publisher(Protocol):
    """Capability.PUBLISH."""

    def choose_marker(self, *, now: datetime) -> str:
        """Return a fresh idempotency key or record id, to be stored before the first call."""
        ...

    def read_limits(self) -> Limits:
        """Return the limits that this channel's server announces."""
        ...

    def upload_image(self, image: OutgoingImage) -> UploadedImage:
        """Hand over a picture. Invisible to the public and free to repeat."""
        ...

    def is_image_ready(self, image: UploadedImage) -> bool:
        """Tell whether the picture may be attached. Raises ContentRefused when it never will."""
        ...

    def publish(self, post: OutgoingPost) -> PublishedPost:
        """Make `post` visible: one call, never repeated inside.

        Raises OutcomeUnknown whenever the call may have taken effect. NetworkUnavailable and
        RateLimited are proof that nothing did.
        """
        ...


@runtime_checkable
class Finder(Protocol):
    """Capability.FIND."""

    def find(
        self, post: OutgoingPost, *, since: datetime, excluding: frozenset[str] = frozenset()
    ) -> PublishedPost | None:
        """Look up what an earlier `publish` of this very post made, None when it is absent.

        `since` is when the first try began; `excluding` holds the remote ids that other posts are
        known to have, so that a twin with the same text is not taken for this one. Raises when the
        network cannot tell.
        """
        ...


@runtime_checkable
class FeedbackReader(Protocol):
    """Capability.READ_FEEDBACK."""

    def read_feedback(self, cursor: str | None) -> FeedbackPage:
        """Read replies and mentions from `cursor` on; None starts with what is recent."""
        ...

    def read_thread(self, remote_id: str) -> Sequence[IncomingFeedback]:
        """Read every reply under one post, oldest first; ours are marked. NotFound when gone."""
        ...

    def read_again(self, remote_ids: Sequence[str]) -> Mapping[str, IncomingFeedback | None]:
        """Read known feedback as it is now. None: deleted on the network. Absent key: not told."""
        ...


@runtime_checkable
class CounterReader(Protocol):
    """Capability.READ_COUNTERS."""

    def read_counters(self, remote_ids: Sequence[str]) -> Mapping[str, Counters]:
        """Read public counters of own posts; one that is gone is left out."""
        ...


@runtime_checkable
class Deleter(Protocol):
    """Capability.DELETE."""

    def delete(self, remote_id: str) -> None:
        """Remove an own post. Already gone is success."""
        ...


@runtime_checkable
class Editor(Protocol):
    """Capability.EDIT."""

    def edit(self, remote_id: str, post: OutgoingPost) -> PublishedPost:
        """Replace the text of an own post. Free to repeat with the same post."""
        ...


@runtime_checkable
class CardBearer(Protocol):
    """Capability.BEAR_LINK_CARD: a link shows a card only when the post brings it."""

    def card_link(self, text: str) -> str:
        """Return the link of `text` that the card is for, "" when there is none. Pure."""
        ...


PROTOCOLS: dict[Capability, type] = {
    Capability.CONNECT_WITH_PASSWORD: PasswordConnector,
    Capability.CONNECT_WITH_OAUTH: OAuthConnector,
    Capability.PUBLISH: Publisher,
    Capability.FIND: Finder,
    Capability.READ_FEEDBACK: FeedbackReader,
    Capability.READ_COUNTERS: CounterReader,
    Capability.DELETE: Deleter,
    Capability.EDIT: Editor,
    Capability.BEAR_LINK_CARD: CardBearer,
}
