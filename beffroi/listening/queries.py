"""What the pages of watches read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count

from beffroi.listening import sentences, wording
from beffroi.listening.models import Catch, Watch
from beffroi.listening.rules import Subject
from beffroi.listening.sought import kept
from beffroi.workspaces.models import Workspace

_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Row:
    """One watch of the list, with what it heard in seven days."""

    watch: Watch
    looks_for: str
    count: int
    positive: int
    negative: int

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
    tones = _tones(workspace, since=now - _WEEK)
    order = {one.value: place for place, one in enumerate(Subject)}
    return [
        Row(
            watch,
            sentences.looked_for(kept(watch.query)),
            sum(tones[watch.pk].values()),
            tones[watch.pk].get("positive", 0),
            tones[watch.pk].get("negative", 0),
        )
        for watch in sorted(watches, key=lambda one: order[one.subject])
    ]


def _tones(workspace: Workspace, *, since: datetime) -> Mapping[int, dict[str, int]]:
    rows = Catch.objects.filter(
        watch__workspace=workspace,
        written_at__gte=since,
        mention__deleted_at__isnull=True,
        mention__erased_at__isnull=True,
    )
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for watch_id, tone, number in rows.values_list("watch", "mention__tone").annotate(Count("pk")):
        found[watch_id][tone] = number
    return found
