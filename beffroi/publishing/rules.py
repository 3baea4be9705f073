"""Rules of posts and their dates. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import Enum
from zoneinfo import ZoneInfo

from beffroi.networks.contracts import TextCount
from beffroi.networks.declarations import Limits
from beffroi.networks.declarations import Problem as NetworkProblem


class Stage(Enum):
    """How far a post is on our side; each network's part is the story of its delivery."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    SCHEDULED = "scheduled"
    #: A draft that a person put away; it can be taken back for `DELETED_KEPT`.
    DELETED = "deleted"


class PostState(Enum):
    """What a person reads on the calendar: the stage and the deliveries in one word."""

    DRAFT = "draft"
    TO_APPROVE = "to_approve"
    SCHEDULED = "scheduled"
    SENDING = "sending"
    PUBLISHED = "published"
    TO_CHECK = "to_check"
    FAILED = "failed"
    HELD = "held"
    CANCELLED = "cancelled"


_OF_STAGE = {
    Stage.DRAFT: PostState.DRAFT,
    Stage.DELETED: PostState.DRAFT,
    Stage.SUBMITTED: PostState.TO_APPROVE,
}
_OF_DELIVERY = {
    "scheduled": PostState.SCHEDULED,
    "leased": PostState.SENDING,
    "sending": PostState.SENDING,
    "unknown": PostState.SENDING,
    "reconciling": PostState.SENDING,
    "held": PostState.HELD,
    "ask_human": PostState.TO_CHECK,
    "published": PostState.PUBLISHED,
    "failed": PostState.FAILED,
    "cancelled": PostState.CANCELLED,
}
#: The most pressing state of any delivery is the state of the post.
_PRESSING = (
    PostState.TO_CHECK,
    PostState.HELD,
    PostState.FAILED,
    PostState.SENDING,
    PostState.SCHEDULED,
    PostState.PUBLISHED,
    PostState.CANCELLED,
)


def state_of(stage: Stage, delivery_statuses: Collection[str]) -> PostState:
    """Return the one state that a person should read."""
    if stage in _OF_STAGE:
        return _OF_STAGE[stage]
    states = {_OF_DELIVERY[status] for status in delivery_statuses}
    return min(states, key=_PRESSING.index, default=PostState.SCHEDULED)


def state_of_delivery(status: str) -> PostState:
    """Return the state of one channel's delivery, in the same words as a post's."""
    return _OF_DELIVERY[status]


#: How long a deleted draft can be taken back.
DELETED_KEPT = timedelta(days=30)
#: How long a picture is kept that nothing shows: it may be on a page that is still being written.
UNUSED_PICTURES_KEPT = timedelta(days=7)


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


def wall_of(at: datetime, zone: ZoneInfo) -> tuple[datetime, bool]:
    """Return what the clocks in `zone` show at `at`, and whether they show it a second time."""
    local = at.astimezone(zone)
    is_second = local.fold == 1 and moment(local.replace(tzinfo=None), zone).kind is Clock.TWICE
    return local.replace(tzinfo=None, fold=0), is_second


#: Typed as « now » or a minute ago while the page was open.
GRACE = timedelta(minutes=5)


def is_past(planned_at: datetime, *, now: datetime) -> bool:
    """Tell whether it is too late to plan a post at `planned_at`."""
    return planned_at < now - GRACE


