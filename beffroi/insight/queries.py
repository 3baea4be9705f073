"""What screens and reports read of what was counted: sums of days, never single readings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Max, QuerySet, Sum

from beffroi.core.periods import Period
from beffroi.delivery.models import Delivery
from beffroi.delivery.rules import Status
from beffroi.insight.models import DayCount, Followed, PostCount, PostPoint
from beffroi.insight.rules import (
    ALL_POSTS,
    FLOWS,
    LEVEL_HOLDS,
    LEVELS,
    WHOLE_CHANNEL,
    Counted,
    Origin,
    from_microseconds,
)
from beffroi.workspaces.models import Workspace


@dataclass(frozen=True, slots=True)
class Total:
    """A sum, and whether a part of it is estimated."""

    value: int
    is_estimated: bool = False


@dataclass(frozen=True, slots=True)
class Level:
    """How something stood on a day: the last that is known."""

    value: int
    day: date
    is_estimated: bool = False


#: What is unknown is absent.
Totals = Mapping[Counted, Total]
Levels = Mapping[Counted, Level]


@dataclass(frozen=True, slots=True)
class PostFigures:
    """A post of ours and all that it gained until `as_of`; None: it was never counted."""

    delivery: Delivery
    totals: Totals
    as_of: datetime | None


def by_day(
    workspace: Workspace,
    period: Period,
    *,
    origins: Collection[Origin] = ALL_POSTS,
    channel_ids: Collection[int] | None = None,
) -> dict[date, Totals]:
    """Return sums of all channels, or of some, day by day. A day without any is absent. One query.

    What is a level is left out. `Counted.REACH` is a denominator here, and no reach.
    """
    rows = _flows([workspace.pk], period, origins)
    if channel_ids is not None:
        rows = rows.filter(channel__in=channel_ids)
    found: defaultdict[date, dict[Counted, Total]] = defaultdict(dict)
    for day, counted, total in _summed(rows, "day"):
        found[day][counted] = total
    return dict(sorted(found.items()))


def by_channel(
    workspace: Workspace, period: Period, *, origins: Collection[Origin] = ALL_POSTS
) -> dict[int, Totals]:
    """Return sums of a period by channel id. One query."""
    return _by(_flows([workspace.pk], period, origins), "channel_id")


def by_workspace(
    workspace_ids: Collection[int],
    period: Period,
    *,
    origins: Collection[Origin] = ALL_POSTS,
) -> dict[int, Totals]:
    """Return sums of a period by workspace id, for several clients at once. One query.

    Whoever asks answers for the right to see all of these.
    """
    return _by(_flows(workspace_ids, period, origins), "workspace_id")


def levels(workspace_ids: Collection[int], *, at: date) -> dict[int, Levels]:
    """Return how many followers and reviews there were at the end of a day, by channel id.

    What was last told longer before than `rules.LEVEL_HOLDS` is unknown. One query.
    """
    rows = DayCount.objects.filter(
        workspace__in=workspace_ids,
        origin__in=sorted(WHOLE_CHANNEL),
        day__gt=at - LEVEL_HOLDS,
        day__lte=at,
        counted__in=sorted(LEVELS),
    ).order_by("day", "-origin")  # what the network told counts more than a table of that day
    found: defaultdict[int, dict[Counted, Level]] = defaultdict(dict)
    for channel_id, counted, day, value, estimated in rows.values_list(
        "channel_id", "counted", "day", "value", "estimated"
    ):
        found[channel_id][Counted(counted)] = Level(value, day, estimated > 0)
    return dict(found)


def posts_of(
    workspace: Workspace,
    period: Period,
    *,
    channel_ids: Collection[int] | None = None,
    most: int | None = None,
) -> list[PostFigures]:
    """Return posts published in a period, newest first, with what they gained. Two queries.

    Days are those of the workspace. Answers and first comments are no posts.
    """
    rows = _published(workspace, period)
    if channel_ids is not None:
        rows = rows.filter(channel__in=channel_ids)
    rows = rows.select_related("channel").order_by("-published_at", "-id")
    posts = [row for row in rows if row.is_post][:most]
    totals: defaultdict[int, dict[Counted, Total]] = defaultdict(dict)
    as_of: dict[int, int] = {}
    for pk, counted, value, is_estimated, told_at in PostCount.objects.filter(
        delivery__in=[row.pk for row in posts]
    ).values_list("delivery_id", "counted", "value", "is_estimated", "as_of"):
        totals[pk][Counted(counted)] = Total(value, is_estimated)
        as_of[pk] = max(told_at, as_of.get(pk, told_at))
    return [
        PostFigures(
            row,
            totals.get(row.pk, {}),
            from_microseconds(as_of[row.pk]) if row.pk in as_of else None,
        )
        for row in posts
    ]


def totals_of_posts(workspace: Workspace, period: Period) -> dict[int, list[Totals]]:
    """Return what each post of a period gained, by channel id; a post never counted has nothing.

    The same posts as `posts_of`, without reading what they say: a year holds thousands. Two
    queries.
    """
    rows = _published(workspace, period)
    totals: defaultdict[int, dict[Counted, Total]] = defaultdict(dict)
    counts = PostCount.objects.filter(delivery__in=rows)
    for pk, counted, value, is_estimated in counts.values_list(
        "delivery_id", "counted", "value", "is_estimated"
    ):
        totals[pk][Counted(counted)] = Total(value, is_estimated)
    found: defaultdict[int, list[Totals]] = defaultdict(list)
    for pk, channel_id, answers in rows.values_list("pk", "channel_id", "content__reply_to"):
        if not answers:
            found[channel_id].append(totals.get(pk, {}))
    return found


def count_posts(workspace: Workspace, period: Period) -> int:
    """Return how many posts were published in a period. One query."""
    answers = _published(workspace, period).values_list("content__reply_to", flat=True)
    return sum(not one for one in answers)


def points_of(delivery: Delivery) -> dict[Counted, dict[date, Total]]:
    """Return what a post gained, by counter and day; a day without gain is absent. One query."""
    found: defaultdict[Counted, dict[date, Total]] = defaultdict(dict)
    rows = PostPoint.objects.filter(delivery=delivery).order_by("counted", "day")
    for counted, day, gained, estimated in rows.values_list(
        "counted", "day", "gained", "estimated"
    ):
        found[Counted(counted)][day] = Total(gained, estimated > 0)
    return dict(found)


def counted_until(workspace: Workspace) -> datetime | None:
    """Return when a post of a workspace was last counted, None for never. One query."""
    rows = Followed.objects.filter(channel__workspace=workspace)
    found: datetime | None = rows.aggregate(Max("read_at"))["read_at__max"]
    return found


def _published(workspace: Workspace, period: Period) -> QuerySet[Delivery]:
    begins, ends = period.instants(workspace.zone)
    return Delivery.objects.of(workspace).filter(
        status=Status.PUBLISHED.value,
        published_at__gte=begins,
        published_at__lt=ends,
        follows=None,
    )


def _flows(
    workspace_ids: Collection[int], period: Period, origins: Collection[Origin]
) -> QuerySet[DayCount]:
    """Return the rows that may be added up, as stretches of the table's own order."""
    return DayCount.objects.filter(
        workspace__in=workspace_ids,
        origin__in=sorted(origins),
        counted__in=sorted(FLOWS),
        day__range=(period.first, period.last),
    )


def _summed(rows: QuerySet[DayCount], group: str) -> Iterator[tuple[Any, Counted, Total]]:
    """Yield sums by what `group` names and by counter.

    The database groups as the table is ordered, which needs no sorting; origins are added here.
    """
    names = dict.fromkeys(("workspace_id", "origin", "counted", group))
    sums = rows.values(*names).annotate(total=Sum("value"), guessed=Sum("estimated"))
    found: dict[tuple[Any, int], tuple[int, int]] = {}
    for row in sums.order_by():
        key = row[group], row["counted"]
        value, guessed = found.get(key, (0, 0))
        found[key] = value + row["total"], guessed + row["guessed"]
    for (of, counted), (value, guessed) in sorted(found.items()):
        yield of, Counted(counted), Total(value, guessed > 0)


def _by(rows: QuerySet[DayCount], group: str) -> dict[int, Totals]:
    found: defaultdict[int, dict[Counted, Total]] = defaultdict(dict)
    for of, counted, total in _summed(rows, group):
        found[of][counted] = total
    return dict(found)
