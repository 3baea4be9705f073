"""What screens read about posts."""

from __future__ import annotations

import uuid
from collections import Counter as Tally
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from beffroi.channels.models import Channel
from beffroi.channels.queries import network_name, publishes
from beffroi.core import keyset
from beffroi.core.keyset import Cursor
from beffroi.delivery.models import Delivery, DeliveryFile
from beffroi.delivery.queries import is_kept_back
from beffroi.media.models import MediaFile
from beffroi.publishing import checks, rules, states
from beffroi.publishing.calendar import YEARS, Month
from beffroi.publishing.checks import Version
from beffroi.publishing.messages import advices
from beffroi.publishing.models import Post, PostFile, Variant
from beffroi.publishing.short_links import Shown, shown_of
from beffroi.publishing.slots import Slot
from beffroi.publishing.states import PostState, Stage
from beffroi.workspaces.models import Workspace

LIST_MAX = 50


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post in a list or on the calendar. `at` is in the workspace's zone."""

    post: Post
    state: PostState
    networks: tuple[str, ...]
    at: datetime | None
    files: tuple[PostFile, ...] = ()
    #: Where its short links lead, of its first channel that has some; only on the calendar.
    links: tuple[Shown, ...] = ()

    @property
    def wall(self) -> datetime | None:
        """What the clocks of the workspace show then."""
        return self.at.replace(tzinfo=None) if self.at else None

    @property
    def may_move(self) -> bool:
        """Whether nothing of it is on its way yet."""
        return self.state in states.MOVABLE


