"""What a person, or an app above, does with a delivery."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from beffroi.channels import gateway
from beffroi.channels.models import Channel
from beffroi.core import audit, jobs
from beffroi.core.clock import utc_now
from beffroi.delivery import rules
from beffroi.delivery.content import Content, from_json, to_json
from beffroi.delivery.models import Attempt, Delivery, DeliveryFile, Event, Pause, describe
from beffroi.delivery.rules import NOT_LEFT, Status
from beffroi.delivery.sending import locked
from beffroi.delivery.signals import delivery_changed
from beffroi.media.models import MediaFile
from beffroi.networks.port import Publisher
from beffroi.workspaces.models import User

JOB = "delivery.advance"


class AlreadyLeft(Exception):
    """The delivery is with the network, or done: it can no longer be changed here."""


class NothingToDecide(Exception):
    """The delivery no longer waits for a person: somebody decided, or the network answered."""


@dataclass(frozen=True, slots=True)
class Attached:
    """A kept file as it goes with one delivery. `alt_text` is a document's title."""

    file: MediaFile
    alt_text: str


@transaction.atomic
def create_delivery(
    *,
    channel: Channel,
    content: Content,
    files: Sequence[Attached] = (),
    follows: Delivery | None = None,
    due_at: datetime,
    leaves_before: datetime | None = None,
    actor: User | None,
    now: datetime,
) -> Delivery:
    """Plan a delivery at `due_at` (aware UTC; the past means at once), if before `leaves_before`.

    One that `follows` another is a comment under it, and waits until that is out.
    """
    publisher = gateway.open_channel(channel, clock=utc_now)
    if not isinstance(publisher, Publisher):
        raise TypeError(f"{channel.network} cannot publish")
    delivery = Delivery.objects.create(
        workspace_id=channel.workspace_id,
        channel=channel,
        follows=follows,
        due_at=due_at,
        leaves_before=leaves_before,
        content=to_json(content),
        marker=publisher.choose_marker(now=now),
        created_at=now,
    )
    _attach(delivery, files)
    describe(delivery, Event.Kind.SCHEDULED, at=now, actor=actor)
    wake(delivery, at=due_at)
    return delivery


@transaction.atomic
def revise(
    delivery: Delivery,
    *,
    content: Content,
    files: Sequence[Attached],
    due_at: datetime,
    actor: User,
    now: datetime,
) -> None:
    """Replace what leaves and when, until the last moment. Raises AlreadyLeft."""
    row = locked(delivery.pk)
    if not is_editable(row):
        raise AlreadyLeft
    row.content = to_json(content)
    row.content_version += 1
    row.due_at = due_at
    if row.state in {Status.LEASED, Status.HELD}:
        row.move(Status.SCHEDULED)
    row.reason = ""
    row.was_restored = False
    changed = ["content", "content_version", "due_at", "status", "reason", "was_restored"]
    row.save(update_fields=changed)
    row.files.all().delete()
    _attach(row, files)
    describe(row, Event.Kind.CHANGED, at=now, actor=actor)
    wake(row, at=due_at)


@transaction.atomic
def cancel(delivery: Delivery, *, actor: User | None, now: datetime) -> None:
    """Keep a delivery from leaving. Raises AlreadyLeft."""
    row = locked(delivery.pk)
    if row.state is Status.CANCELLED:
        return
    if row.state not in rules.EDITABLE:
        raise AlreadyLeft
    _cancel(row, actor=actor, now=now)


@transaction.atomic
def confirm_published(delivery: Delivery, *, address: str, actor: User, now: datetime) -> None:
    """A person saw the post on the network. Raises NothingToDecide."""
    row = _waiting(delivery, {Status.ASK_HUMAN})
    row.move(Status.PUBLISHED)
    row.published_at = row.first_attempt_at or now
    row.remote_url = address
    row.confirmed_by, row.confirmed_by_person = actor, True
    row.reason = ""
    row.save()
    _close_attempts(row, Attempt.Outcome.PUBLISHED, now=now)
    _decided(row, Event.Kind.CONFIRMED, actor=actor, now=now)


@transaction.atomic
def send_again(delivery: Delivery, *, actor: User, now: datetime) -> None:
    """A person says that the post is not on the network, or still wants it to leave: at once."""
    row = _waiting(delivery, {Status.ASK_HUMAN, Status.HELD})
    row.move(Status.SCHEDULED)
    row.reason = ""
    row.was_restored = False
    row.due_at = now
    row.let_through = open_pause(row.workspace_id)  # whoever says so now, means it
    row.tries = row.absences = row.lookups_failed = 0
    if row.first_attempt_at is None:
        content = from_json(row.content)
        row.content = to_json(content) | {"written_at": now.isoformat()}
    row.save()
    _close_attempts(row, Attempt.Outcome.ABANDONED, now=now)
    _decided(row, Event.Kind.SENT_AGAIN, actor=actor, now=now)
    wake(row, at=now)


