"""What pages read of links."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet, Sum

from beffroi.core.keyset import Cursor
from beffroi.core.periods import Period
from beffroi.links import chart, figures
from beffroi.links.actions import short_address
from beffroi.links.figures import Counted, Share, Tally
from beffroi.links.filters import Filters, Reach, Which
from beffroi.links.models import Link, VisitCount
from beffroi.links.own import code_of
from beffroi.links.rules import Source, Visitor, is_code
from beffroi.workspaces.models import Workspace

PAGE_SIZE = 25
#: The list counts so many days, today included.
DAYS = 30
_COUNTRIES_MAX = 8


@dataclass(frozen=True, slots=True)
class Row:
    """A link in the list, and its last thirty days."""

    link: Link
    short_address: str
    tally: Tally
    most: int
    spark: str


@dataclass(frozen=True, slots=True)
class Page:
    """A part of the list, and where the next begins."""

    rows: tuple[Row, ...]
    next: Cursor | None


@dataclass(frozen=True, slots=True)
class Seen:
    """The visits of one link in a period; `columns` are days, or months of a year."""

    reach: Reach
    all: Tally
    columns: tuple[tuple[date, Tally], ...]
    #: How many people came on an average day; None where a column is a month.
    people_a_day: float | None
    devices: tuple[Share, ...]
    countries: tuple[Share, ...]


def open_link(code: str) -> Link | None:
    """Return the link of a code, stopped or not, with its workspace; None for none. One query."""
    if not is_code(code):
        return None
    return (
        Link.objects.filter(code=code, workspace__closed_at=None)
        .select_related("workspace")
        .first()
    )


def led_to(address: str) -> str:
    """Return the page to which a short address of ours leads, "" for any other. One query."""
    link = open_link(code_of(address))
    return link.target if link else ""


def today_of(workspace: Workspace, *, now: datetime) -> date:
    """Return the day that it is in the workspace's zone."""
    return now.astimezone(workspace.zone).date()


def has_links(workspace: Workspace) -> bool:
    """Tell whether the workspace ever made a link. One query."""
    return Link.objects.filter(workspace=workspace).exists()


def chosen(workspace: Workspace, filters: Filters) -> QuerySet[Link]:
    """Return the workspace's links that the filters ask for, newest first."""
    rows = Link.objects.filter(workspace=workspace)
    if filters.which is Which.STOPPED:
        rows = rows.exclude(stopped_at=None)
    elif filters.which is not Which.ALL:
        rows = rows.filter(source=Source(filters.which.value).value)
    if filters.sought:
        wanted = Q(name__icontains=filters.sought) | Q(target__icontains=filters.sought)
        rows = rows.filter(wanted | Q(code=filters.sought.rsplit("/", 1)[-1]))
    return rows.order_by("-made_at", "-pk")


def page(
    workspace: Workspace, filters: Filters, *, now: datetime, after: Cursor | None = None
) -> Page:
    """Return one page of the links that the filters ask for, with thirty days. Two queries."""
    rows = chosen(workspace, filters)
    if after is not None:
        earlier = Q(made_at=after.at, pk__lt=after.id)
        rows = rows.filter(Q(made_at__lt=after.at) | earlier, made_at__lte=after.at)
    found = list(rows[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    more = Cursor(shown[-1].made_at, shown[-1].pk) if len(found) > PAGE_SIZE else None
    return Page(tuple(_rows(shown, today=today_of(workspace, now=now))), more)


def totals(workspace: Workspace, *, now: datetime) -> Tally:
    """Return the visits of all links of a workspace in thirty days. One query."""
    today = today_of(workspace, now=now)
    rows = _counts(_lately(today)).filter(link__workspace=workspace)
    found = rows.values_list("visitor").annotate(Sum("visits"))
    return figures.together(figures.by_day([(today, who, n, 0) for who, n in found], [today]))


def seen(link: Link, *, reach: Reach, now: datetime) -> Seen:
    """Return the visits of a link in a period. Three queries."""
    today = today_of(link.workspace, now=now)
    period = reach.until(today)
    counts = _counts(period).filter(link=link)
    rows, days = list(_by_day(counts)), period.dates
    tallies = figures.by_day(rows, days)
    by_people = counts.filter(visitor=Visitor.PERSON.value)
    return Seen(
        reach=reach,
        all=figures.together(tallies),
        columns=tuple(_columns(reach, rows, days, tallies)),
        people_a_day=_people_a_day(link, reach, days, tallies),
        devices=tuple(_shares(by_people, "device", most=len(days))),
        countries=tuple(_shares(by_people, "country", most=_COUNTRIES_MAX)),
    )


def counted(links: QuerySet[Link]) -> QuerySet[VisitCount]:
    """Return all that is kept of the visits of some links, the newest day first."""
    rows = VisitCount.objects.filter(link__in=links.order_by()).select_related("link")
    return rows.order_by("-day", "-link__made_at", "link_id", "visitor", "device", "country", "pk")


def _lately(today: date) -> Period:
    return Period(today - timedelta(days=DAYS - 1), today)


def _counts(period: Period) -> QuerySet[VisitCount]:
    return VisitCount.objects.filter(day__range=(period.first, period.last))


def _by_day(counts: QuerySet[VisitCount]) -> Iterable[Counted]:
    summed = counts.order_by().values_list("day", "visitor")
    return summed.annotate(Sum("visits"), Sum("people"))


def _rows(links: Sequence[Link], *, today: date) -> Iterable[Row]:
    days = _lately(today).dates
    counts = _counts(_lately(today)).filter(link__in=links).order_by()
    summed = counts.values_list("link", "day", "visitor").annotate(Sum("visits"), Sum("people"))
    found: Mapping[int, list[Counted]] = defaultdict(list)
    if links:
        for link, *one in summed:
            found[link].append(tuple(one))
    for link in links:
        tallies = figures.by_day(found[link.pk], days)
        numbers = [one.visits for one in tallies]
        yield Row(
            link,
            short_address(link),
            figures.together(tallies),
            max(numbers),
            chart.sparkline(numbers),
        )


def _columns(
    reach: Reach, rows: Sequence[Counted], days: Sequence[date], tallies: Sequence[Tally]
) -> Iterable[tuple[date, Tally]]:
    if reach is Reach.YEAR:
        return figures.by_month(rows, days).items()
    return zip(days, tallies, strict=True)


def _people_a_day(
    link: Link, reach: Reach, days: Sequence[date], tallies: Sequence[Tally]
) -> float | None:
    """Return the mean over the days on which the link was there."""
    if reach is Reach.YEAR:
        return None
    made = link.made_at.astimezone(link.workspace.zone).date()
    people = [one.people for day, one in zip(days, tallies, strict=True) if day >= made]
    return sum(people) / len(people) if people else None


def _shares(counts: QuerySet[VisitCount], name: str, *, most: int) -> list[Share]:
    summed = counts.order_by().values_list(name).annotate(Sum("visits"))
    return figures.shares(dict(summed), most=most)
