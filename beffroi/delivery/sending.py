"""Sends one delivery: everything durable before anything visible, and one visible call.

Each stage is a short transaction that re-reads the row under a lock and goes on only while the
lease is still its own. Between two stages the process may die; `advance` takes up from the state.
"""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from beffroi.channels import actions as channel_actions
from beffroi.channels import gateway
from beffroi.channels.models import Channel
from beffroi.core.clock import Clock
from beffroi.delivery import linking, placing, preparing, rules, uploading
from beffroi.delivery.content import LeaseLost, compose, digest, from_json
from beffroi.delivery.models import Attempt, Delivery, Event, Pause, describe
from beffroi.delivery.rules import NOT_LEFT, Reason, Status
from beffroi.delivery.signals import delivery_changed
from beffroi.delivery.steps import reached
from beffroi.networks.contracts import MediaKind, OutgoingPost, PublishedPost
from beffroi.networks.declarations import Limits
from beffroi.networks.errors import (
    AccessRevoked,
    ContentRefused,
    DuplicateContent,
    NetworkError,
    NotFound,
    OutcomeUnknown,
    QuotaExhausted,
    RateLimited,
    UnexpectedResponse,
)
from beffroi.networks.fence import acting_while
from beffroi.networks.port import Publisher


def send(delivery: Delivery, *, clock: Clock) -> datetime | None:
    """Bring a due delivery to the network. Return when to look again, None when nothing is left."""
    wait = lease(delivery, now=clock())
    if wait is not None:
        return wait.until
    reached("leased")
    publisher = gateway.open_channel(delivery.channel, clock=clock)
    if not isinstance(publisher, Publisher):
        raise TypeError(f"{delivery.channel.network} cannot publish")
    linking.add_card(delivery, publisher, clock=clock)
    try:
        placing.find_place(delivery, publisher)
        files = uploading.upload(delivery, publisher, clock=clock)
        is_prepared = files is not None and preparing.prepare(
            delivery, publisher, files, clock=clock
        )
    except LeaseLost:
        return clock()
    except NetworkError as error:
        return nothing_sent(delivery, error, now=clock())
    if files is None or not is_prepared:
        return _wait_for_the_network(delivery, now=clock())
    try:
        attempt = _commit_attempt(delivery, now=clock())
    except LeaseLost:
        return clock()
    reached("attempt_committed")
    return _call(delivery, attempt, publisher, compose(delivery, files), clock=clock)


def doubt(delivery: Delivery, *, clock: Clock) -> datetime | None:
    """Take over a delivery whose sender died during the call: it may be out there."""
    with transaction.atomic():
        row = locked(delivery.pk)
        if row.state is not Status.SENDING:
            return clock()
        return _mark_unknown(row, now=clock())


def lease(delivery: Delivery, *, now: datetime) -> rules.Wait | None:
    """Take the delivery in hand, or say until when it must wait. Updates `delivery` in place."""
    with transaction.atomic():
        row = locked(delivery.pk)
        is_over = _is_over(row, now=now)
        wait = rules.Wait(None) if is_over else _reason_to_wait(row, now=now)
        if is_over:
            _let_it_be(row, now=now)
        elif wait is None:
            if row.state is Status.SCHEDULED:
                row.move(Status.LEASED)
            row.lease_token = secrets.token_hex(16)
            row.save(update_fields=["status", "lease_token"])
        elif wait.reason is Reason.LATE:
            hold(row, Reason.LATE, now=now)
        elif row.state is Status.LEASED:
            row.move(Status.SCHEDULED)
            row.save(update_fields=["status"])
    delivery.__dict__.update(row.__dict__)
    return wait


def _is_over(row: Delivery, *, now: datetime) -> bool:
    is_waiting = row.state in NOT_LEFT
    return is_waiting and row.leaves_before is not None and now >= row.leaves_before


def _let_it_be(row: Delivery, *, now: datetime) -> None:
    """Cancel what would be true no more. Inside a transaction."""
    row.move(Status.CANCELLED)
    row.save(update_fields=["status"])
    describe(row, Event.Kind.CANCELLED, at=now)
    delivery_changed.send(Delivery, delivery=row, now=now)


