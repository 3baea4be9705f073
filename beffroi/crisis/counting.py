"""How many messages an hour, of what tone: what is heard outside, and what people write to us."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

from django.db.models import Count, Min, Q, QuerySet
from django.db.models.functions import TruncHour

from beffroi.channels.models import Channel
from beffroi.crisis import recording
from beffroi.crisis.models import Room
from beffroi.crisis.rules import Hour
from beffroi.inbox.models import Feedback
from beffroi.listening.models import Catch, Mention, Watch
from beffroi.listening.rules import ABOUT_US

#: A drawing of more columns is not read; older hours still count for the course.
DRAWN_MAX = 12
#: What is usual comes from so many days before.
_USUAL_DAYS = 28
_DAY = timedelta(days=1)
#: A tone that a person is to check is not known.
_NEGATIVE = Q(tone="negative", wants_check=False)


def hours_of(room: Room, *, now: datetime) -> list[Hour]:
    """Return the hours of a room, oldest first and without a gap, the running one included."""
    zone = room.workspace.zone
    until = room.closed_at or now
    if room.is_drill:
        return recording.hours(room.opened_at, until, zone=zone)
    begin = _hour(room.since)
    negative: Counter[datetime] = Counter()
    total: Counter[datetime] = Counter()
    for rows in (_mentions(room, since=begin), _feedback(room, since=begin)):
        within = rows.filter(written_at__lte=until)
        hourly = within.annotate(hour=TruncHour("written_at", tzinfo=UTC)).values("hour")
        counts = hourly.annotate(negative=Count("id", filter=_NEGATIVE), total=Count("id"))
        for row in counts.order_by("hour"):
            negative[row["hour"]] += row["negative"]
            total[row["hour"]] += row["total"]
    found, at = [], begin
    while at <= until:
        found.append(Hour(at.astimezone(zone), negative[at], total[at] - negative[at]))
        at += timedelta(hours=1)
    return found


def usual_a_day(room: Room) -> float | None:
    """Return how many messages came a day before, None where less than a day was heard."""
    if room.is_drill:
        return 1.5
    begin = room.since - _USUAL_DAYS * _DAY
    parts = [
        (_mentions(room, since=begin), _heard_from(room)),
        (_feedback(room, since=begin), _written_from(room)),
    ]
    known = [
        rows.filter(written_at__lt=room.since).count() / days
        for rows, first in parts
        if first and (days := (room.since - max(begin, first)) / _DAY) >= 1
    ]
    return sum(known) if known else None


def _mentions(room: Room, *, since: datetime) -> QuerySet[Mention]:
    """Return what was heard of us outside; what was brought into the inbox is counted there."""
    caught = Catch.objects.filter(watch__in=_watches(room), written_at__gte=since)
    rows = Mention.objects.there().filter(
        workspace=room.workspace, written_at__gte=since, brought_in_at=None, set_aside_at=None
    )
    return rows.filter(pk__in=caught.values("mention"))


def _watches(room: Room) -> QuerySet[Watch]:
    """Return the watches that hear of a crisis: those about us, and that of its alert."""
    about_us = Q(subject__in=[one.value for one in ABOUT_US])
    alerted = Q(pk=room.alert.watch_id) if room.alert else Q(pk__in=[])
    return Watch.objects.filter(about_us | alerted, workspace=room.workspace)


def _feedback(room: Room, *, since: datetime) -> QuerySet[Feedback]:
    return Feedback.objects.filter(
        workspace=room.workspace, is_ours=False, deleted_at=None, written_at__gte=since
    )


def _heard_from(room: Room) -> datetime | None:
    """Return since when something looks for us; what a watch looks for now may be younger."""
    made_at: datetime | None = _watches(room).aggregate(first=Min("made_at"))["first"]
    return made_at


def _written_from(room: Room) -> datetime | None:
    """Return since when messages to us are known: a first reading goes back some weeks."""
    connected = Channel.objects.filter(workspace=room.workspace)
    told = Feedback.objects.filter(workspace=room.workspace)
    found = [
        connected.aggregate(first=Min("connected_at"))["first"],
        told.aggregate(first=Min("written_at"))["first"],
    ]
    return min((one for one in found if one is not None), default=None)


def _hour(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
