"""What charts and the page of notes read: a fixed number of queries, however many there are."""

from __future__ import annotations

from collections.abc import Iterator

from beffroi.core.happenings import Asked, happenings
from beffroi.core.periods import Period
from beffroi.insight.notes.models import DayNote, HiddenHappening
from beffroi.insight.notes.rules import Noted, in_order
from beffroi.workspaces.models import Workspace


def notes_between(workspace: Workspace, period: Period, *, sees_inbox: bool) -> list[Noted]:
    """Return the notes of some days in their order, hidden ones too.

    Two queries and those of the sources: eight today. What is inner is left out for those who do
    not see what customers write.
    """
    return in_order(
        [*_written(workspace, period), *_ready(workspace, period, sees_inbox=sees_inbox)]
    )


def _written(workspace: Workspace, period: Period) -> Iterator[Noted]:
    rows = DayNote.objects.filter(
        workspace=workspace, removed_at=None, day__range=(period.first, period.last)
    )
    for row in rows.select_related("written_by"):
        by = str(row.written_by) if row.written_by else ""
        yield Noted(row.day, row.words, id=row.pk, by=by)


def _ready(workspace: Workspace, period: Period, *, sees_inbox: bool) -> Iterator[Noted]:
    hidden = HiddenHappening.objects.filter(workspace=workspace)
    keys = set(hidden.values_list("key", flat=True))
    for one in happenings(Asked(workspace.pk, period, workspace.zone)):
        if sees_inbox or not one.is_inner:
            yield Noted(one.day, one.words, key=one.key, is_hidden=one.key in keys)
