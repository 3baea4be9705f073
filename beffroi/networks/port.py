"""The port: everything that Beffroi may ask of a social network.

One small protocol per capability. A network implements what it really offers and says so in its
`declaration`; a contract test checks that the two agree. Nothing raises NotImplementedError.
Every method may raise a `NetworkError`; only `publish` and `report` may raise `OutcomeUnknown`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import ClassVar, Protocol, runtime_checkable

from beffroi.networks.connecting import (
    AddressConnector,
    AppRegistrar,
    OAuthConnector,
    PasswordConnector,
)
from beffroi.networks.contracts import (
    Access,
    Counters,
    DailyCount,
    DeveloperApp,
    Diagnosis,
    FeedbackPage,
    Handshake,
    IncomingFeedback,
    Notice,
    OutgoingMedia,
    OutgoingPost,
    PublishedPost,
    TextCount,
    UploadedMedia,
)
from beffroi.networks.declarations import Capability, Cost, Declaration, Draft, Limits, Problem
from beffroi.networks.moderation import (
    AuthorBlocker,
    FeedbackHider,
    FeedbackRemover,
    FeedbackReporter,
)
from beffroi.networks.withdrawals import WithdrawalReceiver


class AccessKeeper(Protocol):
    """Where an adapter reads its channel's access, and keeps a renewed one.

    Kept by the channel: encrypted, under a lock held by one caller at a time per channel.
    """

    @property
    def account_id(self) -> str:
        """Whose channel it is, also while there is no access. Raises nothing."""
        ...

    def read(self) -> Access:
        """Return the access as it is stored now. Raises AccessRevoked when there is none."""
        ...

    def renew(self, stale: Access, renewal: Callable[[Access], Access]) -> Access:
        """Return a working access, calling `renewal` at most once for all concurrent callers.

        When the stored access is no longer `stale`, somebody else renewed it: that one is returned
        and `renewal` is not called. The renewed access is durable before it is returned.
        """
        ...

    @property
    def told_at(self) -> datetime | None:
        """When somebody last told us, at the channel's own door, that there is something new."""
        ...

    def app(self) -> DeveloperApp:
        """Return the developer app under which the access was given. Raises AppMisconfigured.

        Of a channel with a door of its own, it is what was agreed there.
        """
        ...

    def note_cost(self, cost: Cost) -> None:
        """Count what a call has just cost."""
        ...


class UploadProgress(Protocol):
    """What is known of an upload under way, durable: a later try goes on from there."""

    @property
    def kept(self) -> str:
        """What `keep` was last given, "" at first."""
        ...

    def keep(self, state: str) -> None:
        """Store where the upload stands, before the next call. It may hold a secret address."""
        ...


class Network(Protocol):
    """A network as such, before any channel is connected. It also is the connector it declares."""

    declaration: ClassVar[Declaration]

    def count_text(self, text: str, *, limits: Limits, content_warning: str = "") -> TextCount:
        """Count `text` in the network's own unit, as its server would. Pure.

        A network that has no content warnings ignores `content_warning`.
        """
        ...

    def problems(self, draft: Draft, *, limits: Limits) -> Sequence[Problem]:
        """Return what the network would refuse of `draft`, beyond what `limits` say. Pure."""
        ...

    def open(self, keeper: AccessKeeper) -> object:
        """Return the adapter that acts for the channel whose access `keeper` holds.

        It implements the protocols of every declared capability but those `OF_THE_NETWORK`.
        """
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

    def upload(self, media: OutgoingMedia, *, progress: UploadProgress) -> UploadedMedia:
        """Hand over a file. Invisible to the public and free to repeat."""
        ...

    def is_ready(self, media: UploadedMedia) -> bool:
        """Tell whether the file may be attached. Raises ContentRefused when it never will."""
        ...

    def publish(self, post: OutgoingPost) -> PublishedPost:
        """Make `post` visible: one call, never repeated inside.

        Raises OutcomeUnknown whenever the call may have taken effect, DuplicateContent when the
        network says that the very same is there. NetworkUnavailable and RateLimited are proof that
        nothing took effect.
        """
        ...


@runtime_checkable
class Preparer(Protocol):
    """Capability.PREPARE: a post is built whole where nobody sees it, then published by its id."""

    def prepare(self, post: OutgoingPost, *, progress: UploadProgress) -> str:
        """Build `post` and return its handle, for `OutgoingPost.prepared`. Free to repeat."""
        ...

    def is_prepared(self, handle: str) -> bool:
        """Tell whether it may be published. Raises ContentRefused when it never will."""
        ...


@runtime_checkable
class Finder(Protocol):
    """Capability.FIND."""

    def find(
        self, post: OutgoingPost, *, since: datetime, excluding: frozenset[str] = frozenset()
    ) -> PublishedPost | None:
        """Look up what an earlier `publish` of this very post made, None when it is absent.

        `since` is when the first try began; `excluding` holds the remote ids that other posts are
        known to have, so that a twin with the same text is not taken for this one. A file's handle
        is empty where a backup was restored that did not know it yet. Raises when the network
        cannot tell.
        """
        ...


@runtime_checkable
class FateChecker(Protocol):
    """Capability.CHECK_FATE: a network that may take a post away after it was published."""

    def is_still_up(self, remote_id: str) -> bool | None:
        """Tell whether a published post stands; None: the network has not decided yet.

        Raises ContentRefused when it was rejected.
        """
        ...


