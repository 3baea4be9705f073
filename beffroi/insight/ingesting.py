"""Keeps what networks and people tell: totals, what was gained by day, and the sums of days.

All in bulk, all in one transaction, and told twice it changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo

from django.db import transaction
from django.db.models import Min, QuerySet

from beffroi.channels.models import Channel
from beffroi.core.bulk import add_up, replace
from beffroi.insight.figures import Figure
from beffroi.insight.models import DayCount, Followed, PostCount, PostPoint
from beffroi.insight.rules import (
    LEVELS,
    Counted,
    Origin,
    Span,
    by_days,
    from_microseconds,
    span_between,
    to_microseconds,
)
from beffroi.insight.told import OF_CHANNELS
from beffroi.networks.contracts import DailyCount
from beffroi.workspaces.models import Workspace

_TOTAL = ("delivery_id", "counted", "value", "as_of", "is_estimated")
_POINT = ("delivery_id", "counted", "day", "gained", "estimated")
_DAY = ("workspace_id", "origin", "counted", "day", "channel_id", "value", "estimated")
_DAY_KEY = _DAY[:5]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the network told of one post at one instant. What it did not tell is absent."""

    delivery_id: int
    channel_id: int
    published_at: datetime
    read_at: datetime
    totals: Mapping[Counted, int]
    #: Totals that the network rounds or guesses.
    estimated: Collection[Counted] = ()


@dataclass(frozen=True, slots=True)
class Imported:
    """How many figures were kept, and how many left out since the network tells them itself."""

    kept: int
    left_out: int


@transaction.atomic
def keep_readings(workspace: Workspace, readings: Sequence[Reading]) -> set[int]:
    """Keep readings of posts that are followed. Return the deliveries of which something changed.

    One that is not newer than what is known changes nothing.
    """
    ids = sorted({one.delivery_id for one in readings})
    followed = Followed.objects.filter(pk__in=ids, channel__workspace=workspace).order_by("pk")
    held = set(followed.select_for_update(of=("self",)).values_list("pk", flat=True))
    book = _Book(workspace.pk, workspace.zone)
    for pk, counted, value, as_of in PostCount.objects.filter(delivery__in=held).values_list(
        "delivery_id", "counted", "value", "as_of"
    ):
        book.known[pk, counted] = value, as_of
    for one in readings:
        if one.delivery_id in held:
            book.take(one)
    book.write()
    return book.changed


@dataclass
class _Book:
    """What a batch of readings adds."""

    workspace_id: int
    zone: tzinfo
    changed: set[int] = field(default_factory=set)
    #: By delivery and counter.
    known: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    totals: dict[tuple[int, int], tuple[int, int, bool]] = field(default_factory=dict)
    points: dict[tuple[int, int, date], list[int]] = field(
        default_factory=lambda: defaultdict(lambda: [0, 0])
    )
    #: By counter, day and channel.
    days: dict[tuple[int, date, int], list[int]] = field(
        default_factory=lambda: defaultdict(lambda: [0, 0])
    )

    def take(self, reading: Reading) -> None:
        spans: dict[int, Span] = {}
        read_at, published_at = map(to_microseconds, (reading.read_at, reading.published_at))
        for one, total in reading.totals.items():
            counted = int(one)  # a plain number is written faster
            key = reading.delivery_id, counted
            before, since = self.known.get(key, (0, published_at))
            if key in self.known and since >= read_at:
                continue
            if since not in spans:
                spans[since] = self._span(since, reading.read_at)
            self.known[key] = total, read_at
            self.totals[key] = total, read_at, one in reading.estimated
            self._share(reading, counted, total - before, spans[since])

    def _span(self, since: int, until: datetime) -> Span:
        return span_between(from_microseconds(since), until, zone=self.zone)

    def _share(self, reading: Reading, counted: int, gained: int, span: Span) -> None:
        if gained:
            self.changed.add(reading.delivery_id)
        for day, part in zip(span.days, by_days(gained, span), strict=True):
            sum_of_day = self.days[counted, day, reading.channel_id]
            if part:  # a day on which nothing came is known too: a sum of 0, and no point
                point = self.points[reading.delivery_id, counted, day]
                for one in (point, sum_of_day):
                    one[0] += part
                    one[1] += span.is_estimated

    def write(self) -> None:
        """Write all of it, in the order of the tables: nobody waits for nobody in turn."""
        totals = [(*key, *told) for key, told in sorted(self.totals.items())]
        replace(PostCount, _TOTAL, totals, unique=_TOTAL[:2])
        points = [(*key, *gained) for key, gained in sorted(self.points.items())]
        add_up(PostPoint, _POINT, points, unique=_POINT[:3])
        origin = int(Origin.POSTS)
        sums = [
            (self.workspace_id, origin, *key, *added) for key, added in sorted(self.days.items())
        ]
        add_up(DayCount, _DAY, sums, unique=_DAY_KEY)


