"""What the pages of competitors read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from beffroi.listening.competing.offers import Kind, Offer, offers
from beffroi.listening.competing.pace import Pace, Post, best, pace
from beffroi.listening.figures.days import USUAL_DAYS, WEEK_DAYS, begins, last_days, within
from beffroi.listening.models import Competitor, CompetitorPost, CompetitorSource, Source
from beffroi.listening.room import tallies
from beffroi.workspaces.models import Workspace

_BEST_SHOWN = 5
_OFFERS_SHOWN = 8
#: The most telling first.
_ORDER = tuple(Kind)
#: Posts of one competitor in 28 days; more are no company's own.
_POSTS_MAX = 2_000


@dataclass(frozen=True, slots=True)
class Row:
    """One competitor of the list: how much is said of it, and how it publishes, in 28 days."""

    competitor: Competitor
    #: Since when it is followed, where that is not for all these days.
    since: datetime | None
    mentions: int
    pace: Pace
    sources: int


@dataclass(frozen=True, slots=True)
class OfferSeen:
    """An offer, and the post that makes it."""

    offer: Offer
    post: CompetitorPost


@dataclass(frozen=True, slots=True)
class Seen:
    """All that is known of one competitor, in 28 days. `since`: as in `Row`."""

    competitor: Competitor
    since: datetime | None
    mentions: int
    pace: Pace
    best: tuple[CompetitorPost, ...]
    offers: tuple[OfferSeen, ...]
    sources: tuple[Source, ...]


def rows_of(workspace: Workspace, *, now: datetime) -> list[Row]:
    """Return the competitors by name. Four queries."""
    there = list(_there(workspace))
    since = _since(workspace, now=now)
    posts = _posts(there, since=since)
    mentions = _mentions(there, since=since)
    sources = CompetitorSource.objects.filter(competitor__in=there, source__removed_at=None)
    read: dict[int, int] = defaultdict(int)
    for competitor_id in sources.values_list("competitor", flat=True):
        read[competitor_id] += 1
    return [
        Row(
            one,
            within(one.added_at, shown_from=since),
            mentions.get(one.watch_id, 0),
            _pace(posts[one.pk], workspace),
            read[one.pk],
        )
        for one in there
    ]


def seen(competitor: Competitor, *, now: datetime) -> Seen:
    """Return what is known of one competitor. Three queries."""
    since = _since(competitor.workspace, now=now)
    posts = _posts([competitor], since=since)[competitor.pk]
    by_key = {row.pk: row for row in posts}
    sources = Source.objects.there().filter(competitor__competitor=competitor)
    return Seen(
        competitor=competitor,
        since=within(competitor.added_at, shown_from=since),
        mentions=_mentions([competitor], since=since).get(competitor.watch_id, 0),
        pace=_pace(posts, competitor.workspace),
        best=tuple(by_key[one.key] for one in best(_counted(posts), most=_BEST_SHOWN)),
        offers=tuple(_offers(posts))[:_OFFERS_SHOWN],
        sources=tuple(sources.order_by("name", "pk")),
    )


def newest_offers(workspace: Workspace, *, since: datetime, until: datetime) -> dict[int, str]:
    """Return the newest offer of each competitor, by its watch. Two queries."""
    there = list(_there(workspace))
    posts = _posts(there, since=since)
    found = {}
    for one in there:
        rows = (row for row in posts[one.pk] if row.written_at < until)
        newest = next(_offers(rows), None)
        if newest is not None:
            found[one.watch_id] = newest.offer.words
    return found


def _there(workspace: Workspace) -> Iterable[Competitor]:
    rows = Competitor.objects.filter(workspace=workspace, removed_at=None)
    return rows.select_related("watch").order_by("name", "pk")


def _since(workspace: Workspace, *, now: datetime) -> datetime:
    first = last_days(now, zone=workspace.zone, count=USUAL_DAYS)[0]
    return begins(first, zone=workspace.zone)


def _posts(there: Sequence[Competitor], *, since: datetime) -> dict[int, list[CompetitorPost]]:
    rows = CompetitorPost.objects.filter(competitor__in=there, written_at__gte=since)
    found: dict[int, list[CompetitorPost]] = defaultdict(list)
    for row in rows.order_by("-written_at", "-pk")[: _POSTS_MAX * max(1, len(there))]:
        found[row.competitor_id].append(row)
    return found


def _mentions(there: Iterable[Competitor], *, since: datetime) -> Mapping[int, int]:
    rivals = {one.watch_id: one.name for one in there}
    if not rivals:
        return {}
    found = tallies.sides(name="", ours=[], rivals=rivals, since=since)
    return {side.key: side.count for side in found}


def _pace(posts: Iterable[CompetitorPost], workspace: Workspace) -> Pace:
    return pace(_counted(posts), weeks=USUAL_DAYS / WEEK_DAYS, zone=workspace.zone)


def _counted(posts: Iterable[CompetitorPost]) -> list[Post]:
    return [
        Post(row.pk, row.written_at, row.format, row.likes, row.replies, row.shares)
        for row in posts
    ]


def _offers(posts: Iterable[CompetitorPost]) -> Iterator[OfferSeen]:
    """Yield the offers of posts, the most telling of each."""
    for row in posts:
        found = offers(row.text)
        if found:
            yield OfferSeen(min(found, key=lambda one: _ORDER.index(one.kind)), row)
