"""Rules of posts and their dates. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from beffroi.networks.contracts import Limits, TextCount


class Stage(Enum):
    """How far a post is on our side; each network's part is the story of its delivery."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    SCHEDULED = "scheduled"


class PostState(Enum):
    """What a person reads on the calendar: the stage and the deliveries in one word."""

    DRAFT = "draft"
    TO_APPROVE = "to_approve"
    SCHEDULED = "scheduled"
    SENDING = "sending"
    PUBLISHED = "published"
    TO_CHECK = "to_check"
    FAILED = "failed"


#: The most pressing state of any delivery is the state of the post.
_PRESSING = (
    (PostState.TO_CHECK, {"ask_human", "held"}),
    (PostState.FAILED, {"failed"}),
    (PostState.SENDING, {"leased", "sending", "unknown", "reconciling"}),
    (PostState.SCHEDULED, {"scheduled"}),
    (PostState.PUBLISHED, {"published"}),
)


def state_of(stage: Stage, delivery_statuses: Collection[str]) -> PostState:
    """Return the one state that a person should read."""
    if stage is not Stage.SCHEDULED:
        return PostState.DRAFT if stage is Stage.DRAFT else PostState.TO_APPROVE
    for state, statuses in _PRESSING:
        if statuses & set(delivery_statuses):
            return state
    return PostState.SCHEDULED


class Clock(Enum):
    """How a typed wall time relates to the zone's clock changes."""

    PLAIN = "plain"
    SKIPPED = "skipped"
    TWICE = "twice"


@dataclass(frozen=True, slots=True)
class Moment:
    """A typed wall time in a zone. `at` is the instant chosen, aware UTC.

    SKIPPED: the clocks jump over it; `at` is an hour later on the wall, the same span after the
    last existing minute. TWICE: the clocks show it twice; `at` is the first, `later` the second.
    """

    at: datetime
    kind: Clock
    later: datetime | None = None


def moment(wall: datetime, zone: ZoneInfo, *, second: bool = False) -> Moment:
    """Place the naive wall time `wall` in `zone`. `second` takes the second of two."""
    first = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    other = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    if first == other:
        return Moment(first, Clock.PLAIN)
    if first > other:  # fold 0 counts from before the jump: the later instant
        return Moment(first, Clock.SKIPPED)
    return Moment(other if second else first, Clock.TWICE, later=other)


#: Typed as « now » or a minute ago while the page was open.
GRACE = timedelta(minutes=5)


def is_past(planned_at: datetime, *, now: datetime) -> bool:
    """Tell whether it is too late to plan a post at `planned_at`."""
    return planned_at < now - GRACE


class Problem(Enum):
    """What keeps a post from leaving, in the order in which a person mends it."""

    NO_CHANNEL = "no_channel"
    CHANNEL_LOST = "channel_lost"
    EMPTY = "empty"
    TOO_LONG = "too_long"
    TOO_MANY_IMAGES = "too_many_images"
    ALT_TEXT_MISSING = "alt_text_missing"
    ALT_TEXT_TOO_LONG = "alt_text_too_long"
    IMAGE_TYPE = "image_type"
    NO_DATE = "no_date"
    DATE_PAST = "date_past"


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem, on which channel (None: the whole post), and by how much."""

    problem: Problem
    channel_id: int | None = None
    excess: int = 0


@dataclass(frozen=True, slots=True)
class Picture:
    """What the rules need to know of a picture."""

    media_type: str
    alt_text: str


@dataclass(frozen=True, slots=True)
class Draft:
    """One variant as it stands, with its channel's limits and count."""

    channel_id: int
    is_connected: bool
    text: str
    count: TextCount
    limits: Limits


def findings(drafts: Sequence[Draft], pictures: Sequence[Picture]) -> list[Finding]:
    """Return what keeps these variants from leaving; the date is looked at apart."""
    found = [] if drafts else [Finding(Problem.NO_CHANNEL)]
    if any(not picture.alt_text.strip() for picture in pictures):
        found.append(Finding(Problem.ALT_TEXT_MISSING))
    for draft in drafts:
        found += _of_draft(draft, pictures)
    return found


def _of_draft(draft: Draft, pictures: Sequence[Picture]) -> list[Finding]:
    limits, channel_id = draft.limits, draft.channel_id
    checks = (
        (Problem.CHANNEL_LOST, not draft.is_connected, 0),
        (Problem.EMPTY, not draft.text.strip() and not pictures, 0),
        (Problem.TOO_LONG, draft.count.excess > 0, draft.count.excess),
        (
            Problem.TOO_MANY_IMAGES,
            len(pictures) > limits.images_max,
            len(pictures) - limits.images_max,
        ),
        (
            Problem.ALT_TEXT_TOO_LONG,
            any(len(picture.alt_text) > limits.alt_text_max for picture in pictures),
            max((len(picture.alt_text) for picture in pictures), default=0) - limits.alt_text_max,
        ),
        (
            Problem.IMAGE_TYPE,
            any(picture.media_type not in limits.image_types for picture in pictures),
            0,
        ),
    )
    return [Finding(problem, channel_id, excess) for problem, is_so, excess in checks if is_so]