@transaction.atomic
def keep_channel_days(channel: Channel, counts: Iterable[DailyCount], *, today: date) -> int:
    """Keep what a network tells of a channel's days, in the place of what was known of them.

    A day that is not over is estimated. Return how many figures that is.
    """
    figures = {
        (one.day, counted): Figure(one.day, counted, one.value, _is_estimated(one, counted, today))
        for one in counts
        if (counted := OF_CHANNELS.get(one.metric)) is not None
    }
    _replace(channel, Origin.CHANNEL, figures.values())
    doubled = known_days(channel, Origin.IMPORTED, figures.values()) & figures.keys()
    for kind in sorted({kind for _, kind in doubled}):
        days = [day for day, one in doubled if one == kind]
        _rows(channel, Origin.IMPORTED).filter(counted=kind, day__in=days).delete()
    return len(figures)


def _is_estimated(count: DailyCount, counted: Counted, today: date) -> bool:
    return count.is_estimated or (count.day >= today and counted not in LEVELS)


@transaction.atomic
def import_days(channel: Channel, figures: Collection[Figure]) -> Imported:
    """Keep figures out of a table. Those that the network told itself stay as they are."""
    told = known_days(channel, Origin.CHANNEL, figures)
    kept = {(one.day, one.counted): one for one in figures if (one.day, one.counted) not in told}
    _replace(channel, Origin.IMPORTED, kept.values())
    return Imported(len(kept), len(figures) - len(kept))


@transaction.atomic
def keep_archive(channel: Channel, figures: Collection[Figure]) -> int:
    """Keep what archives counted, in the place of what was kept of them. Return how many figures.

    Only of the time before we read posts ourselves: else a post would count twice.
    """
    mine = DayCount.objects.filter(workspace=channel.workspace_id, channel=channel)
    began: date | None = mine.filter(origin=Origin.POSTS).aggregate(Min("day"))["day__min"]
    _rows(channel, Origin.ARCHIVED).delete()
    before = [one for one in figures if began is None or one.day < began]
    _replace(channel, Origin.ARCHIVED, before)
    return len(before)


def known_days(
    channel: Channel, origin: Origin, figures: Collection[Figure]
) -> set[tuple[date, int]]:
    """Return of which days and counters of `figures` there is a figure of this origin."""
    days = {one.day for one in figures}
    if not days:
        return set()
    rows = _rows(channel, origin).filter(day__range=(min(days), max(days)))
    return set(rows.values_list("day", "counted"))


def _rows(channel: Channel, origin: Origin) -> QuerySet[DayCount]:
    return DayCount.objects.filter(workspace=channel.workspace_id, channel=channel, origin=origin)


def _replace(channel: Channel, origin: Origin, figures: Iterable[Figure]) -> None:
    rows = sorted(
        (
            channel.workspace_id,
            int(origin),
            int(one.counted),
            one.day,
            channel.pk,
            one.value,
            int(one.is_estimated),
        )
        for one in figures
    )
    replace(DayCount, _DAY, rows, unique=_DAY_KEY)
