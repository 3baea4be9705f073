"""What people do with notes on days: write, change, remove; hide ready ones and show them again."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from beffroi.core import audit
from beffroi.core.once import keep_once
from beffroi.insight.notes.models import DayNote, HiddenHappening
from beffroi.workspaces.models import User, Workspace


@transaction.atomic
def write(
    workspace: Workspace,
    *,
    day: date,
    words: str,
    key: UUID | None = None,
    actor: User,
    now: datetime,
) -> DayNote:
    """Keep a note on a day of the workspace's zone; a form of this key makes one, sent twice."""
    note = DayNote(workspace=workspace, day=day, words=words, written_by=actor, written_at=now)
    row, is_new = keep_once(note, key=key, told=("day", "words"))
    if is_new:
        _record(workspace, "day_note.written", f"day_note:{row.pk}", actor=actor, now=now)
    return row


@transaction.atomic
def change(row: DayNote, *, day: date, words: str, actor: User, now: datetime) -> None:
    """Give a note another day or other words; it is then of whoever changed it."""
    DayNote.objects.filter(pk=row.pk).update(day=day, words=words, written_by=actor, written_at=now)
    _record(row.workspace, "day_note.changed", f"day_note:{row.pk}", actor=actor, now=now)


@transaction.atomic
def remove(row: DayNote, *, actor: User, now: datetime) -> None:
    """Take a note off all charts; it can come back."""
    DayNote.objects.filter(pk=row.pk).update(removed_at=now)
    _record(row.workspace, "day_note.removed", f"day_note:{row.pk}", actor=actor, now=now)


@transaction.atomic
def bring_back(row: DayNote, *, actor: User, now: datetime) -> None:
    """Undo a removal."""
    DayNote.objects.filter(pk=row.pk).update(removed_at=None)
    _record(row.workspace, "day_note.returned", f"day_note:{row.pk}", actor=actor, now=now)


@transaction.atomic
def hide(workspace: Workspace, keys: Collection[str], *, actor: User, now: datetime) -> None:
    """Take ready notes off all charts; of those that are hidden already nothing changes."""
    rows = [
        HiddenHappening(workspace=workspace, key=key, hidden_by=actor, hidden_at=now)
        for key in sorted(set(keys))
    ]
    HiddenHappening.objects.bulk_create(rows, ignore_conflicts=True)
    _record(workspace, "happenings.hidden", f"workspace:{workspace.pk}", actor=actor, now=now)


@transaction.atomic
def show(workspace: Workspace, keys: Collection[str], *, actor: User, now: datetime) -> None:
    """Have ready notes stand on charts again."""
    HiddenHappening.objects.filter(workspace=workspace, key__in=sorted(set(keys))).delete()
    _record(workspace, "happenings.shown", f"workspace:{workspace.pk}", actor=actor, now=now)


def _record(workspace: Workspace, action: str, subject: str, *, actor: User, now: datetime) -> None:
    audit.record(
        workspace_id=workspace.pk, actor_id=actor.pk, action=action, subject=subject, now=now
    )
