"""Reads the trail of a workspace, and keeps how long its people's acts take."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from math import ceil

from beffroi.core.models import AuditEntry
from beffroi.routines import handling
from beffroi.routines.handling import Act, Line, Typical
from beffroi.routines.models import HandlingTime
from beffroi.workspaces.models import Workspace

#: Ninety days of two hundred acts each: beyond, the oldest say nothing more.
_LINES_MAX = 20_000


def lines_of(
    workspace: Workspace, *, since: datetime, until: datetime, person_id: int | None = None
) -> list[Line]:
    """Return what people did from an instant until another, the newest `_LINES_MAX`. One query.

    Of one person where `person_id` is given.
    """
    rows = AuditEntry.objects.filter(
        workspace_id=workspace.pk, actor_id__isnull=False, at__gte=since, at__lt=until
    )
    if person_id is not None:
        rows = rows.filter(actor_id=person_id)
    told = rows.order_by("-at", "-id").values_list("actor_id", "action", "at", "detail")
    return [
        Line(person or 0, action, at, is_drill=detail.get("drill") == "yes")
        for person, action, at, detail in told[:_LINES_MAX]
    ]


def typical_of(workspace: Workspace) -> dict[Act, Typical]:
    """Return what was measured often enough, as of the last midnight. One query."""
    return typical_of_each([workspace.pk]).get(workspace.pk, {})


def typical_of_each(workspace_ids: Collection[int]) -> dict[int, dict[Act, Typical]]:
    """Return the same of several workspaces; one of which nothing is known is left out. One query.

    Where none is asked for, no query.
    """
    found: dict[int, dict[Act, Typical]] = {}
    for row in HandlingTime.objects.filter(workspace__in=workspace_ids):
        of_one = found.setdefault(row.workspace_id, {})
        of_one[Act(row.act)] = Typical(timedelta(seconds=row.seconds), row.n)
    return found


def measure(workspace: Workspace, *, now: datetime) -> Mapping[Act, Typical]:
    """Measure the last ninety days anew and keep the medians. Inside the caller's transaction."""
    since = now - timedelta(days=handling.WINDOW_DAYS)
    found = handling.typical(handling.gaps(lines_of(workspace, since=since, until=now)))
    HandlingTime.objects.filter(workspace=workspace).delete()
    HandlingTime.objects.bulk_create(
        HandlingTime(
            workspace=workspace, act=act.value, seconds=ceil(one.length.total_seconds()), n=one.n
        )
        for act, one in found.items()
    )
    return found