def _reason_to_wait(row: Delivery, *, now: datetime) -> rules.Wait | None:
    if row.state not in NOT_LEFT or not row.channel.is_connected:
        return rules.Wait(None)
    if row.follows is not None and row.follows.state is not Status.PUBLISHED:
        return rules.Wait(None)  # its publication wakes this one
    if row.due_at > now:
        return rules.Wait(row.due_at)
    if is_paused(row):
        return rules.Wait(None)  # whoever ends the pause wakes it, or holds it
    if rules.is_late(due_at=row.due_at, now=now):
        return rules.Wait(None, Reason.LATE)
    if row.channel.is_paused(now=now):
        return rules.Wait(row.channel.paused_until)
    return None


def is_paused(row: Delivery) -> bool:
    """Tell whether a pause of its workspace keeps `row` here, and nobody lets it through.

    Asked while the row is locked: a pause locks what has not left after it was written, so that
    either this sees it, or it sees what this decided.
    """
    if not row.is_post:
        return False
    open_pauses = Pause.objects.filter(workspace_id=row.workspace_id, ended_at=None)
    return open_pauses.exclude(pk=row.let_through_id or 0).exists()


def hold(row: Delivery, reason: Reason, *, now: datetime) -> None:
    """Keep a delivery that provably did not leave until a person decides. Inside a transaction."""
    row.move(Status.HELD)
    row.reason = reason.value
    row.save(update_fields=["status", "reason"])
    describe(row, Event.Kind.HELD, at=now)
    delivery_changed.send(Delivery, delivery=row, now=now)


def _wait_for_the_network(delivery: Delivery, *, now: datetime) -> datetime:
    _back_to_schedule(delivery)
    kinds = delivery.files.values_list("file__kind", flat=True)
    waits = [rules.PROCESSING_WAITS[MediaKind(kind)] for kind in kinds]
    return now + max(waits, default=rules.PROCESSING_WAITS[MediaKind.IMAGE])


def _back_to_schedule(delivery: Delivery, *, failed: bool = False) -> int:
    """Return to SCHEDULED with nothing sent; give the number of such tries in a row."""
    with transaction.atomic():
        row = locked(delivery.pk)
        if not _is_ours(row, delivery):
            return row.tries
        row.move(Status.SCHEDULED)
        row.tries = row.tries + 1 if failed else 0
        row.save(update_fields=["status", "tries"])
        return row.tries


def _commit_attempt(delivery: Delivery, *, now: datetime) -> Attempt:
    """Put the call on record. After this commit the call counts as made. Raises LeaseLost.

    A pause that began while the post was got ready counts: the lease is given back.
    """
    with transaction.atomic():
        row = locked(delivery.pk)
        is_ours = row.state is Status.LEASED and row.lease_token == delivery.lease_token
        if not is_ours or row.content_version != delivery.content_version or is_paused(row):
            raise LeaseLost
        row.move(Status.SENDING)
        row.first_attempt_at = row.first_attempt_at or now
        row.absences = row.lookups_failed = 0
        row.save(update_fields=["status", "first_attempt_at", "absences", "lookups_failed"])
        number = (row.attempts.aggregate(last=Max("number"))["last"] or 0) + 1
        attempt = Attempt.objects.create(
            delivery=row, number=number, content_digest=digest(row), started_at=now
        )
        describe(row, Event.Kind.CALLED, at=now)
    delivery.__dict__.update(row.__dict__)
    return attempt


def _call(
    delivery: Delivery, attempt: Attempt, publisher: Publisher, post: OutgoingPost, *, clock: Clock
) -> datetime | None:
    try:
        with acting_while(lambda: _may_still_call(delivery, attempt, now=clock())):
            published = publisher.publish(post)
    except (OutcomeUnknown, UnexpectedResponse) as error:
        reached("called")
        return _no_answer(delivery, attempt, error, now=clock())
    except DuplicateContent as error:
        reached("called")
        if attempt.number > 1:  # an earlier try of ours may be what is there
            return _no_answer(delivery, attempt, error, now=clock())
        return nothing_sent(delivery, error, now=clock(), attempt=attempt)
    except NetworkError as error:
        reached("called")
        return nothing_sent(delivery, error, now=clock(), attempt=attempt)
    reached("called")
    prove(delivery.pk, published, now=clock(), kind=Event.Kind.PUBLISHED)
    reached("answer_stored")
    return None


def _may_still_call(delivery: Delivery, attempt: Attempt, *, now: datetime) -> bool:
    """Tell whether nobody gave us up for dead, and the call is not far too late."""
    ours = Delivery.objects.filter(
        pk=delivery.pk, status=Status.SENDING.value, lease_token=delivery.lease_token
    )
    return now - attempt.started_at <= rules.SENDING_WINDOW and ours.exists()


