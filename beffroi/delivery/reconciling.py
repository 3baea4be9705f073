"""Finds out what became of a call that got no answer. Never sends anything itself."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from beffroi.channels import actions as channel_actions
from beffroi.channels import gateway
from beffroi.core.clock import Clock
from beffroi.delivery import placing, rules, uploading
from beffroi.delivery.content import LeaseLost, compose
from beffroi.delivery.models import Attempt, Delivery, Event, describe
from beffroi.delivery.rules import Reason, Status
from beffroi.delivery.sending import hold, locked, prove
from beffroi.delivery.signals import delivery_changed
from beffroi.delivery.steps import reached
from beffroi.networks.errors import AccessRevoked, NetworkError, QuotaExhausted, RateLimited
from beffroi.networks.port import Finder


def reconcile(delivery: Delivery, *, clock: Clock) -> datetime | None:
    """Look the post up once its quarantine is over. Return when to look again, if ever."""
    wait = _begin(delivery, now=clock())
    if wait is not None:
        return wait.until
    reached("lookup_begun")
    finder = gateway.open_channel(delivery.channel, clock=clock)
    if not isinstance(finder, Finder):
        _ask(delivery, Reason.CANNOT_LOOK_UP, now=clock())
        return None
    try:
        placing.find_place(delivery, finder)
        found = finder.find(
            compose(delivery, uploading.held(delivery)),
            since=delivery.first_attempt_at or delivery.due_at,
            excluding=_taken_ids(delivery),
        )
    except (RateLimited, QuotaExhausted) as error:
        return _asked_to_wait(delivery, error, now=clock())
    except AccessRevoked as error:
        _settle_for_later(delivery, now=clock(), failed=False)
        channel_actions.mark_lost(channel=delivery.channel, error=error, now=clock())
        return None
    except (NetworkError, LeaseLost):
        return _lookup_failed(delivery, now=clock())
    reached("looked_up")
    if found is not None:
        prove(delivery.pk, found, now=clock(), kind=Event.Kind.LOOKED_UP_FOUND)
        reached("lookup_stored")
        return None
    wake = _absent(delivery, now=clock())
    reached("lookup_stored")
    return wake


def _begin(delivery: Delivery, *, now: datetime) -> rules.Wait | None:
    with transaction.atomic():
        row = locked(delivery.pk)
        if row.state not in {Status.UNKNOWN, Status.RECONCILING} or not row.channel.is_connected:
            return rules.Wait(None)
        if row.check_after is not None and row.check_after > now:
            return rules.Wait(row.check_after)
        if row.channel.is_paused(now=now):
            return rules.Wait(row.channel.paused_until)
        if row.state is Status.UNKNOWN:
            row.move(Status.RECONCILING)
            row.save(update_fields=["status"])
    delivery.__dict__.update(row.__dict__)
    return None


def _taken_ids(delivery: Delivery) -> frozenset[str]:
    since = (delivery.first_attempt_at or delivery.due_at) - rules.TWIN_SPAN
    others = Delivery.objects.filter(channel_id=delivery.channel_id, published_at__gte=since)
    return frozenset(others.exclude(remote_id="").values_list("remote_id", flat=True))


def _absent(delivery: Delivery, *, now: datetime) -> datetime | None:
    """Count one absence; believe it at the second, then let the delivery leave again."""
    with transaction.atomic():
        row = locked(delivery.pk)
        if row.state is not Status.RECONCILING:
            return now
        row.absences += 1
        describe(row, Event.Kind.LOOKED_UP_ABSENT, at=now)
        if not rules.after_absence(row.absences):
            row.move(Status.UNKNOWN)
            row.check_after = now + rules.LOOKUP_SPACING
            row.save(update_fields=["status", "check_after", "absences"])
            return row.check_after
        row.attempts.filter(outcome=Attempt.Outcome.OPEN).update(
            outcome=Attempt.Outcome.ABSENT, ended_at=now
        )
        row.save(update_fields=["absences"])
        if row.was_restored:
            hold(row, Reason.RESTORED, now=now)
            return None
        row.move(Status.SCHEDULED)
        row.tries += 1
        row.save(update_fields=["status", "tries"])
        return now + rules.backoff(row.tries)


def _asked_to_wait(
    delivery: Delivery, error: RateLimited | QuotaExhausted, *, now: datetime
) -> datetime | None:
    """Leave the whole channel alone as long as the network asks; it has refused nothing."""
    if isinstance(error, QuotaExhausted) and error.until is None:
        return _lookup_failed(delivery, now=now)
    until = rules.wake_after(error, tries=1, now=now)
    channel_actions.pause(channel_id=delivery.channel_id, until=until)
    return max(until, _settle_for_later(delivery, now=now, failed=False))


def _lookup_failed(delivery: Delivery, *, now: datetime) -> datetime | None:
    with transaction.atomic():
        row = locked(delivery.pk)
        row.lookups_failed += 1
        row.save(update_fields=["lookups_failed"])
        describe(row, Event.Kind.LOOKUP_FAILED, at=now)
    if row.lookups_failed >= rules.LOOKUPS_MAX:
        _ask(delivery, Reason.CANNOT_LOOK_UP, now=now)
        return None
    return _settle_for_later(delivery, now=now, failed=True)


def _settle_for_later(delivery: Delivery, *, now: datetime, failed: bool) -> datetime:
    with transaction.atomic():
        row = locked(delivery.pk)
        wait = rules.backoff(row.lookups_failed) if failed else rules.LOOKUP_SPACING
        if row.state is Status.RECONCILING:
            row.move(Status.UNKNOWN)
            row.check_after = now + wait
            row.save(update_fields=["status", "check_after"])
        return now + wait


def _ask(delivery: Delivery, reason: Reason, *, now: datetime) -> None:
    with transaction.atomic():
        row = locked(delivery.pk)
        if row.state not in {Status.UNKNOWN, Status.RECONCILING}:
            return
        row.move(Status.ASK_HUMAN)
        row.reason = reason.value
        row.save(update_fields=["status", "reason"])
        describe(row, Event.Kind.ASKED, at=now)
        delivery_changed.send(Delivery, delivery=row, now=now)
