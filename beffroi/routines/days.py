"""What happens once a day of a workspace is over: time noted, medians measured, routines opened."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from beffroi.company.queries import calendar_of
from beffroi.company.rules import Calendar, open_spans
from beffroi.core import jobs
from beffroi.routines import handling, measuring, rules
from beffroi.routines.models import DayKept, PutOff, Routine
from beffroi.sales import hours
from beffroi.workspaces.models import Workspace

CLOSE = "routines.close_day"
#: After a longer absence the days before are left alone: nobody remembers them.
_DAYS_BACK = 7
_WEEKEND = 5
_DAY = timedelta(days=1)


def plan(*, now: datetime) -> int:
    """Have each workspace's day closed where it is over. Return how many are asked for."""
    # Somewhere the day is over a day before UTC says so; the zone of each tells below.
    latest = now.date() + _DAY
    rows = Workspace.objects.filter(
        Q(day_kept=None) | Q(day_kept__day__lt=latest - _DAY), closed_at=None
    )
    planned = 0
    kept = dict(DayKept.objects.values_list("workspace_id", "day"))
    for workspace in rows.order_by("pk"):
        over = workspace.day_at(now) - _DAY
        if kept.get(workspace.pk, date.min) >= over:
            continue
        jobs.enqueue(
            CLOSE,
            key=f"{workspace.pk}:{over}",
            run_at=now,
            payload={"workspace_id": workspace.pk},
            workspace_id=workspace.pk,
        )
        planned += 1
    return planned


@transaction.atomic
def close(workspace: Workspace, *, now: datetime) -> None:
    """Note the time of the days that are over, measure, open today's routines. Twice is once."""
    today = workspace.day_at(now)
    kept, _is_new = DayKept.objects.select_for_update().get_or_create(
        workspace=workspace, defaults={"day": today - 2 * _DAY}
    )
    if not workspace.is_demo:
        first = max(kept.day + _DAY, today - _DAYS_BACK * _DAY)
        note_days(workspace, first=first, today=today, now=now)
        measuring.measure(workspace, now=now)
    open_routines(workspace, today=today, now=now)
    PutOff.objects.filter(workspace=workspace, until_at__lte=now).delete()
    kept.day = today - _DAY
    kept.save(update_fields=["day"])


def note_days(workspace: Workspace, *, first: date, today: date, now: datetime) -> None:
    """Note what people spent on each day from `first` until yesterday, unless that is off."""
    if not hours.keeps_time(workspace):
        return
    known = measuring.typical_of(workspace)
    for number in range((today - first).days):
        day = first + number * _DAY
        lines = measuring.lines_of(
            workspace,
            since=rules.midnight(day, zone=workspace.zone),
            until=rules.midnight(day + _DAY, zone=workspace.zone),
        )
        minutes = handling.minutes_by_person(lines, known=known)
        hours.note_measured(workspace, day=day, minutes=minutes, now=now)


def open_routines(workspace: Workspace, *, today: date, now: datetime) -> None:
    """Make the rows of what is to be taken from today on; what is there stays as it is."""
    calendar = calendar_of(workspace)
    came = workspace.created_at.astimezone(workspace.zone).date()
    due = rules.due_on(
        today,
        since=date.min if workspace.is_demo else came,
        is_worked=lambda day: is_worked(day, calendar=calendar),
    )
    rows = [
        Routine(
            workspace=workspace,
            kind=kind.value,
            first_day=period.first,
            last_day=period.last,
            opened_at=now,
            ends_at=rules.midnight(period.last + _DAY, zone=workspace.zone),
        )
        for kind, period in due.items()
    ]
    Routine.objects.bulk_create(rows, ignore_conflicts=True)


def is_worked(day: date, *, calendar: Calendar) -> bool:
    """Tell whether the company opens on a day; where hours are unknown, from Monday to Friday."""
    if calendar.hours is None:
        return day.weekday() < _WEEKEND and not calendar.is_closed_on(day)
    return bool(open_spans(day, calendar=calendar))
