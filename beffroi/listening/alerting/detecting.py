"""Looks whether a watch has reason to alert, and lets its alert open, grow, calm down and close."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from beffroi.core.jobs import enqueue
from beffroi.listening import rules as listening_rules
from beffroi.listening.alerting import heard, rules
from beffroi.listening.alerting.phases import phase
from beffroi.listening.alerting.rules import AUDIENCE_MIN, Gravity, Level, Phase, Reason, Tuning
from beffroi.listening.alerting.signals import alert_changed
from beffroi.listening.alerting.stored import grown, kept, key, stored
from beffroi.listening.alerting.usual import DAY, Hours, Usual, UsualTone
from beffroi.listening.models import Alert, AlertEvent, Catch, Lessons, Mention, Watch

LOOK = "listening.look"
#: So many watches are read together.
_AT_ONCE = 50
_DAY = timedelta(hours=24)
_ABOUT_US = frozenset(one.value for one in listening_rules.ABOUT_US)
#: What people closed by hand raises nothing again by what was said before.
_BY_HAND = (Alert.Closing.FALSE_ALARM,)


@dataclass(frozen=True, slots=True)
class _Known:
    """What was read of a watch; `since` is until when a person judged what it heard."""

    hours: Hours
    tuning: Tuning
    since: datetime | None


def ask_all(*, now: datetime) -> None:
    """Ask for a look at each workspace of which something was heard, or has an open alert."""
    rows = _worth_a_look(now=now)
    for workspace_id in rows.order_by("workspace").values_list("workspace", flat=True).distinct():
        ask(workspace_id, now=now)


def ask(workspace_id: int, *, now: datetime) -> None:
    """Ask for a look at the watches of a workspace, soon."""
    enqueue(
        LOOK,
        key=str(workspace_id),
        run_at=now,
        payload={"workspace_id": workspace_id},
        workspace_id=workspace_id,
    )


def ask_if_grave(
    *, workspace_id: int, mentions: Sequence[Mention], now: datetime, **_signal: Any
) -> None:
    """Look at once where one message may be enough."""
    if any(
        row.urgency or (row.sure_tone == "negative" and (row.followers or 0) >= AUDIENCE_MIN)
        for row in mentions
    ):
        ask(workspace_id, now=now)


def look_at(workspace_id: int, *, now: datetime) -> None:
    """Look at each watch of a workspace that heard something lately, or has an open alert.

    What they heard is read for many at once; each is looked at in a transaction of its own.
    """
    rows = _worth_a_look(now=now).filter(workspace=workspace_id).select_related("ground")
    watches = list(rows.order_by("pk"))
    for first in range(0, len(watches), _AT_ONCE):
        look(*watches[first : first + _AT_ONCE], now=now)


def look(*watches: Watch, now: datetime) -> None:
    """Look at watches of one workspace: open their alerts, let them grow, or close them."""
    since = _judged(watches)
    hours = heard.hours_of_all(watches, now=now, since=since)
    taught = {one.watch_id: one.tuning for one in Lessons.objects.filter(watch__in=watches)}
    for watch in watches:
        known = _Known(hours[watch.pk], taught.get(watch.pk, Tuning()), since.get(watch.pk))
        _look(watch, known, now=now)


def _worth_a_look(*, now: datetime) -> QuerySet[Watch]:
    """Return the watches that heard something lately, or have an open alert."""
    recent = Catch.objects.filter(watch=OuterRef("pk"), written_at__gte=now - _DAY)
    standing = Alert.objects.filter(watch=OuterRef("pk"), closed_at__isnull=True)
    rows = Watch.objects.filter(workspace__closed_at__isnull=True)
    return rows.filter(Q(is_on=True, removed_at=None) & Exists(recent) | Exists(standing))


@transaction.atomic
def _look(watch: Watch, known: _Known, *, now: datetime) -> None:
    standing = Alert.objects.select_for_update().filter(watch=watch, closed_at=None).first()
    if not watch.is_on or watch.removed_at is not None:
        if standing is not None:
            _close(standing, Alert.Closing.ENDED, now=now)
        return
    hours, tuning = known.hours, known.tuning
    usual = Usual.of(hours.days())
    reasons = _reasons(watch, known, usual, now=now)
    a_day = usual.mean if usual else 0.0
    where = phase(hours.counts, a_day=a_day)
    if standing is not None:
        _follow(standing, reasons, where, hours=hours, usual=usual, now=now)
    elif reasons and _judged([watch]).get(watch.pk) == known.since:
        most = rules.least_volume(usual, tuning=tuning) - 1 if usual else None
        _open(watch, reasons, where, most=most, now=now)


def _judged(watches: Sequence[Watch]) -> dict[int, datetime]:
    """Return until when what a watch heard was judged by a person, by its id. One query."""
    by_hand = Alert.objects.filter(watch__in=watches, closing__in=_BY_HAND)
    last = by_hand.order_by().values_list("watch").annotate(last=Max("closed_at"))
    return {watch: at for watch, at in last if at is not None}


def _reasons(watch: Watch, known: _Known, usual: Usual | None, *, now: datetime) -> list[Reason]:
    """Return what is unusual. Of others than us, much is worth a look and nothing is a crisis."""
    hours, tuning, since = known.hours, known.tuning, known.since
    many = rules.volume(hours.last_day, usual, tuning=tuning)
    if watch.subject not in _ABOUT_US:
        return [replace(many, level=Level.ORANGE)] if many else []
    said = heard.grave_things(watch, now=now, since=since)
    audience = heard.audience(watch, said, now=now)
    negatives, toned = sum(hours.negatives[:DAY]), sum(hours.toned[:DAY])
    bad = rules.tone(negatives, toned, UsualTone.of(hours), tuning=tuning)
    found: Iterable[Reason | None] = (
        *rules.gravity(said, audience=audience, tuning=tuning),
        many,
        bad,
    )
    return sorted((one for one in found if one), key=lambda one: -one.level)


def _open(
    watch: Watch, reasons: Sequence[Reason], where: Phase, *, most: int | None, now: datetime
) -> None:
    alert = Alert.objects.create(
        workspace_id=watch.workspace_id,
        watch=watch,
        level=max(one.level for one in reasons),
        phase=where.value,
        reasons=stored(reasons),
        opened_at=now,
        looked_at=now,
        grown_at=now,
        most=most,
    )
    names = [key(one)[0] for one in reasons]
    note(alert, AlertEvent.Kind.OPENED, at=now, level=alert.level, triggers=names)


def _follow(
    alert: Alert,
    reasons: Sequence[Reason],
    where: Phase,
    *,
    hours: Hours,
    usual: Usual | None,
    now: datetime,
) -> None:
    if not reasons and rules.is_usual_again(hours.last_day, usual):
        _close(alert, Alert.Closing.FALLEN, now=now)
        return
    before = kept(alert.reasons)
    known = {key(one) for one in before}
    fresh = [one for one in reasons if key(one) not in known]
    level = max([alert.level, *(one.level for one in reasons)])
    is_raised, is_moved = level > alert.level, where.value != alert.phase
    alert.reasons, alert.level = stored(grown(before, reasons)), level
    alert.phase, alert.looked_at = where.value, now
    if is_raised or any(isinstance(one, Gravity) for one in fresh):
        alert.snoozed_until = None  # it is worse than what somebody put off
    if fresh or is_raised:
        alert.grown_at = now
    alert.save()
    for one in fresh:
        trigger, subject = key(one)
        note(alert, AlertEvent.Kind.GREW, at=now, trigger=trigger, subject=subject)
    if is_raised:
        note(alert, AlertEvent.Kind.RAISED, at=now)
    if is_moved:
        note(alert, AlertEvent.Kind.PHASE, at=now, phase=where.value)


def _close(alert: Alert, closing: Alert.Closing, *, now: datetime) -> None:
    alert.closed_at, alert.closing = max(now, alert.opened_at), closing
    alert.phase, alert.looked_at = Phase.FALLING.value, now
    alert.save()
    note(alert, AlertEvent.Kind(closing.value), at=now)


def note(
    alert: Alert, kind: AlertEvent.Kind, *, at: datetime, by: int | None = None, **detail: Any
) -> AlertEvent:
    """Write a line of an alert's story, and tell whoever listens."""
    event = AlertEvent.objects.create(alert=alert, kind=kind, at=at, by_id=by, detail=detail)
    alert_changed.send(sender=Alert, alert=alert, event=event, now=at)
    return event