@dataclass(frozen=True, slots=True)
class Counter:
    """How much of one channel's limit the text uses."""

    channel: Channel
    network_name: str
    used: int
    limit: int
    excess: int


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar with its posts, earliest first."""

    day: date
    is_in_month: bool
    is_today: bool
    is_past: bool
    rows: tuple[PostRow, ...]
    #: Moments for posts that nobody has written yet.
    slots: tuple[Slot, ...] = ()


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """A month in weeks. `tally` counts its posts by state; `selected` is the open day."""

    weeks: tuple[tuple[Day, ...], ...]
    tally: tuple[tuple[PostState, int], ...]
    total: int
    selected: Day | None


def calendar_page(
    workspace: Workspace,
    month: Month,
    *,
    today: date,
    selected: date | None = None,
    state: str = "",
    slots: Iterable[Slot] = (),
) -> CalendarPage:
    """Return `month` with what is planned in each day of the workspace's zone.

    `state` keeps the posts in one state only; an unknown one keeps all. `slots` are those that
    wait for a post.
    """
    days = [_day(day, month, today=today) for week in month.weeks for day in week]
    by_day = _rows_by_day(workspace, month)
    tally = Tally(row.state for day in days if day.is_in_month for row in by_day[day.day])
    kept = {one for one in PostState if one.value == state} or set(PostState)
    free: defaultdict[date, list[Slot]] = defaultdict(list)
    for slot in slots:
        free[slot.wall.date()].append(slot)
    days = [
        replace(
            day,
            rows=tuple(row for row in by_day[day.day] if row.state in kept),
            slots=tuple(free[day.day]),
        )
        for day in days
    ]
    return CalendarPage(
        weeks=tuple(tuple(days[start : start + 7]) for start in range(0, len(days), 7)),
        tally=tuple((one, tally[one]) for one in PostState if tally[one]),
        total=tally.total(),
        selected=next((day for day in days if day.day == selected), None),
    )


def in_the_making(workspace: Workspace) -> list[PostRow]:
    """Return drafts and posts that wait for a yes, newest change first."""
    posts = Post.objects.filter(workspace=workspace, stage__in=["draft", "submitted"])
    return _rows(_with_all(posts).order_by("-changed_at", "-id")[:LIST_MAX], workspace.zone)


def drafts(workspace: Workspace) -> list[PostRow]:
    """Return the drafts, newest change first."""
    posts = Post.objects.filter(workspace=workspace, stage=Stage.DRAFT.value)
    return _rows(_with_all(posts).order_by("-changed_at", "-id")[:LIST_MAX], workspace.zone)


def submitted(workspace: Workspace, *, limit: int = LIST_MAX) -> list[PostRow]:
    """Return the posts that wait for a yes, the soonest first, each with its author."""
    posts = Post.objects.filter(workspace=workspace, stage=Stage.SUBMITTED.value)
    posts = _with_all(posts.select_related("author"))
    return _rows(posts.order_by("planned_at", "id")[:limit], workspace.zone)


def upcoming(workspace: Workspace, *, now: datetime, limit: int) -> list[PostRow]:
    """Return what is planned next."""
    posts = _planned(workspace, now=now)
    return _rows(_with_all(posts).order_by("planned_at", "id")[:limit], workspace.zone)


def leaving(workspace: Workspace, *, now: datetime, limit: int) -> list[PostRow]:
    """Return what leaves next: of what is planned, the posts that a connected channel takes."""
    connected = Variant.objects.filter(post=OuterRef("pk"), channel__status="connected")
    posts = _planned(workspace, now=now).filter(Exists(connected))
    return _rows(_with_all(posts).order_by("planned_at", "id")[:limit], workspace.zone)


def rows_of(posts: QuerySet[Post], workspace: Workspace) -> list[PostRow]:
    """Return posts as lists show them, in their order."""
    return _rows(_with_all(posts), workspace.zone)


def unused_files(*, now: datetime) -> list[MediaFile]:
    """Return old files, of every workspace, that no post and no delivery shows."""
    posts = PostFile.objects.filter(file=OuterRef("pk"))
    deliveries = DeliveryFile.objects.filter(file=OuterRef("pk"))
    old = MediaFile.objects.filter(added_at__lt=now - rules.UNUSED_FILES_KEPT)
    return list(old.exclude(Exists(posts)).exclude(Exists(deliveries)).order_by("added_at", "id"))


def _planned(workspace: Workspace, *, now: datetime) -> QuerySet[Post]:
    return Post.objects.filter(
        workspace=workspace, stage=Stage.SCHEDULED.value, planned_at__gte=now
    )


def past(
    workspace: Workspace, *, now: datetime, before: Cursor | None = None
) -> tuple[list[PostRow], Cursor | None]:
    """Return what was due, newest first, and where the next page begins (None: that was all)."""
    posts = Post.objects.filter(
        workspace=workspace, stage=Stage.SCHEDULED.value, planned_at__lt=now
    )
    if before is not None:
        posts = posts.filter(
            Q(planned_at__lt=before.at) | Q(planned_at=before.at, id__lt=before.id)
        )
    found = list(_with_all(posts).order_by("-planned_at", "-id")[: LIST_MAX + 1])
    last = found[LIST_MAX - 1] if len(found) > LIST_MAX else None
    cursor = Cursor(last.planned_at, last.pk) if last and last.planned_at else None
    return _rows(found[:LIST_MAX], workspace.zone), cursor


def parse_cursor(typed: str) -> Cursor | None:
    """Return the cursor that an address holds, None for one that is none or of no calendar."""
    cursor = keyset.parse_cursor(typed)
    return cursor if cursor and cursor.at.year in YEARS else None


def put_away(workspace: Workspace) -> list[PostRow]:
    """Return deleted drafts that can still be taken back, newest first."""
    posts = Post.objects.filter(workspace=workspace, stage=Stage.DELETED.value)
    return _rows(_with_all(posts).order_by("-changed_at", "-id")[:LIST_MAX], workspace.zone)


def failed(workspace: Workspace) -> list[Post]:
    """Return posts with a refused delivery that nobody has acknowledged."""
    posts = Post.objects.filter(
        Q(variants__delivery__status="failed", variants__delivery__settled_at__isnull=True),
        workspace=workspace,
    )
    return list(posts.distinct().order_by("-planned_at", "id")[:LIST_MAX])


def has_posts(workspace: Workspace) -> bool:
    """Tell whether anything was ever written here."""
    return Post.objects.filter(workspace=workspace).exclude(stage=Stage.DELETED.value).exists()


def state_of(post: Post) -> PostState:
    """Return the one word for a post."""
    deliveries = Delivery.objects.filter(variant__post=post).annotate(is_paused=is_kept_back())
    standings = [
        standing(delivery, is_paused=delivery.is_paused)  # type: ignore[attr-defined]
        for delivery in deliveries
    ]
    return states.state_of(Stage(post.stage), standings)


def standing(delivery: Delivery, *, is_paused: bool) -> str:
    """Return what people are told of a delivery in one word, "paused" where that keeps it here."""
    return "paused" if is_paused else delivery.standing


def post_of_form(workspace: Workspace, key: uuid.UUID | None) -> Post | None:
    """Return the post that a composer's page has made already."""
    if key is None:
        return None
    posts = Post.objects.filter(workspace=workspace, form_key=key)
    return posts.select_related("workspace").first()


