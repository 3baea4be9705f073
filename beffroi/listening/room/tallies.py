"""Reads from the database what figures are made of: counts by day, by watch, and words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    F,
    IntegerField,
    Max,
    Min,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Coalesce

from beffroi.listening.figures.cells import AspectCell, Cell
from beffroi.listening.figures.days import bounds
from beffroi.listening.figures.loudest import Loud, loudest
from beffroi.listening.figures.rising import Said
from beffroi.listening.figures.voice import Side
from beffroi.listening.models import Catch, Mention, Surplus
from beffroi.workspaces.models import Workspace

#: Of more messages than this in one period, every second, third… is read for its words.
READ_NEW_MAX = 1_000
READ_BEFORE_MAX = 3_000
_GROUP = Coalesce("first", "pk")


@dataclass(frozen=True, slots=True)
class Scope:
    """Which messages a page speaks of: those that some watches of a workspace caught."""

    workspace: Workspace
    watches: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Sample:
    """Messages whose words are compared, and of how many they are; each of `step` was read."""

    messages: tuple[Said, ...]
    step: int

    @property
    def is_whole(self) -> bool:
        """Whether all were read."""
        return self.step == 1


def cells(scope: Scope, days: Sequence[date]) -> list[Cell]:
    """Count messages of days in a row by tone, intent and network. One query."""
    rows = _of_days(scope, days).annotate(day=_place(scope, days))
    labels = rows.values_list(
        "day",
        "mention__tone",
        "mention__intent",
        "mention__network",
        "mention__wants_check",
    )
    counted = labels.annotate(count=_each_once(scope)).order_by()
    return [
        Cell(days[place], tone, intent, network, is_unsure, count)
        for place, tone, intent, network, is_unsure, count in counted
    ]


def aspect_cells(scope: Scope, days: Sequence[date]) -> list[AspectCell]:
    """Count messages of days in a row by what they praise and blame. One query."""
    rows = _of_days(scope, days).annotate(day=_place(scope, days)).exclude(mention__aspects={})
    labels = rows.values_list("day", "mention__aspects")
    counted = labels.annotate(count=_each_once(scope)).order_by()
    return [AspectCell(days[place], aspects, count) for place, aspects, count in counted]


def unkept(scope: Scope, days: Sequence[date]) -> dict[date, int]:
    """Count what was too much to be kept, by day: at least so many messages. One query."""
    starts = bounds(days, zone=scope.workspace.zone)
    hours = Surplus.objects.filter(
        watch__in=scope.watches, hour__gte=starts[0], hour__lt=starts[-1]
    )
    # What two watches could not keep may be the same messages: the larger number is sure.
    found: Counter[date] = Counter()
    for hour, missed in hours.values_list("hour").annotate(most=Max("missed")).order_by():
        found[hour.astimezone(scope.workspace.zone).date()] += missed
    return found


def by_watch(workspace: Workspace, *, since: datetime) -> dict[int, list[tuple[str, bool, int]]]:
    """Count what each watch caught since then by tone, and whether it is to check. One query."""
    rows = _counting(Catch.objects.filter(watch__workspace=workspace, written_at__gte=since))
    labels = rows.values_list("watch", "mention__tone", "mention__wants_check")
    found = defaultdict(list)
    for watch, tone, is_unsure, count in labels.annotate(count=Count("pk")).order_by():
        found[watch].append((tone, is_unsure, count))
    return found


def sides(
    *,
    name: str,
    ours: Collection[int],
    rivals: Mapping[int, str],
    since: datetime,
    until: datetime | None = None,
) -> list[Side]:
    """Count what is said of us and of each competitor since then, by its watch. One query.

    A message that several of our watches caught counts once.
    """
    rows = _counting(Catch.objects.filter(watch__in=[*ours, *rivals], written_at__gte=since))
    side = Case(
        When(watch__in=list(ours), then=Value(0)),
        default=F("watch"),
        output_field=BigIntegerField(),
    )
    each_side = rows.annotate(side=side).values_list("side")
    counts = dict(each_side.annotate(count=Count("mention", distinct=True)).order_by())
    us = Side(0, name, counts.get(0, 0), is_ours=True)
    return [us, *(Side(key, its_name, counts.get(key, 0)) for key, its_name in rivals.items())]


def said(scope: Scope, *, now: datetime, count: int, count_before: int) -> Sample:
    """Read the words of the last week and of the four before. One query.

    `count` and `count_before` are how many messages there are: of very many, evenly some are read.
    """
    new_from, before_from = now - timedelta(days=7), now - timedelta(days=35)
    step = max(-(-count // READ_NEW_MAX), -(-count_before // READ_BEFORE_MAX), 1)
    rows = first_of_each(_caught(scope, since=before_from).filter(written_at__lte=now))
    if step > 1:
        rows = rows.annotate(turn=F("pk") % step).filter(turn=0)
    columns = ("pk", "network", "author_id", "source", "text", "written_at")
    return Sample(
        tuple(
            Said(pk, _who(pk, network, author, source), text, at, is_new=at >= new_from)
            for pk, network, author, source, text, at in rows.order_by().values_list(*columns)
        ),
        step,
    )


def loud(scope: Scope, *, since: datetime, most: int) -> list[Loud]:
    """Return the messages since then that were heard most. Three queries."""
    caught = _caught(scope, since=since)
    known = Q(likes__gt=0) | Q(replies__gt=0) | Q(shares__gt=0)
    firsts = first_of_each(caught)
    taken_up = firsts.filter(known).order_by(_engagement().desc(), "pk")
    counted = caught.order_by().annotate(group=_GROUP).values("group").annotate(n=Count("pk"))
    repeated = counted.filter(n__gt=1).annotate(head=Min("pk")).order_by("-n", "head")
    groups: dict[int, int] = {
        **dict(repeated.values_list("head", "group")[:most]),
        **dict(taken_up.values_list("pk", F("group"))[:most]),
    }
    told = Mention.objects.there().filter(pk__in=groups, set_aside_at__isnull=True)
    found = told.values_list("pk", "likes", "replies", "shares")
    more = alike_of(groups.values())
    return loudest(
        (Loud(*columns, alike=more.get(groups[columns[0]], 0)) for columns in found), most=most
    )


def first_of_each(rows: QuerySet[Mention]) -> QuerySet[Mention]:
    """Keep, of those that say the same, the first among `rows`: another watch may have the first.

    Rows are annotated with their `group`, the id of the first of all.
    """
    groups = rows.order_by().annotate(group=_GROUP).values("group")
    firsts = groups.annotate(head=Min("pk")).values("head")
    return rows.annotate(group=_GROUP).filter(pk__in=firsts)


def alike_of(firsts: Iterable[int]) -> dict[int, int]:
    """Count the other messages of each group, by the first of it. One query."""
    rows = Mention.objects.there().filter(first__in=list(firsts))
    return dict(rows.values_list("first").annotate(n=Count("pk")).order_by())


def _caught(scope: Scope, *, since: datetime) -> QuerySet[Mention]:
    caught = Catch.objects.filter(watch__in=scope.watches, written_at__gte=since)
    rows = Mention.objects.there().filter(
        workspace=scope.workspace, written_at__gte=since, set_aside_at__isnull=True
    )
    return rows.filter(pk__in=caught.values("mention"))


def _of_days(scope: Scope, days: Sequence[date]) -> QuerySet[Catch]:
    starts = bounds(days, zone=scope.workspace.zone)
    return _counting(
        Catch.objects.filter(
            watch__in=scope.watches, written_at__gte=starts[0], written_at__lt=starts[-1]
        )
    )


def _place(scope: Scope, days: Sequence[date]) -> Case:
    """Return the place of a message's day among `days`, by where each of them ends.

    The days of a time zone are not those of UTC, nor are all of them as long.
    """
    ends = bounds(days, zone=scope.workspace.zone)[1:]
    places = (When(written_at__lt=end, then=Value(place)) for place, end in enumerate(ends))
    return Case(*places, output_field=IntegerField())


def _counting(rows: QuerySet[Catch]) -> QuerySet[Catch]:
    return rows.filter(
        mention__deleted_at__isnull=True,
        mention__erased_at__isnull=True,
        mention__set_aside_at__isnull=True,
    )


def _each_once(scope: Scope) -> Count:
    """Count messages, each once even where several watches caught it."""
    return Count("mention", distinct=len(scope.watches) > 1)


def _engagement() -> CombinedExpression:
    """Return all that people did with a message, as far as its network tells."""
    return Coalesce("likes", 0) + Coalesce("replies", 0) + Coalesce("shares", 0)


def _who(pk: int, network: str, author: str, source: int | None) -> str:
    """Return a key of who wrote: an account, or else the site that was read."""
    if author:
        return f"{network} {author}"
    return f"source {source}" if source else f"message {pk}"
