"""Erasing at once all who were refused because they came too late."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from beffroi.sales.contests import trail
from beffroi.sales.contests.entering import NAMELESS, who_made
from beffroi.sales.contests.rules import LeftOut
from beffroi.sales.models import Contest, ContestEntry
from beffroi.workspaces.models import User

_BATCH = 500


def late_count(contest: Contest) -> int:
    """Return of how many who came too late it is still known who they are. One query."""
    return _late(contest).count()


@transaction.atomic
def erase_late(contest: Contest, *, actor: User, now: datetime) -> int:
    """Erase who everybody is that came too late; return how many they were.

    They stay in the list, as late: nobody takes part by it, and no draw changes.
    """
    locked = trail.locked(contest)
    rows = list(_late(locked))
    for row in rows:
        person = who_made(row, workspace_id=locked.offer.workspace_id)
        for name, value in {**NAMELESS, "erased_at": now}.items():
            setattr(row, name, value)
        row.who = person.digest if person else ""
    fields = [*NAMELESS, "erased_at", "who"]
    ContestEntry.objects.bulk_update(rows, fields, batch_size=_BATCH)
    if rows:
        detail = {"entries": str(len(rows))}
        trail.record(locked, "contest.late_erased", actor=actor, now=now, detail=detail)
    return len(rows)


def _late(contest: Contest) -> QuerySet[ContestEntry]:
    return contest.entries.filter(left_out=LeftOut.LATE.value, erased_at=None).order_by("id")
