"""The list of mentions: newest first, those that say nearly the same folded into one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.formats import number_format

from beffroi.channels.queries import network_name
from beffroi.core.keyset import Cursor
from beffroi.inbox.search.marking import Piece
from beffroi.listening.figures.reactions import reactions
from beffroi.listening.files.rows import NETWORK as FILE
from beffroi.listening.models import Catch, Mention, Watch
from beffroi.listening.room import marking
from beffroi.listening.room.filters import TO_CHECK, Filters
from beffroi.listening.room.tallies import alike_of, first_of_each
from beffroi.listening.sought import kept
from beffroi.workspaces.models import Workspace

PAGE_SIZE = 25


@dataclass(frozen=True, slots=True)
class Row:
    """A mention as pages show it, and how many others say nearly the same."""

    mention: Mention
    pieces: tuple[Piece, ...]
    watches: tuple[Watch, ...]
    alike: int

    @property
    def group(self) -> int:
        """The first of those that say the same."""
        return self.mention.first_id or self.mention.pk

    @property
    def tone(self) -> str:
        """Its tone, "" where it is to be checked or unknown."""
        return self.mention.sure_tone

    @property
    def place(self) -> str:
        """The network where it can be seen, "" where it came in a file."""
        key = self.mention.network
        return "" if key == FILE else network_name(key)

    @property
    def followers(self) -> str:
        """How many follow its author, as people read it; "" where that is unknown."""
        known = self.mention.followers
        return "" if known is None else number_format(known, force_grouping=True)

    @property
    def engagement(self) -> int | None:
        """All that people did with it in public, None where its network tells nothing."""
        one = self.mention
        return reactions(one.likes, one.replies, one.shares)


@dataclass(frozen=True, slots=True)
class Page:
    """A part of the list, and where the next begins."""

    rows: tuple[Row, ...]
    next: Cursor | None


def page(
    workspace: Workspace, filters: Filters, *, now: datetime, after: Cursor | None = None
) -> Page:
    """Return one page of the mentions that the filters ask for. Four queries."""
    rows = chosen(workspace, filters, now=now)
    if filters.group is None:
        rows = _newest_of_each(rows)
    if after is not None:
        earlier = Q(written_at=after.at, pk__lt=after.id)
        rows = rows.filter(Q(written_at__lt=after.at) | earlier, written_at__lte=after.at)
    found = list(rows.order_by("-written_at", "-pk")[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    more = Cursor(shown[-1].written_at, shown[-1].pk) if len(found) > PAGE_SIZE else None
    return Page(tuple(shown_rows(workspace, shown)), more)


def chosen(workspace: Workspace, filters: Filters, *, now: datetime) -> QuerySet[Mention]:
    """Return the workspace's mentions that the filters ask for."""
    rows: QuerySet[Mention] = Mention.objects.there().filter(
        workspace=workspace, set_aside_at__isnull=not filters.set_aside
    )
    if since := filters.period.since(now, zone=workspace.zone):
        rows = rows.filter(written_at__gte=since)
    if filters.watch is not None:
        rows = rows.filter(catches__watch=filters.watch, catches__watch__workspace=workspace)
    if filters.language:
        known = ["fr", "en"]
        is_other = filters.language == "other"
        rows = (
            rows.exclude(language__in=known) if is_other else rows.filter(language=filters.language)
        )
    if filters.group is not None:
        rows = rows.filter(Q(pk=filters.group) | Q(first=filters.group))
    if filters.tone == TO_CHECK:
        rows = rows.filter(wants_check=True)
    elif filters.tone:
        rows = rows.filter(tone=filters.tone, wants_check=False)
    labels = {"intent": filters.intent, "network": filters.network}
    return rows.filter(**{name: value for name, value in labels.items() if value})


def networks(workspace: Workspace) -> list[str]:
    """Return the networks on which something was heard. One query."""
    rows = Mention.objects.filter(workspace=workspace).order_by("network")
    return list(rows.values_list("network", flat=True).distinct())


def last(workspace: Workspace, watches: Collection[int], *, most: int) -> list[Row]:
    """Return the newest mentions of some watches, each group once. Four queries."""
    caught = Catch.objects.filter(mention=OuterRef("pk"), watch__in=watches)
    rows = Mention.objects.there().filter(workspace=workspace, set_aside_at__isnull=True)
    firsts = first_of_each(rows.filter(Exists(caught)))
    return shown_rows(workspace, firsts.order_by("-written_at", "-pk")[:most])


def some(workspace: Workspace, keys: Sequence[int]) -> list[Row]:
    """Return mentions of the workspace in the order of `keys`. Four queries at most."""
    if not keys:
        return []
    there = Mention.objects.there().filter(workspace=workspace).in_bulk(list(keys))
    return shown_rows(workspace, [there[key] for key in keys if key in there])


def shown_rows(workspace: Workspace, mentions: Iterable[Mention]) -> list[Row]:
    """Return mentions as pages show them. Two queries, and that of the mentions."""
    rows = list(mentions)
    if not rows:
        return []
    watches = _watches(workspace, rows)
    alike = alike_of({row.first_id or row.pk for row in rows})
    return [
        Row(
            row,
            marking.marked(
                row.text,
                [term for one in watches[row.pk] for term in kept(one.query).wanted],
            ),
            tuple(watches[row.pk]),
            alike.get(row.first_id or row.pk, 0),
        )
        for row in rows
    ]


def _watches(workspace: Workspace, rows: Sequence[Mention]) -> Mapping[int, list[Watch]]:
    caught = Catch.objects.filter(mention__in=rows, watch__workspace=workspace)
    found = defaultdict(list)
    for catch in caught.select_related("watch").order_by("watch__name", "pk"):
        found[catch.mention_id].append(catch.watch)
    return found


def _newest_of_each(rows: QuerySet[Mention]) -> QuerySet[Mention]:
    """Keep the newest of each group, of those that the list would show."""
    later = Q(written_at__gt=OuterRef("written_at")) | Q(
        written_at=OuterRef("written_at"), pk__gt=OuterRef("pk")
    )
    of_group = rows.filter(Q(first=OuterRef("group")) | Q(pk=OuterRef("group")))
    return rows.annotate(group=Coalesce(F("first"), F("pk"))).filter(
        ~Exists(of_group.filter(later))
    )
