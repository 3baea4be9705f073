"""Reads what the letter of a week needs to know."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.db.models import Count, Min

from beffroi.inbox.models import Conversation
from beffroi.listening.competing.queries import newest_offers
from beffroi.listening.figures.cells import Cell
from beffroi.listening.figures.days import begins
from beffroi.listening.figures.rising import rise
from beffroi.listening.figures.tone import tone_of
from beffroi.listening.figures.wording import telling
from beffroi.listening.letters.rules import DAYS_BEFORE, Rival, Week, days_of
from beffroi.listening.models import Watch
from beffroi.listening.room import tallies
from beffroi.listening.room.overview import heard_since, scope_of, watches_of
from beffroi.listening.rules import Subject
from beffroi.listening.sought import kept
from beffroi.workspaces.models import Workspace

#: What is said at midnight is said on the day that begins.
_MOMENT = timedelta(microseconds=1)


def week_of(workspace: Workspace, monday: date) -> Week:
    """Return what is known of the seven days before a Monday. Eight queries at most."""
    watches = watches_of(workspace)
    scope = scope_of(workspace, watches)
    shown = days_of(monday)
    earlier = _earlier(monday)
    since = _since((one for one in watches if one.pk in scope.watches), workspace)
    cells = tallies.cells(scope, (*earlier, *shown)) if watches else []
    now_cells = [cell for cell in cells if cell.day in shown]
    before_cells = [cell for cell in cells if cell.day in earlier]
    ends = begins(monday, zone=workspace.zone)
    sample = tallies.said(
        scope, now=ends - _MOMENT, count=_count(now_cells), count_before=_count(before_cells)
    )
    known = telling(term for one in watches for term in kept(one.query).wanted)
    waiting = Conversation.objects.filter(workspace=workspace, waiting_since__isnull=False)
    asked = waiting.aggregate(count=Count("pk"), since=Min("waiting_since"))
    rivals = [one for one in watches if one.subject == Subject.COMPETITOR.value]
    return Week(
        tone=tone_of(now_cells),
        tone_before=tone_of(before_cells),
        days=sum(since is not None and day >= since for day in shown),
        days_before=_whole(since, earlier),
        words=rise(sample.messages, besides=known),
        rivals=_rivals(workspace, rivals, monday) if rivals else (),
        waiting=asked["count"],
        waiting_since=asked["since"],
    )


def _earlier(monday: date) -> tuple[date, ...]:
    """Return the days before the week of a letter by which it is measured."""
    first = days_of(monday)[0]
    return tuple(first - timedelta(days=back) for back in range(DAYS_BEFORE, 0, -1))


def _since(watches: Iterable[Watch], workspace: Workspace) -> date | None:
    began_at = heard_since(watches)
    return began_at.astimezone(workspace.zone).date() if began_at else None


def _whole(since: date | None, days: Iterable[date]) -> int:
    """Count the days that were listened to from their beginning on."""
    return sum(since is not None and day > since for day in days)


def _rivals(workspace: Workspace, watches: Sequence[Watch], monday: date) -> tuple[Rival, ...]:
    rivals = {one.pk: one.name for one in watches}
    whole = {one.pk: _whole(_since([one], workspace), _earlier(monday)) for one in watches}
    first = begins(days_of(monday)[0], zone=workspace.zone)
    before = begins(_earlier(monday)[0], zone=workspace.zone)
    ends = begins(monday, zone=workspace.zone)
    now = tallies.sides(name="", ours=[], rivals=rivals, since=first, until=ends)
    all_of_it = tallies.sides(name="", ours=[], rivals=rivals, since=before, until=ends)
    counts = {side.key: side.count for side in now}
    offered = newest_offers(workspace, since=first, until=ends)
    return tuple(
        Rival(
            side.key,
            side.name,
            counts[side.key],
            side.count - counts[side.key],
            offered.get(side.key, ""),
            whole[side.key],
        )
        for side in all_of_it
        if not side.is_ours
    )


def _count(cells: list[Cell]) -> int:
    return sum(cell.count for cell in cells)