@transaction.atomic
def abandon(delivery: Delivery, *, actor: User | None, now: datetime) -> None:
    """A person gives the delivery up, whatever became of it. Raises NothingToDecide."""
    row = _waiting(delivery, {Status.ASK_HUMAN, Status.HELD})
    _close_attempts(row, Attempt.Outcome.ABANDONED, now=now)
    _cancel(row, actor=actor, now=now)


@transaction.atomic
def acknowledge(delivery: Delivery, *, actor: User, now: datetime) -> None:
    """A person took note of a refusal, or that it was taken away: it asks for nothing any more.

    Raises NothingToDecide.
    """
    row = _waiting(delivery, {Status.FAILED, Status.PUBLISHED})
    if row.settled_at is not None or not row.is_missing:
        raise NothingToDecide
    row.settled_at = now
    row.save(update_fields=["settled_at"])
    _decided(row, Event.Kind.SEEN, actor=actor, now=now)


@transaction.atomic
def suspect_past_due(*, now: datetime) -> int:
    """After a restore: whatever was due may have left since the backup. Return how many.

    Nothing of it leaves by itself: it is looked up, and a person is asked when it is absent. What
    comments a post that is not known to be out waits for what becomes of that.
    """
    rows = Delivery.objects.on_their_way().filter(due_at__lte=now).order_by("id")
    waits_for_its_post = Q(follows__isnull=False) & ~Q(follows__status=Status.PUBLISHED.value)
    suspects = list(rows.exclude(waits_for_its_post).select_for_update(of=("self",)))
    for row in suspects:
        suspect(row, now=now)
    return len(suspects)


def suspect(row: Delivery, *, now: datetime) -> None:
    """Have a delivery looked up that may have left since a backup. Inside a transaction."""
    row.status = Status.UNKNOWN.value
    row.was_restored = True
    row.check_after = now
    row.absences = row.lookups_failed = 0
    row.save(update_fields=["status", "was_restored", "check_after", "absences", "lookups_failed"])
    describe(row, Event.Kind.RESTORED, at=now)
    wake(row, at=now)


@transaction.atomic
def ask_after_crashes(*, delivery_id: int, now: datetime) -> None:
    """Its job was given up: hold what did not leave, ask about what may have."""
    row = locked(delivery_id)
    if row.state in NOT_LEFT:
        row.move(Status.HELD)
    elif row.state in {Status.SENDING, Status.UNKNOWN, Status.RECONCILING}:
        row.status = Status.ASK_HUMAN.value
    else:
        return
    row.reason = rules.Reason.CRASHED.value
    row.save(update_fields=["status", "reason"])
    describe(row, Event.Kind.ASKED, at=now)
    delivery_changed.send(Delivery, delivery=row, now=now)


def is_editable(delivery: Delivery) -> bool:
    """Tell whether nothing of the delivery can have left."""
    return delivery.state in rules.EDITABLE and delivery.first_attempt_at is None


def open_pause(workspace_id: int) -> Pause | None:
    """Return the pause of a workspace that nobody has ended."""
    return Pause.objects.filter(workspace_id=workspace_id, ended_at=None).first()


def wake(delivery: Delivery, *, at: datetime) -> None:
    """Have the delivery taken up at `at`, in the caller's transaction."""
    jobs.enqueue(
        JOB,
        key=str(delivery.pk),
        run_at=at,
        payload={"delivery_id": delivery.pk},
        workspace_id=delivery.workspace_id,
        replace=True,
    )


def wake_channel(channel: Channel, *, now: datetime) -> None:
    """Take up again all that waited for the channel's connection."""
    waiting = Delivery.objects.on_their_way().filter(channel=channel)
    for delivery in waiting.order_by("id"):
        wake(delivery, at=max(now, delivery.due_at))


def _attach(delivery: Delivery, files: Sequence[Attached]) -> None:
    DeliveryFile.objects.bulk_create(
        DeliveryFile(delivery=delivery, file=one.file, position=position, alt_text=one.alt_text)
        for position, one in enumerate(files)
    )


def _waiting(delivery: Delivery, states: set[Status]) -> Delivery:
    row = locked(delivery.pk)
    if row.state not in states:
        raise NothingToDecide
    return row


def _close_attempts(row: Delivery, outcome: Attempt.Outcome, *, now: datetime) -> None:
    row.attempts.filter(outcome=Attempt.Outcome.OPEN).update(outcome=outcome, ended_at=now)


def _cancel(row: Delivery, *, actor: User | None, now: datetime) -> None:
    row.move(Status.CANCELLED)
    row.save(update_fields=["status"])
    jobs.cancel(JOB, key=str(row.pk))
    _decided(row, Event.Kind.CANCELLED, actor=actor, now=now)


def _decided(row: Delivery, kind: Event.Kind, *, actor: User | None, now: datetime) -> None:
    describe(row, kind, at=now, actor=actor)
    delivery_changed.send(Delivery, delivery=row, now=now)
    audit.record(  # last: its lock is everybody's
        workspace_id=row.workspace_id,
        actor_id=actor.pk if actor else None,
        action=f"delivery.{kind}",
        subject=f"delivery:{row.pk}",
        now=now,
    )
