"""What the pages of watches read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from beffroi.listening import sentences, wording
from beffroi.listening.figures.days import week_begins, within
from beffroi.listening.models import Watch
from beffroi.listening.room import tallies
from beffroi.listening.rules import Subject
from beffroi.listening.sought import kept
from beffroi.workspaces.models import Workspace


@dataclass(frozen=True, slots=True)
class Row:
    """One watch of the list, with what it heard in seven days."""

    watch: Watch
    looks_for: str
    count: int
    positive: int
    negative: int
    #: When it began to listen, None where that was before the seven days.
    since: datetime | None

    @property
    def called(self) -> wording.Called:
        """What it follows, as a choice on a page."""
        return wording.SUBJECTS[Subject(self.watch.subject)]

    @property
    def is_left_out(self) -> bool:
        """Whether nothing is looked for although it is on."""
        return self.watch.is_on and bool(self.watch.left_out)


def rows_of(workspace: Workspace, *, now: datetime) -> list[Row]:
    """Return the watches of a workspace by kind and name. Two queries."""
    watches = Watch.objects.there().filter(workspace=workspace)
    watches = watches.order_by("subject", "name", "id")
    first = week_begins(now, zone=workspace.zone)
    tones = tallies.by_watch(workspace, since=first)
    order = {one.value: place for place, one in enumerate(Subject)}
    return [
        _row(watch, tones.get(watch.pk, []), first=first)
        for watch in sorted(watches, key=lambda one: order[one.subject])
    ]


def _row(watch: Watch, tones: Iterable[tuple[str, bool, int]], *, first: datetime) -> Row:
    """Count as the overview does: a tone that is to be checked is none."""
    found: Counter[str] = Counter()
    for tone, is_unsure, number in tones:
        found["unsure" if is_unsure else tone] += number
    looks_for = sentences.looked_for(kept(watch.query))
    since = within(watch.made_at, shown_from=first)
    return Row(watch, looks_for, found.total(), found["positive"], found["negative"], since)