def prove(delivery_id: int, published: PublishedPost, *, now: datetime, kind: Event.Kind) -> None:
    """Write down the network's proof. It is accepted whoever holds the delivery by now."""
    with transaction.atomic():
        row = locked(delivery_id)
        if row.state is Status.PUBLISHED:
            return
        row.attempts.filter(outcome=Attempt.Outcome.OPEN).update(
            outcome=Attempt.Outcome.PUBLISHED, ended_at=now
        )
        row.status = Status.PUBLISHED.value  # proof outranks every other state
        row.reason = ""
        row.remote_id, row.remote_url = published.remote_id, published.url
        row.published_at = now
        row.tries = row.absences = 0
        row.save()
        describe(row, kind, at=now)
        delivery_changed.send(Delivery, delivery=row, now=now)
    channel_actions.mark_verified(channel_id=row.channel_id, now=now)


def _no_answer(
    delivery: Delivery, attempt: Attempt, error: NetworkError, *, now: datetime
) -> datetime | None:
    with transaction.atomic():
        row = locked(delivery.pk)
        attempt.error = type(error).__name__
        attempt.save(update_fields=["error"])
        if row.state is not Status.SENDING:
            return now
        wake = _mark_unknown(row, now=now)
    reached("answer_stored")
    return wake


def _limits(row: Delivery) -> Limits:
    return gateway.limits_of(row.channel, from_json(row.content).format)


def _mark_unknown(row: Delivery, *, now: datetime) -> datetime:
    row.move(Status.UNKNOWN)
    row.check_after = rules.quarantine_end(
        call_ended_by=now, slowest_commit=_limits(row).slowest_commit
    )
    row.save(update_fields=["status", "check_after"])
    describe(row, Event.Kind.NO_ANSWER, at=now)
    return row.check_after


@transaction.atomic
def nothing_sent(
    delivery: Delivery, error: NetworkError, *, now: datetime, attempt: Attempt | None = None
) -> datetime | None:
    """Go on after an answer that proves that nothing became visible."""
    if attempt is not None:
        _close(attempt, error, now=now)
    if isinstance(error, AccessRevoked):
        _back_to_schedule(delivery)
        channel_actions.mark_lost(channel=delivery.channel, error=error, now=now)
        return None
    channel_actions.note(channel=delivery.channel, error=error)
    if isinstance(error, rules.REFUSALS):
        _refuse(delivery, error, now=now)
        return None
    tries = _back_to_schedule(delivery, failed=True)
    wake = rules.wake_after(error, tries=tries, now=now)
    if isinstance(error, RateLimited | QuotaExhausted):
        channel_actions.pause(channel_id=delivery.channel_id, until=wake)
    return wake


def _close(attempt: Attempt, error: NetworkError, *, now: datetime) -> None:
    refused = isinstance(error, (*rules.REFUSALS, AccessRevoked))
    attempt.outcome = Attempt.Outcome.REFUSED if refused else Attempt.Outcome.NOT_SENT
    attempt.error = type(error).__name__
    attempt.ended_at = now
    attempt.save(update_fields=["outcome", "error", "ended_at"])
    if not refused:
        describe(attempt.delivery, Event.Kind.NOT_SENT, at=now)


def _refuse(delivery: Delivery, error: NetworkError, *, now: datetime) -> None:
    with transaction.atomic():
        row = locked(delivery.pk)
        if not _is_ours(row, delivery):
            return
        row.move(Status.FAILED)
        row.reason = rules.reason_of(error).value
        row.refused_field = error.field if isinstance(error, ContentRefused) else ""
        row.refused_limit = error.limit if isinstance(error, ContentRefused) else None
        if isinstance(error, NotFound):  # what it answers, or what the channel publishes to
            row.refused_field = "reply_to" if row.content["reply_to"] else "place"
        row.save(update_fields=["status", "reason", "refused_field", "refused_limit"])
        describe(row, Event.Kind.REFUSED, at=now)
        delivery_changed.send(Delivery, delivery=row, now=now)


def _is_ours(row: Delivery, delivery: Delivery) -> bool:
    """Tell whether the delivery is still on its way by our hand."""
    is_under_way = row.state in {Status.LEASED, Status.SENDING}
    return is_under_way and row.lease_token == delivery.lease_token


def locked(delivery_id: int) -> Delivery:
    """Return the row, locked until the transaction ends (on SQLite the transaction is the lock)."""
    row = Delivery.objects.select_for_update().get(pk=delivery_id)
    row.channel = Channel.objects.get(pk=row.channel_id)
    return row
