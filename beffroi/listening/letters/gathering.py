"""Reads what the letter of a week needs to know."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Count, Min

from beffroi.inbox.models import Conversation
from beffroi.listening.competing.queries import newest_offers
from beffroi.listening.figures.cells import Cell
from beffroi.listening.figures.days import USUAL_DAYS, begins
from beffroi.listening.figures.rising import rise
from beffroi.listening.figures.tone import tone_of
from beffroi.listening.figures.wording import telling
from beffroi.listening.letters.rules import Rival, Week, days_of
from beffroi.listening.room import tallies
from beffroi.listening.room.overview import scope_of, watches_of
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
    earlier = tuple(shown[0] - timedelta(days=back) for back in range(USUAL_DAYS, 0, -1))
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
    rivals = {one.pk: one.name for one in watches if one.subject == Subject.COMPETITOR.value}
    return Week(
        tone=tone_of(now_cells),
        tone_before=tone_of(before_cells),
        words=rise(sample.messages, besides=known),
        rivals=_rivals(workspace, rivals, monday) if rivals else (),
        waiting=asked["count"],
        waiting_since=asked["since"],
    )


def _rivals(workspace: Workspace, rivals: dict[int, str], monday: date) -> tuple[Rival, ...]:
    first = begins(days_of(monday)[0], zone=workspace.zone)
    before = begins(days_of(monday)[0] - timedelta(days=USUAL_DAYS), zone=workspace.zone)
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
        )
        for side in all_of_it
        if not side.is_ours
    )


def _count(cells: list[Cell]) -> int:
    return sum(cell.count for cell in cells)
