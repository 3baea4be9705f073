"""Decisions of a delivery. Pure: states, waits, and what each answer of a network leads to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from beffroi.networks.contracts import MediaKind
from beffroi.networks.errors import (
    AppMisconfigured,
    ContentRefused,
    DuplicateContent,
    MediaUnreachable,
    NetworkError,
    NotFound,
    PolicyBlocked,
    QuotaExhausted,
    RateLimited,
    ReviewRequired,
    VersionRetired,
)


class Status(Enum):
    """Where one variant is on its way to one channel."""

    SCHEDULED = "scheduled"
    LEASED = "leased"
    SENDING = "sending"
    UNKNOWN = "unknown"
    RECONCILING = "reconciling"
    HELD = "held"
    ASK_HUMAN = "ask_human"
    PUBLISHED = "published"
    FAILED = "failed"
    CANCELLED = "cancelled"


#: Every allowed step. From SENDING on, only proof or a person leads back to SCHEDULED.
TRANSITIONS: dict[Status, frozenset[Status]] = {
    Status.SCHEDULED: frozenset(
        {Status.LEASED, Status.HELD, Status.CANCELLED, Status.UNKNOWN, Status.FAILED}
    ),
    Status.LEASED: frozenset(
        {
            Status.SCHEDULED,
            Status.SENDING,
            Status.HELD,
            Status.FAILED,
            Status.CANCELLED,
            Status.UNKNOWN,
        }
    ),
    Status.SENDING: frozenset({Status.PUBLISHED, Status.UNKNOWN, Status.SCHEDULED, Status.FAILED}),
    Status.UNKNOWN: frozenset({Status.RECONCILING, Status.PUBLISHED, Status.ASK_HUMAN}),
    Status.RECONCILING: frozenset(
        {Status.UNKNOWN, Status.PUBLISHED, Status.SCHEDULED, Status.HELD, Status.ASK_HUMAN}
    ),
    Status.HELD: frozenset({Status.SCHEDULED, Status.CANCELLED, Status.UNKNOWN}),
    Status.ASK_HUMAN: frozenset({Status.PUBLISHED, Status.SCHEDULED, Status.CANCELLED}),
    Status.PUBLISHED: frozenset(),
    Status.FAILED: frozenset(),
    Status.CANCELLED: frozenset(),
}

#: Nothing has left yet: the content may still change.
EDITABLE = frozenset({Status.SCHEDULED, Status.LEASED, Status.HELD})
#: It waits for its hour, or is being got ready: nothing of it can be seen.
NOT_LEFT = frozenset({Status.SCHEDULED, Status.LEASED})
#: On its way: it moves on by itself.
OPEN = frozenset(
    {Status.SCHEDULED, Status.LEASED, Status.SENDING, Status.UNKNOWN, Status.RECONCILING}
)
#: It came to nothing on the network.
NOT_SENT = frozenset({Status.FAILED, Status.CANCELLED})
FINAL = frozenset({Status.PUBLISHED, Status.FAILED, Status.CANCELLED})

#: A post that is later than this is held, and a person is asked.
LATE_TOLERANCE = timedelta(hours=2)
#: From the commit of the attempt to the visible call, with what an adapter asks before it; beyond
#: it the machine slept: the call is not made.
SENDING_WINDOW = timedelta(minutes=2)
#: How long an upload is trusted to be still there. Bluesky keeps unattached blobs an hour; others
#: keep videos a day, and some work on them for long (X: 24 hours; see the limits).
UPLOADS_VALID = {
    MediaKind.IMAGE: timedelta(minutes=30),
    MediaKind.VIDEO: timedelta(hours=20),
    MediaKind.DOCUMENT: timedelta(hours=20),
}
#: How long to wait before asking again whether a file is ready: each question may count.
PROCESSING_WAITS = {
    MediaKind.IMAGE: timedelta(seconds=5),
    MediaKind.VIDEO: timedelta(seconds=20),
    MediaKind.DOCUMENT: timedelta(seconds=5),
}
#: An absence counts once it has been seen this many times, this far apart.
ABSENCES_NEEDED = 2
LOOKUP_SPACING = timedelta(seconds=30)
#: After so many lookups without an answer, a person is asked.
LOOKUPS_MAX = 8
#: Posts of this span before a call are known not to be its result. Networks' clocks may differ.
TWIN_SPAN = timedelta(days=1)
#: A network that may take posts away is asked about one so long after its publication, …
FATE_LOOKS = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=24))
#: … each time up to this part of the wait later: what left together is not asked about together.
_FATE_SPREAD = 0.1
#: Where no answer was to be had it is asked again after this, for as long as that.
FATE_LOOK_AGAIN = timedelta(hours=3)
FATE_FOLLOWED_FOR = timedelta(days=7)
#: How long a pause that was begun, or ended, by mistake can be taken back.
PAUSE_UNDONE_FOR = timedelta(minutes=10)
_BACKOFF_FIRST = timedelta(seconds=20)
_BACKOFF_MAX = timedelta(minutes=10)


class Reason(Enum):
    """Why a person is asked, or why a delivery failed. The page turns it into a sentence."""

    NONE = ""
    LATE = "late"
    PAUSED = "paused"
    RESTORED = "restored"
    CANNOT_LOOK_UP = "cannot_look_up"
    REFUSED = "refused"
    NEEDS_REVIEW = "needs_review"
    BLOCKED = "blocked"
    DUPLICATE = "duplicate"
    MEDIA_UNREACHABLE = "media_unreachable"
    APP_MISCONFIGURED = "app_misconfigured"
    VERSION_RETIRED = "version_retired"
    CRASHED = "crashed"
    #: Published, then taken away: the network gives no reason, or refuses it after all.
    GONE = "gone"
    REJECTED = "rejected"


#: Why a published delivery is no longer there.
TAKEN_AWAY = frozenset({Reason.GONE, Reason.REJECTED})


@dataclass(frozen=True, slots=True)
class Wait:
    """What keeps a due delivery from leaving now."""

    until: datetime | None
    reason: Reason = Reason.NONE


#: Clear refusals: nothing was published, and trying again by itself would change nothing.
_REASONS: dict[type[NetworkError], Reason] = {
    ContentRefused: Reason.REFUSED,
    NotFound: Reason.REFUSED,
    ReviewRequired: Reason.NEEDS_REVIEW,
    PolicyBlocked: Reason.BLOCKED,
    DuplicateContent: Reason.DUPLICATE,
    MediaUnreachable: Reason.MEDIA_UNREACHABLE,
    AppMisconfigured: Reason.APP_MISCONFIGURED,
    VersionRetired: Reason.VERSION_RETIRED,
}
REFUSALS = tuple(_REASONS)


def reason_of(refusal: NetworkError) -> Reason:
    """Return why a delivery failed, of a refusal that is one of `REFUSALS`."""
    return next(reason for kind, reason in _REASONS.items() if isinstance(refusal, kind))


def may_move(old: Status, new: Status) -> bool:
    """Tell whether a delivery may go from `old` to `new`."""
    return new in TRANSITIONS[old]


def is_late(*, due_at: datetime, now: datetime, tolerance: timedelta = LATE_TOLERANCE) -> bool:
    """Tell whether a post due at `due_at` should no longer leave without a word."""
    return now - due_at > tolerance


def backoff(tries: int) -> timedelta:
    """Return how long to wait after the `tries`-th failure in a row (1 or more)."""
    factor: int = 1 << min(max(tries, 1) - 1, 10)
    return min(_BACKOFF_MAX, _BACKOFF_FIRST * factor)


def quarantine_end(*, call_ended_by: datetime, slowest_commit: timedelta) -> datetime:
    """Return when our call can no longer become visible: looking earlier proves nothing."""
    return call_ended_by + slowest_commit


def after_absence(absences: int) -> bool:
    """Tell whether `absences` lookups in a row, spaced, prove that nothing was published."""
    return absences >= ABSENCES_NEEDED


def next_fate_look(published_at: datetime, *, now: datetime, share: float) -> datetime | None:
    """Return when to look at a published post again after `now`, None after the last time.

    `share`, in [0, 1), is the delivery's own place in the spread: the same at every call.
    """
    spread = 1 + _FATE_SPREAD * share
    looks = (published_at + wait * spread for wait in FATE_LOOKS)
    return next((at for at in looks if at > now), None)


def fate_look_again(published_at: datetime, *, now: datetime, share: float) -> datetime | None:
    """Return when to ask again a network that could not tell, None once it is long enough."""
    if now >= published_at + FATE_FOLLOWED_FOR:
        return None
    soon = now + FATE_LOOK_AGAIN
    return min(soon, next_fate_look(published_at, now=now, share=share) or soon)


def upload_valid(kind: MediaKind, *, video_kept_for: timedelta | None) -> timedelta:
    """Return how long an upload is trusted; a network may say how long it keeps videos."""
    if kind is MediaKind.VIDEO and video_kept_for is not None:
        return video_kept_for
    return UPLOADS_VALID[kind]


def wake_after(error: NetworkError, *, tries: int, now: datetime) -> datetime:
    """Return when to try again after `error`, the `tries`-th in a row that sent nothing."""
    if isinstance(error, RateLimited):
        return now + max(timedelta(seconds=error.retry_after_seconds), timedelta(seconds=1))
    if isinstance(error, QuotaExhausted) and error.until is not None:
        return max(error.until, now + _BACKOFF_FIRST)
    return now + backoff(tries)
