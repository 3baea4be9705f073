"""The ways a network can fail, named by what must happen next.

NetworkError
├── NetworkUnavailable   nothing took effect: try again later
├── RateLimited          too many calls: try again after `retry_after_seconds`
├── QuotaExhausted       a daily or paid quota is used up until `until`
├── AccessRevoked        a person must reconnect the channel
│   ├── PermissionLost   … and be given a role or a right over there first
│   ├── NoAccount        … with somebody who has a page, a channel or a place there
│   │   └── NotLinked    … once the account is linked with a page of theirs over there
│   └── SourceGone       … or take it out: what was listened to is no longer there
├── ReviewRequired       the vendor must approve the developer app first
├── AppMisconfigured     the operator must mend the developer app's settings
├── VersionRetired       the operator must update Beffroi
├── PolicyBlocked        the network restricts the account: a person must look over there
│   └── ReadersRefused   … a public source lets no program read: a person must ask it
├── ContentRefused       a person must change `field`
├── MediaUnreachable     the network could not fetch a file from our public address
├── DuplicateContent     the network says that the very same is there already
├── NotFound             the thing asked for does not exist, or no longer
├── CursorTooOld         a stream no longer has what was told then: go on from now, and say so
├── OutcomeUnknown       the call may have taken effect: look it up, never repeat it
└── UnexpectedResponse   a read answered something undocumented: a developer must look

`detail` is for the log: it never reaches a page and never holds a token or a message's text.
"""

from __future__ import annotations

from datetime import datetime


class NetworkError(Exception):
    """Base class. `retryable` says whether the same call may simply be made again."""

    retryable = False

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail)
        self.detail = detail


class NetworkUnavailable(NetworkError):
    """Proof that nothing took effect: refused connection, DNS failure, failed read."""

    retryable = True


class RateLimited(NetworkError):
    """Too many calls. `retry_after_seconds` is never negative."""

    retryable = True

    def __init__(self, detail: str = "", *, retry_after_seconds: int) -> None:
        super().__init__(detail)
        self.retry_after_seconds = max(0, retry_after_seconds)


class QuotaExhausted(NetworkError):
    """A quota is used up. `until` is aware UTC, or None when a person must top it up."""

    def __init__(self, detail: str = "", *, until: datetime | None = None) -> None:
        super().__init__(detail)
        self.until = until


class AccessRevoked(NetworkError):
    """The access is dead or too narrow: a person must reconnect the channel."""


class PermissionLost(AccessRevoked):
    """The access works and does not suffice: a role or a right is missing over there."""


class NoAccount(AccessRevoked):
    """The person said yes, and has nothing there that could be connected."""


class NotLinked(NoAccount):
    """The account is reached through a page, and no page of theirs is linked with it."""


class SourceGone(AccessRevoked):
    """A public source says that it is gone, or was not found for long."""


class ReviewRequired(NetworkError):
    """The vendor must approve the developer app before this call is allowed."""


class AppMisconfigured(NetworkError):
    """The developer app's own settings are wrong: its id, its secret, its return address."""


class VersionRetired(NetworkError):
    """The version of the interface that we ask for no longer answers."""


class PolicyBlocked(NetworkError):
    """The network restricts what this account may do, for a time or until a person settles it."""


class ReadersRefused(PolicyBlocked):
    """A public source refuses programs that read it, or asks for a proof that a person reads."""


class ContentRefused(NetworkError):
    """The network refuses this content.

    `field` names what to change: text, title, tags, media, alt_text, language, reply_to or address.
    `limit` is the network's own bound when it is known, in the unit of that field.
    """

    def __init__(self, detail: str = "", *, field: str = "text", limit: int | None = None) -> None:
        super().__init__(detail)
        self.field = field
        self.limit = limit


class MediaUnreachable(NetworkError):
    """The network could not fetch a file from the address that we gave."""


class DuplicateContent(NetworkError):
    """The network says that the very same content is there. `remote_id` is its id, if told."""

    def __init__(self, detail: str = "", *, remote_id: str = "") -> None:
        super().__init__(detail)
        self.remote_id = remote_id


class NotFound(NetworkError):
    """The network says that the thing does not exist, or no longer."""


class CursorTooOld(NetworkError):
    """A stream cannot be resumed where it was left: what came between is lost to it."""


class OutcomeUnknown(NetworkError):
    """A visible call was made and its outcome cannot be told from the answer."""


class UnexpectedResponse(NetworkError):
    """A read answered a shape that the network does not document."""
