"""Asks whether what was published still stands: some networks take posts away afterwards.

Only reads. What was published stays published, with its proof; that it is gone is a fact of its
own. A clear refusal counts at once, an absence at the second look, as everywhere.
"""

from __future__ import annotations

from datetime import datetime
from zlib import crc32

from django.db import transaction

from beffroi.channels import actions as channel_actions
from beffroi.channels import gateway
from beffroi.core import jobs
from beffroi.core.clock import Clock
from beffroi.delivery import rules
from beffroi.delivery.models import Delivery, Event, describe
from beffroi.delivery.rules import Reason, Status
from beffroi.delivery.sending import locked
from beffroi.delivery.signals import delivery_changed
from beffroi.networks.declarations import Capability
from beffroi.networks.errors import (
    AccessRevoked,
    ContentRefused,
    DuplicateContent,
    NetworkError,
    PermissionLost,
    QuotaExhausted,
    RateLimited,
)
from beffroi.networks.port import FateChecker

JOB = "delivery.ask_fate"


def follow(delivery: Delivery, *, now: datetime) -> None:
    """Have the network of a delivery asked about it, where it is one that takes posts away.

    In the transaction of its proof. Without an id of the network there is nothing to ask about.
    """
    able = gateway.abilities_of(delivery.channel)
    if Capability.CHECK_FATE not in able or not delivery.remote_id or delivery.was_taken_away:
        return
    at = rules.next_fate_look(_published_at(delivery), now=now, share=_share(delivery))
    if at is not None:
        jobs.enqueue(
            JOB,
            key=str(delivery.pk),
            run_at=at,
            payload={"delivery_id": delivery.pk},
            workspace_id=delivery.workspace_id,
        )


def stop_following(delivery: Delivery) -> None:
    """Ask no more: we have it taken away ourselves, and nobody must be alarmed about it."""
    jobs.cancel(JOB, key=str(delivery.pk))


def look(delivery_id: int, *, clock: Clock) -> datetime | None:
    """Ask once whether a published delivery stands. Return when to ask again, None for never."""
    standing = Delivery.objects.filter(status=Status.PUBLISHED.value, taken_away_at__isnull=True)
    delivery = standing.select_related("channel").filter(pk=delivery_id).first()
    if delivery is None:
        return None
    channel, now = delivery.channel, clock()
    if not channel.is_connected:
        return _again(delivery, now=now)
    if channel.is_paused(now=now):
        return channel.paused_until
    checker = gateway.open_channel(channel, clock=clock)
    return _ask(delivery, checker, clock=clock) if isinstance(checker, FateChecker) else None


def _ask(delivery: Delivery, checker: FateChecker, *, clock: Clock) -> datetime | None:
    try:
        stands = checker.is_still_up(delivery.remote_id)
    except (ContentRefused, DuplicateContent) as refusal:
        _take_away(delivery, Reason.REJECTED, refusal, now=clock())
        return None
    except NetworkError as error:
        return _unanswered(delivery, error, now=clock())
    now = clock()
    channel_actions.mark_verified(channel_id=delivery.channel_id, now=now)
    if stands is False:
        return _absent(delivery, now=now)
    Delivery.objects.filter(pk=delivery.pk, absences__gt=0).update(absences=0)
    next_look = rules.next_fate_look(_published_at(delivery), now=now, share=_share(delivery))
    return next_look if stands else next_look or _again(delivery, now=now)


def _absent(delivery: Delivery, *, now: datetime) -> datetime | None:
    """Count one absence; believe it at the second."""
    if rules.after_absence(delivery.absences + 1):
        _take_away(delivery, Reason.GONE, None, now=now)
        return None
    Delivery.objects.filter(pk=delivery.pk).update(absences=delivery.absences + 1)
    return now + rules.LOOKUP_SPACING


def _unanswered(delivery: Delivery, error: NetworkError, *, now: datetime) -> datetime | None:
    """Ask again later: that a network does not answer says nothing of the post."""
    if isinstance(error, AccessRevoked) and not isinstance(error, PermissionLost):
        channel_actions.mark_lost(channel=delivery.channel, error=error, now=now)
    if isinstance(error, RateLimited | QuotaExhausted):
        until = rules.wake_after(error, tries=1, now=now)
        channel_actions.pause(channel_id=delivery.channel_id, until=until)
    return _again(delivery, now=now)


def _take_away(
    delivery: Delivery, reason: Reason, refusal: NetworkError | None, *, now: datetime
) -> None:
    with transaction.atomic():
        row = locked(delivery.pk)
        if row.state is not Status.PUBLISHED or row.was_taken_away:
            return
        row.taken_away_at = now
        row.reason = reason.value
        if isinstance(refusal, ContentRefused):
            row.refused_field, row.refused_limit = refusal.field, refusal.limit
        row.save(update_fields=["taken_away_at", "reason", "refused_field", "refused_limit"])
        describe(row, Event.Kind.TAKEN_AWAY, at=now)
        delivery_changed.send(Delivery, delivery=row, now=now)


def _again(delivery: Delivery, *, now: datetime) -> datetime | None:
    return rules.fate_look_again(_published_at(delivery), now=now, share=_share(delivery))


def _published_at(delivery: Delivery) -> datetime:
    """Return when it was proven; the database holds no published delivery without."""
    assert delivery.published_at is not None  # noqa: S101 - see `published_only_with_proof`
    return delivery.published_at


def _share(delivery: Delivery) -> float:
    """Return the delivery's place in the spread of looks, in [0, 1): by its marker."""
    return crc32(delivery.marker.encode()) / 2**32
