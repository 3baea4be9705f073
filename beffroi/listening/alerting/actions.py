"""What people do with alerts: put them off, and call them false alarms."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from beffroi.core import audit
from beffroi.listening.alerting.detecting import note
from beffroi.listening.alerting.rules import Trigger, Tuning
from beffroi.listening.alerting.stored import kept, key
from beffroi.listening.models import Alert, AlertEvent, Lessons
from beffroi.workspaces.models import User

NOTHING_LEARNT = Tuning()


class AlertOver(Exception):
    """It closed meanwhile: there is nothing to put off, and nothing to learn from."""


@transaction.atomic
def snooze(alert: Alert, *, until: datetime, actor: User, now: datetime) -> None:
    """Put an alert out of the way until an hour; it comes back earlier if it gets worse.

    Raises AlertOver.
    """
    row = _locked(alert)
    if not row.is_open:
        raise AlertOver
    row.snoozed_until = until
    row.save(update_fields=["snoozed_until"])
    note(row, AlertEvent.Kind.SNOOZED, at=now, by=actor.pk, until=until.isoformat())
    _audit(row, "alert.snoozed", actor=actor, now=now)


@transaction.atomic
def wake(alert: Alert, *, actor: User, now: datetime) -> None:
    """Bring an alert back that was put off."""
    row = _locked(alert)
    if row.is_open and row.snoozed_until is not None:
        row.snoozed_until = None
        row.save(update_fields=["snoozed_until"])
        _audit(row, "alert.woken", actor=actor, now=now)


@transaction.atomic
def call_false(alert: Alert, *, actor: User, now: datetime) -> Tuning:
    """Close an alert as a false alarm; its watch asks for more before it alerts again.

    Its days count in full towards what is usual. Return what is asked from now on. Raises
    AlertOver.
    """
    row = _locked(alert)
    if not row.is_open:
        raise AlertOver
    lessons = _lessons(row)
    before = lessons.tuning
    triggers = {Trigger(key(one)[0]) for one in kept(row.reasons)}
    after = before.after_false_alarm(triggers)
    taught = [one for one in Trigger if getattr(after, one.value) > getattr(before, one.value)]
    _teach(lessons, after)
    row.closed_at, row.closing, row.closed_by = max(now, row.opened_at), "false_alarm", actor
    row.taught = [one.value for one in taught]
    row.save(update_fields=["closed_at", "closing", "closed_by", "taught"])
    note(row, AlertEvent.Kind.FALSE_ALARM, at=now, by=actor.pk)
    _audit(row, "alert.called_false", actor=actor, now=now)
    return after


@transaction.atomic
def take_back(alert: Alert, *, actor: User, now: datetime) -> bool:
    """Undo a false alarm: the watch forgets what it learnt from it, and the alert is open again.

    False where another alert of the watch is open since: then only the lesson is forgotten.
    """
    row = _locked(alert)
    if row.closing != Alert.Closing.FALSE_ALARM:
        return row.is_open
    lessons = _lessons(row)
    fewer = {one: max(0, getattr(lessons.tuning, one) - 1) for one in row.taught}
    _teach(lessons, Tuning(**{**_values(lessons.tuning), **fewer}))
    is_free = not Alert.objects.filter(watch=row.watch_id, closed_at=None).exists()
    row.taught, row.closed_by = [], None
    row.closing = Alert.Closing.OPEN if is_free else Alert.Closing.FALLEN
    row.closed_at = None if is_free else row.closed_at
    row.save(update_fields=["closed_at", "closing", "closed_by", "taught"])
    note(row, AlertEvent.Kind.TAKEN_BACK, at=now, by=actor.pk)
    _audit(row, "alert.taken_back", actor=actor, now=now)
    return is_free


def _locked(alert: Alert) -> Alert:
    return Alert.objects.select_for_update().get(pk=alert.pk)


def _lessons(alert: Alert) -> Lessons:
    Lessons.objects.get_or_create(watch_id=alert.watch_id)
    return Lessons.objects.select_for_update().get(watch=alert.watch_id)


def _values(tuning: Tuning) -> dict[str, int]:
    return {one.value: getattr(tuning, one.value) for one in Trigger}


def _teach(lessons: Lessons, tuning: Tuning) -> None:
    for name, number in _values(tuning).items():
        setattr(lessons, name, number)
    lessons.save()


def _audit(alert: Alert, action: str, *, actor: User, now: datetime) -> None:
    audit.record(
        workspace_id=alert.workspace_id,
        actor_id=actor.pk,
        action=action,
        subject=f"alert:{alert.pk}",
        now=now,
    )