def composer_channels(workspace: Workspace, *, also: Iterable[int] = ()) -> list[Channel]:
    """Return the channels that a post may go to; `also` names some that a post has already."""
    channels, kept = Channel.objects.of(workspace), list(also)
    present = channels.present().values("pk")
    listed = channels.filter(Q(pk__in=present) | Q(pk__in=kept))
    return [one for one in listed if publishes(one) or one.pk in kept]


def channel_ids(post: Post) -> list[int]:
    """Return the channels that `post` goes to."""
    return list(post.variants.values_list("channel_id", flat=True))


def names_of(post: Post) -> dict[int, str]:
    """Return what to call each channel of `post`."""
    return channel_names(item.channel for item in post.variants.select_related("channel"))


def channel_names(channels: Iterable[Channel]) -> dict[int, str]:
    """Return what to call each channel: its network, with the handle where two share one."""
    listed = list(channels)
    per_network = Tally(channel.network for channel in listed)
    return {
        channel.pk: network_name(channel.network)
        if per_network[channel.network] == 1
        else f"{network_name(channel.network)} ({channel.called})"
        for channel in listed
    }


def counters(versions: Sequence[Version], *, content_warning: str) -> list[Counter]:
    """Count each channel's text as its network does."""
    rows = []
    for version in versions:
        channel, count = version.channel, checks.count(version, content_warning=content_warning)
        rows.append(
            Counter(channel, network_name(channel.network), count.used, count.limit, count.excess)
        )
    return rows


def obstacles(post: Post, *, now: datetime) -> list[str]:
    """Say what keeps a post that waits for a yes from leaving; any other has no obstacle."""
    if post.stage != Stage.SUBMITTED.value:
        return []
    found = checks.findings_of(post) + rules.date_findings(post.planned_at, now=now)
    return [advice.sentence for advice in advices(found, names_of(post))]


def files(workspace: Workspace, ids: Sequence[object]) -> list[MediaFile]:
    """Return the workspace's own files among `ids`, in their order."""
    known = MediaFile.objects.filter(workspace=workspace).in_bulk(list(ids))
    return [known[one] for one in ids if one in known]


def _day(day: date, month: Month, *, today: date) -> Day:
    return Day(day, day.month == month.month, day == today, day < today, ())


def _rows_by_day(workspace: Workspace, month: Month) -> defaultdict[date, list[PostRow]]:
    start, end = month.span(workspace.zone)
    posts = Post.objects.filter(
        workspace=workspace, planned_at__gte=start, planned_at__lt=end
    ).exclude(stage=Stage.DELETED.value)
    by_day: defaultdict[date, list[PostRow]] = defaultdict(list)
    linked = _with_all(posts).prefetch_related("variants__short_links__link")
    for row in _rows(linked.order_by("planned_at", "id"), workspace.zone):
        if row.at is not None:
            by_day[row.at.date()].append(replace(row, links=_links(row.post)))
    return by_day


def _links(post: Post) -> tuple[Shown, ...]:
    told = (shown_of(variant, post) for variant in post.variants.all())
    return next((links for links in told if links), ())


def _with_all(posts: QuerySet[Post]) -> QuerySet[Post]:
    variants = Variant.objects.select_related("delivery", "channel").order_by("id")
    variants = variants.annotate(is_paused=is_kept_back("delivery__"))
    files = PostFile.objects.select_related("file").order_by("position", "id")
    return posts.prefetch_related(Prefetch("variants", variants), Prefetch("files", files))


def _rows(posts: Iterable[Post], zone: ZoneInfo) -> list[PostRow]:
    return [_row(post, zone) for post in posts]


def _row(post: Post, zone: ZoneInfo) -> PostRow:
    variants = list(post.variants.all())
    standings = [
        standing(variant.delivery, is_paused=variant.is_paused)  # type: ignore[attr-defined]
        for variant in variants
        if variant.delivery
    ]
    return PostRow(
        post=post,
        state=states.state_of(Stage(post.stage), standings),
        networks=tuple(dict.fromkeys(variant.channel.network for variant in variants)),
        at=post.planned_at.astimezone(zone) if post.planned_at else None,
        files=tuple(post.files.all()),
    )