#: Networks where a post may be for followers only and may open with a warning.
WITH_AUDIENCE = frozenset({"mastodon"})


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
    IMAGE_RATIO = "image_ratio"
    MEDIA_MISSING = "media_missing"
    VIDEO_MISSING = "video_missing"
    MEDIA_MIXED = "media_mixed"
    PUBLIC_ADDRESS = "public_address"
    TOO_MANY_HASHTAGS = "too_many_hashtags"
    TOO_MANY_MENTIONS = "too_many_mentions"
    TOO_MANY_CASHTAGS = "too_many_cashtags"
    FORBIDDEN_SIGNS = "forbidden_signs"
    PHONE_NUMBER = "phone_number"
    TITLE_MISSING = "title_missing"
    TITLE_TOO_LONG = "title_too_long"
    TAGS_TOO_LONG = "tags_too_long"
    FORMAT_UNKNOWN = "format_unknown"
    NO_DATE = "no_date"
    DATE_PAST = "date_past"


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem, on which channel (None: the whole post), and by how much.

    `picture` is the place of the picture concerned, from 0; `signs` are those to take out.
    """

    problem: Problem
    channel_id: int | None = None
    excess: int = 0
    picture: int | None = None
    limit: int = 0
    signs: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """What the rules need to know of a picture. Sizes in pixels and bytes."""

    media_type: str
    alt_text: str
    width: int = 1
    height: int = 1
    size_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Draft:
    """One variant as it stands, with its channel's limits and count.

    `problems` is what its network would refuse beyond its limits; `is_reached` says whether the
    network can fetch a picture from us by itself.
    """

    channel_id: int
    is_connected: bool
    text: str
    count: TextCount
    limits: Limits
    problems: tuple[NetworkProblem, ...] = ()
    is_reached: bool = True


def findings(drafts: Sequence[Draft], pictures: Sequence[Picture]) -> list[Finding]:
    """Return what keeps these variants from leaving; the date is looked at apart."""
    found = [] if drafts else [Finding(Problem.NO_CHANNEL)]
    is_silent = not pictures and not any(draft.text.strip() for draft in drafts)
    if drafts and is_silent:
        found.append(Finding(Problem.EMPTY))
    for draft in drafts:
        found += _of_draft(draft, pictures, is_silent=is_silent)
    found += [
        Finding(Problem.ALT_TEXT_MISSING, picture=place)
        for place, picture in enumerate(pictures)
        if not picture.alt_text.strip()
    ]
    return found


def date_findings(planned_at: datetime | None, *, now: datetime) -> list[Finding]:
    """Return what keeps a post from leaving at `planned_at`."""
    if planned_at is None:
        return [Finding(Problem.NO_DATE)]
    return [Finding(Problem.DATE_PAST)] if is_past(planned_at, now=now) else []


def _of_draft(draft: Draft, pictures: Sequence[Picture], *, is_silent: bool) -> list[Finding]:
    limits, channel_id = draft.limits, draft.channel_id
    if not draft.is_connected:
        return [Finding(Problem.CHANNEL_LOST, channel_id)]
    found = []
    if not draft.text.strip() and not pictures and not is_silent:
        found.append(Finding(Problem.EMPTY, channel_id))
    if draft.count.excess:
        found.append(Finding(Problem.TOO_LONG, channel_id, draft.count.excess))
    if len(pictures) > limits.images_max:
        excess = len(pictures) - limits.images_max
        found.append(Finding(Problem.TOO_MANY_IMAGES, channel_id, excess))
    if limits.needs_media and not pictures:
        found.append(Finding(Problem.MEDIA_MISSING, channel_id))
    if limits.needs_public_media and pictures and not draft.is_reached:
        found.append(Finding(Problem.PUBLIC_ADDRESS, channel_id))
    for place, picture in enumerate(pictures):
        found += _of_picture(picture, place, draft)
    known = {finding.problem for finding in found}
    told = [_of_network(problem, channel_id, pictures) for problem in draft.problems]
    return [*found, *(finding for finding in told if finding.problem not in known)]


def _of_picture(picture: Picture, place: int, draft: Draft) -> list[Finding]:
    limits, channel_id = draft.limits, draft.channel_id
    found = []
    excess = len(picture.alt_text) - limits.alt_text_max
    if excess > 0:
        found.append(Finding(Problem.ALT_TEXT_TOO_LONG, channel_id, excess, place))
    # What a network fetches from us is a JPEG, whatever is kept: see `media.sharing`.
    if picture.media_type not in limits.image_types and not limits.needs_public_media:
        found.append(Finding(Problem.IMAGE_TYPE, channel_id, picture=place))
    ratio = picture.width / picture.height
    is_too_high = limits.image_ratio_min is not None and ratio < limits.image_ratio_min
    is_too_wide = limits.image_ratio_max is not None and ratio > limits.image_ratio_max
    if is_too_high or is_too_wide:
        found.append(Finding(Problem.IMAGE_RATIO, channel_id, picture=place))
    return found


def _of_network(problem: NetworkProblem, channel_id: int, pictures: Sequence[Picture]) -> Finding:
    limit, meant = problem.limit or 0, Problem(problem.code.value)
    if meant is Problem.MEDIA_MISSING and pictures:
        meant = Problem.VIDEO_MISSING  # what is there is not what it wants
    return Finding(
        meant,
        channel_id,
        max(0, (problem.found or 0) - limit),
        limit=limit,
        signs=problem.signs,
    )


def price(usd: Decimal) -> Decimal:
    """Return an amount as people write it: in cents, or finer where it is finer."""
    in_cents = usd.quantize(Decimal("0.01"))
    return in_cents if in_cents == usd else usd.normalize()


def split_title(text: str) -> tuple[str, str]:
    """Return title and text for a network whose posts have both: the first line, and the rest."""
    title, _, rest = text.strip().partition("\n")
    return title.strip(), rest.strip()
