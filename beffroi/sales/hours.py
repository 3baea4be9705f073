"""Time that notes itself: what was measured, and how people correct it or switch it off."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from beffroi.core import audit
from beffroi.sales.models import TimeKeeping, WorkTime
from beffroi.workspaces.models import User, Workspace
from beffroi.workspaces.rules import Permission, Role, may


def keeps_time(workspace: Workspace) -> bool:
    """Tell whether time is noted by itself: it is until somebody switches it off. One query."""
    row = TimeKeeping.objects.filter(workspace=workspace).first()
    return row is None or row.is_on


@transaction.atomic
def choose_keeping(workspace: Workspace, *, is_on: bool, actor: User, now: datetime) -> None:
    """Have time noted by itself, or no more; what was noted stays."""
    TimeKeeping.objects.update_or_create(
        workspace=workspace, defaults={"is_on": is_on, "changed_at": now}
    )
    audit.record(
        workspace_id=workspace.pk,
        actor_id=actor.pk,
        action="time_keeping.on" if is_on else "time_keeping.off",
        subject=f"workspace:{workspace.pk}",
        now=now,
    )


@transaction.atomic
def note_measured(
    workspace: Workspace, *, day: date, minutes: Mapping[int, int], now: datetime
) -> int:
    """Keep what people spent on a day, by their ids. Return how many rows were made.

    None for whoever has a row on that day, removed or not: their own word counts, and so does their
    removal.
    """
    known = set(
        WorkTime.objects.filter(workspace=workspace, day=day).values_list("person_id", flat=True)
    )
    people = User.objects.filter(pk__in=[one for one in minutes if one not in known])
    rows = [
        WorkTime(
            workspace=workspace,
            day=day,
            minutes=minutes[person.pk],
            person=person,
            noted_at=now,
            is_measured=True,
        )
        for person in people.order_by("pk")
    ]
    # Whatever else makes the same row at once: the constraint lets one through.
    return len(WorkTime.objects.bulk_create(rows, ignore_conflicts=True))


def give_way(workspace: Workspace, *, person: User, day: date, now: datetime) -> None:
    """Count what was measured of a person's day no more: they say themselves what it took."""
    WorkTime.objects.filter(
        workspace=workspace, person=person, day=day, is_measured=True, removed_at=None
    ).update(removed_at=now)


def come_back(row: WorkTime) -> None:
    """Count again what was measured of a day and gave way to `row`, which is taken back."""
    if not row.is_measured:
        _measured_beside(row).filter(removed_at=row.noted_at).update(removed_at=None)


def go_again(row: WorkTime) -> None:
    """Have what was measured give way to `row`, which is put back."""
    if not row.is_measured:
        _measured_beside(row).filter(removed_at=None).update(removed_at=row.noted_at)


def shown_to(rows: QuerySet[WorkTime], *, user: User, role: Role) -> QuerySet[WorkTime]:
    """Return of these rows what somebody may see: all, but for what was measured of colleagues.

    That is for whoever manages people, as on the page of the team.
    """
    if may(role, Permission.MANAGE_PEOPLE):
        return rows
    return rows.filter(Q(is_measured=False) | Q(person=user))


def _measured_beside(row: WorkTime) -> QuerySet[WorkTime]:
    return WorkTime.objects.filter(
        workspace=row.workspace_id, person=row.person_id, day=row.day, is_measured=True
    ).exclude(person=None)


@transaction.atomic
def correct(row: WorkTime, *, minutes: int, note: str, actor: User, now: datetime) -> None:
    """Change how long something took; it was measured no more: it is a person's word."""
    row.minutes, row.note, row.is_measured = minutes, note, False
    row.save(update_fields=["minutes", "note", "is_measured"])
    audit.record(
        workspace_id=row.workspace_id,
        actor_id=actor.pk,
        action="work_time.corrected",
        subject=f"work_time:{row.pk}",
        now=now,
    )