@runtime_checkable
class FeedbackReader(Protocol):
    """Capability.READ_FEEDBACK."""

    def read_feedback(self, cursor: str | None) -> FeedbackPage:
        """Read what people said from `cursor` on; None starts with what is recent."""
        ...

    def read_thread(self, remote_id: str) -> Sequence[IncomingFeedback]:
        """Read every reply under one post, oldest first; ours are marked. NotFound when gone."""
        ...

    def read_again(self, remote_ids: Sequence[str]) -> Mapping[str, IncomingFeedback | None]:
        """Read feedback as it is now, known or told by a `Notice`.

        None: deleted on the network. Absent key: not told.
        """
        ...


@runtime_checkable
class WebhookReceiver(Protocol):
    """Capability.RECEIVE_WEBHOOKS. Pure: what is received is a hint, and is read again."""

    def shake_hands(
        self, query: Mapping[str, str], *, app: DeveloperApp, verify_token: str
    ) -> Handshake | None:
        """Return what to answer when the network checks our address, None when it is not it."""
        ...

    def is_genuine(self, headers: Mapping[str, str], body: bytes, *, app: DeveloperApp) -> bool:
        """Tell whether `body` bears the network's signature. Header names are in lower case."""
        ...

    def read_notices(self, body: bytes) -> Sequence[Notice]:
        """Return what a genuine body tells; what is not understood is left out."""
        ...


@runtime_checkable
class Subscriber(Protocol):
    """Capability.SUBSCRIBE: a channel for which webhooks must be asked."""

    def subscribe(self, *, callback_url: str) -> None:
        """Ask for webhooks about this channel. Free to repeat."""
        ...


@runtime_checkable
class DoorOwner(Protocol):
    """Capability.OWN_DOOR: a channel of which others than its network's vendor tell, as hubs do.

    What is agreed with them stands in the place of a developer app, and is kept before they are
    told of it by `subscribe`: they may check at once.
    """

    def agree(self, former: DeveloperApp | None) -> DeveloperApp | None:
        """Return what to agree on, going on with `former`; None when nobody tells of it."""
        ...

    def part(self, former: DeveloperApp) -> DeveloperApp:
        """Return what to agree on in order to be told no more. Pure."""
        ...


@runtime_checkable
class CounterReader(Protocol):
    """Capability.READ_COUNTERS."""

    def read_counters(self, remote_ids: Sequence[str]) -> Mapping[str, Counters]:
        """Read counters of own posts; one that is gone is left out."""
        ...


@runtime_checkable
class ChannelCounterReader(Protocol):
    """Capability.READ_CHANNEL_COUNTERS."""

    def read_channel_counters(self, first: date, last: date) -> Sequence[DailyCount]:
        """Read the channel's counters of these days, both included; unknown ones are left out."""
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


@runtime_checkable
class Diagnosable(Protocol):
    """Capability.DIAGNOSE."""

    def diagnose(self, *, public_url: str) -> Sequence[Diagnosis]:
        """Return what keeps this channel from working whole; nothing: all is well.

        Asks the network. `public_url` is where this installation is reached. Raises
        NetworkUnavailable and RateLimited only: every refusal is a finding.
        """
        ...


@runtime_checkable
class Priced(Protocol):
    """Capability.PRICED: calls cost money. Pure."""

    def cost_of(self, draft: Draft) -> Cost:
        """Return what publishing `draft` will cost."""
        ...


PROTOCOLS: dict[Capability, type] = {
    Capability.CONNECT_WITH_PASSWORD: PasswordConnector,
    Capability.CONNECT_WITH_OAUTH: OAuthConnector,
    Capability.CONNECT_WITH_ADDRESS: AddressConnector,
    Capability.REGISTER_APP: AppRegistrar,
    Capability.PUBLISH: Publisher,
    Capability.PREPARE: Preparer,
    Capability.FIND: Finder,
    Capability.CHECK_FATE: FateChecker,
    Capability.READ_FEEDBACK: FeedbackReader,
    Capability.HIDE_FEEDBACK: FeedbackHider,
    Capability.REMOVE_FEEDBACK: FeedbackRemover,
    Capability.REPORT_FEEDBACK: FeedbackReporter,
    Capability.BLOCK_AUTHOR: AuthorBlocker,
    Capability.RECEIVE_WEBHOOKS: WebhookReceiver,
    Capability.SUBSCRIBE: Subscriber,
    Capability.RECEIVE_WITHDRAWALS: WithdrawalReceiver,
    Capability.OWN_DOOR: DoorOwner,
    Capability.READ_COUNTERS: CounterReader,
    Capability.READ_CHANNEL_COUNTERS: ChannelCounterReader,
    Capability.DELETE: Deleter,
    Capability.EDIT: Editor,
    Capability.BEAR_LINK_CARD: CardBearer,
    Capability.DIAGNOSE: Diagnosable,
    Capability.PRICED: Priced,
}

#: Implemented by the network itself; all others by its channels.
OF_THE_NETWORK = frozenset(
    {
        Capability.CONNECT_WITH_PASSWORD,
        Capability.CONNECT_WITH_OAUTH,
        Capability.CONNECT_WITH_ADDRESS,
        Capability.REGISTER_APP,
        Capability.RECEIVE_WEBHOOKS,
        Capability.RECEIVE_WITHDRAWALS,
        Capability.PRICED,
    }
)
