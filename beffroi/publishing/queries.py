"""What screens read about posts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, Q, QuerySet

from beffroi.channels.models import Channel
from beffroi.channels.queries import network_name
from beffroi.delivery.models import Delivery
from beffroi.publishing import checks, rules
from beffroi.publishing.calendar import Month
from beffroi.publishing.models import Post, Variant
from beffroi.publishing.rules import Finding, PostState, Stage
from beffroi.workspaces.models import Workspace

LIST_MAX = 50


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post in a list or on the calendar. `at` is in the workspace's zone."""

    post: Post
    state: PostState
    networks: tuple[str, ...]
    at: datetime | None


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """What became of one variant."""

    channel: Channel
    network_name: str
    text: str
    delivery: Delivery | None


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


def month_days(workspace: Workspace, month: Month, *, today: date) -> list[list[Day]]:
    """Return the weeks of `month` with what is planned in each day of the workspace's zone."""
    start, end = month.span(workspace.zone)
    posts = _with_deliveries(
        Post.objects.filter(workspace=workspace, planned_at__gte=start, planned_at__lt=end)
    )
    by_day: dict[date, list[PostRow]] = defaultdict(list)
    for row in _rows(posts.order_by("planned_at", "id"), workspace.zone):
        if row.at is not None:
            by_day[row.at.date()].append(row)
    return [
        [
            Day(
                day, day.month == month.month, day == today, day < today, tuple(by_day.get(day, ()))
            )
            for day in week
        ]
        for week in month.weeks
    ]


def in_the_making(workspace: Workspace) -> list[PostRow]:
    """Return drafts and posts that wait for a yes, newest change first."""
    posts = Post.objects.filter(workspace=workspace, stage__in=["draft", "submitted"])
    return _rows(_with_deliveries(posts).order_by("-changed_at", "-id")[:LIST_MAX], workspace.zone)


def submitted(workspace: Workspace) -> list[PostRow]:
    """Return the posts that wait for a yes, the soonest first."""
    posts = Post.objects.filter(workspace=workspace, stage=Stage.SUBMITTED.value)
    return _rows(_with_deliveries(posts).order_by("planned_at", "id")[:LIST_MAX], workspace.zone)


def upcoming(workspace: Workspace, *, now: datetime, limit: int) -> list[PostRow]:
    """Return what leaves next."""
    posts = Post.objects.filter(
        workspace=workspace, stage=Stage.SCHEDULED.value, planned_at__gte=now
    )
    return _rows(_with_deliveries(posts).order_by("planned_at", "id")[:limit], workspace.zone)


def failed(workspace: Workspace) -> list[Post]:
    """Return posts with a refused delivery that nobody has acknowledged."""
    posts = Post.objects.filter(
        Q(variants__delivery__status="failed", variants__delivery__settled_at__isnull=True),
        workspace=workspace,
    )
    return list(posts.distinct().order_by("-planned_at", "id")[:LIST_MAX])


def delivery_rows(post: Post) -> list[DeliveryRow]:
    """Return what became of each variant of `post`."""
    variants = post.variants.select_related("channel", "delivery", "post")
    return [
        DeliveryRow(item.channel, network_name(item.channel.network), item.text, item.delivery)
        for item in variants
    ]


def composer_channels(workspace: Workspace) -> list[Channel]:
    """Return the channels that a post may go to."""
    return list(Channel.objects.of(workspace).present())


def counters(
    channels: Iterable[Channel], texts: dict[int, str], *, content_warning: str
) -> list[Counter]:
    """Count each channel's text as its network does. `texts` is by channel id."""
    rows = []
    for channel in channels:
        count = checks.count(channel, texts[channel.pk], content_warning=content_warning)
        rows.append(
            Counter(channel, network_name(channel.network), count.used, count.limit, count.excess)
        )
    return rows


def findings(post: Post, *, now: datetime) -> list[Finding]:
    """Return what keeps `post` from leaving as it stands."""
    found = checks.findings_of(post)
    if post.planned_at is not None and rules.is_past(post.planned_at, now=now):
        found.append(Finding(rules.Problem.DATE_PAST))
    return found


def _with_deliveries(posts: QuerySet[Post]) -> QuerySet[Post]:
    variants = Variant.objects.select_related("delivery", "channel").order_by("id")
    return posts.prefetch_related(Prefetch("variants", variants))


def _rows(posts: Iterable[Post], zone: ZoneInfo) -> list[PostRow]:
    return [_row(post, zone) for post in posts]


def _row(post: Post, zone: ZoneInfo) -> PostRow:
    variants = list(post.variants.all())
    statuses = [variant.delivery.status for variant in variants if variant.delivery]
    return PostRow(
        post=post,
        state=rules.state_of(Stage(post.stage), statuses),
        networks=tuple(dict.fromkeys(variant.channel.network for variant in variants)),
        at=post.planned_at.astimezone(zone) if post.planned_at else None,
    )
