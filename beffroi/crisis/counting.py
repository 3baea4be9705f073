"""How many messages an hour, of what tone: what is heard outside, and what people write to us."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncHour

from beffroi.crisis import recording
from beffroi.crisis.models import Room
from beffroi.crisis.rules import Hour
from beffroi.inbox.models import Feedback
from beffroi.listening.models import Mention
from beffroi.workspaces.models import Workspace

#: A drawing of more columns is not read; older hours still count for the course.
DRAWN_MAX = 12
#: So far back the hours are read at most.
_READ_MAX = timedelta(days=3)
#: What is usual comes from so many days before.
_USUAL_DAYS = 28


def hours_of(room: Room, *, now: datetime) -> list[Hour]:
    """Return the hours of a room, oldest first and without a gap, the running one included."""
    zone = room.workspace.zone
    until = room.closed_at or now
    if room.is_drill:
        return recording.hours(room.opened_at, until, zone=zone)
    begin = _hour(max(room.since, until - _READ_MAX))
    negative: Counter[datetime] = Counter()
    total: Counter[datetime] = Counter()
    for rows in (_mentions(room.workspace), _feedback(room.workspace)):
        within = rows.filter(written_at__gte=begin, written_at__lte=until)
        hourly = within.annotate(hour=TruncHour("written_at", tzinfo=UTC)).values("hour")
        counts = hourly.annotate(
            negative=Count("id", filter=Q(tone="negative")), total=Count("id")
        ).order_by("hour")
        for row in counts:
            negative[row["hour"]] += row["negative"]
            total[row["hour"]] += row["total"]
    found, at = [], begin
    while at <= until:
        found.append(Hour(at.astimezone(zone), negative[at], total[at] - negative[at]))
        at += timedelta(hours=1)
    return found


def usual_a_day(room: Room) -> float | None:
    """Return how many messages came a day before, None where there is no time before to count."""
    if room.is_drill:
        return 1.5
    begin = room.since - timedelta(days=_USUAL_DAYS)
    number = sum(
        rows.filter(written_at__gte=begin, written_at__lt=room.since).count()
        for rows in (_mentions(room.workspace), _feedback(room.workspace))
    )
    return number / _USUAL_DAYS if number else None


def _mentions(workspace: Workspace) -> QuerySet[Mention]:
    """Return what was heard outside; what was brought into the inbox is counted there."""
    return Mention.objects.filter(
        workspace=workspace,
        brought_in_at=None,
        set_aside_at=None,
        deleted_at=None,
        erased_at=None,
    )


def _feedback(workspace: Workspace) -> QuerySet[Feedback]:
    return Feedback.objects.filter(workspace=workspace, is_ours=False, deleted_at=None)


def _hour(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
