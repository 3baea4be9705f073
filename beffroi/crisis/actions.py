"""What people do in the crisis room. Each act writes its line of the log and of the trail."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from beffroi.channels.models import Channel
from beffroi.company.models import CrisisContact
from beffroi.company.queries import crisis_of
from beffroi.core import audit
from beffroi.crisis import people, recording
from beffroi.crisis.models import Here, Line, Reaction, Room, Tick, Told
from beffroi.crisis.rules import BY_THE_ROOM, CLOSING_UNDONE_FOR, Step
from beffroi.inbox.members import who_may
from beffroi.inbox.models import Escalation
from beffroi.listening.models import Alert
from beffroi.workspaces.models import User, Workspace
from beffroi.workspaces.rules import Permission

Kind = Line.Kind
#: How long before a room opens what is said belongs to it, where nothing else says so.
LOOKS_BACK = timedelta(hours=12)


class RoomClosed(Exception):
    """Nothing is done any more in a room that was closed."""


class TooLate(Exception):
    """The closing can no longer be taken back."""


@transaction.atomic
def open_room(
    workspace: Workspace,
    *,
    name: str,
    actor: User,
    now: datetime,
    escalation: Escalation | None = None,
    alert: Alert | None = None,
    channel: Channel | None = None,
) -> Room:
    """Open the crisis room, or return the one that is open already."""
    begun = [alert.opened_at] if alert else []
    if escalation is not None and escalation.conversation.waiting_since is not None:
        begun.append(escalation.conversation.waiting_since)
    return _opened(
        workspace,
        is_drill=False,
        actor=actor,
        now=now,
        values={
            "name": name,
            "escalation": escalation,
            "alert": alert,
            "channel": channel or (escalation.conversation.channel if escalation else None),
            "since": min([now - LOOKS_BACK, *begun]),
        },
    )


@transaction.atomic
def open_drill(workspace: Workspace, *, language: str, actor: User, now: datetime) -> Room:
    """Begin a drill on the recorded day, or return the one that is going on."""
    name = recording.recording().called(language)
    values = {"name": name, "since": now}
    return _opened(workspace, is_drill=True, actor=actor, now=now, values=values)


@transaction.atomic
def close(room: Room, *, actor: User, now: datetime) -> None:
    """Close a room; what is paused stays so until somebody ends that."""
    closed_at = max(now, room.opened_at)  # a clock may have been set back
    if Room.objects.filter(pk=room.pk, closed_at=None).update(closed_at=closed_at, closed_by=actor):
        log(room, Kind.CLOSED, actor=actor, now=closed_at)
        _audit(room, "crisis.closed", actor=actor, now=now)


@transaction.atomic
def reopen(room: Room, *, actor: User, now: datetime) -> None:
    """Undo the closing. Raises TooLate after some minutes, or where another room is open."""
    room = Room.objects.select_for_update().get(pk=room.pk)
    if room.closed_at is None:
        return
    others = Room.objects.filter(workspace_id=room.workspace_id, is_drill=room.is_drill)
    if now - room.closed_at > CLOSING_UNDONE_FOR or others.filter(closed_at=None).exists():
        raise TooLate
    room.closed_at = room.closed_by = None
    room.save(update_fields=["closed_at", "closed_by"])
    log(room, Kind.REOPENED, actor=actor, now=now)
    _audit(room, "crisis.reopened", actor=actor, now=now)


@transaction.atomic
def write_note(room: Room, *, text: str, actor: User, now: datetime) -> None:
    """Put a colleague's words into the log. Raises RoomClosed."""
    log(locked(room), Kind.NOTE, note=text, actor=actor, now=now)


@transaction.atomic
def tick(room: Room, step: Step, *, actor: User, now: datetime) -> None:
    """Say that a step is done. Raises RoomClosed."""
    room = locked(room)
    if step not in BY_THE_ROOM and mark(room, step, actor=actor, now=now):
        log(room, Kind.STEP, detail={"step": step.value}, actor=actor, now=now)


@transaction.atomic
def untick(room: Room, step: Step, *, actor: User, now: datetime) -> None:
    """Undo that. Raises RoomClosed."""
    room = locked(room)
    if Tick.objects.filter(room=room, step=step.value).delete()[0]:
        log(room, Kind.UNSTEP, detail={"step": step.value}, actor=actor, now=now)


@transaction.atomic
def say_told(room: Room, contact: CrisisContact, *, actor: User, now: datetime) -> None:
    """Note that a contact was told; once all are, the step is done. Raises RoomClosed."""
    room = locked(room)
    _, is_new = Told.objects.get_or_create(
        room=room, contact=contact, defaults={"at": now, "by": actor}
    )
    if not is_new:
        return
    log(room, Kind.TOLD, detail={"role": contact.role}, actor=actor, now=now)
    contacts = crisis_of(room.workspace).contacts
    members = who_may(room.workspace, Permission.ANSWER)
    known = {one.pk for one, _member in people.accounts_of(contacts, members)}
    if {one.pk for one in contacts} - known <= set(room.told.values_list("contact_id", flat=True)):
        mark(room, Step.TELL, actor=actor, now=now)


def come(room: Room, *, user: User, now: datetime) -> None:
    """Note that somebody has the room before them."""
    Here.objects.bulk_create(
        [Here(room=room, user=user, seen_at=now)],
        update_conflicts=True,
        unique_fields=["room", "user"],
        update_fields=["seen_at"],
    )


@transaction.atomic
def react(room: Room, number: int, *, assignee: User | None, actor: User, now: datetime) -> None:
    """In a drill, give a recorded message to somebody; None: it is answered. Raises RoomClosed."""
    room = locked(room)
    if number not in {one.number for one in recording.heard(room.opened_at, now)}:
        return
    row, _ = Reaction.objects.select_for_update().get_or_create(room=room, number=number)
    if assignee is not None:
        if row.assignee_id != assignee.pk:
            row.assignee = assignee
            log(room, Kind.GIVEN, actor=actor, now=now)
    elif row.answered_at is None:
        row.answered_at, row.assignee = now, row.assignee or actor
        log(room, Kind.ANSWERED, actor=actor, now=now)
    row.save(update_fields=["assignee", "answered_at"])


@transaction.atomic
def keep_promise(room: Room, *, actor: User, now: datetime) -> None:
    """Say that what was promised was said: a promise outlives the room that was closed."""
    standing = Room.objects.filter(pk=room.pk, promised_at__isnull=False, kept_at=None)
    if standing.update(kept_at=now):
        mark(room, Step.PROMISE, actor=actor, now=now)
        log(room, Kind.KEPT, actor=actor, now=now)


@transaction.atomic
def learn(
    room: Room, *, went_well: str, went_wrong: str, to_change: str, actor: User, now: datetime
) -> None:
    """Keep what was learned; the last step is done."""
    Room.objects.filter(pk=room.pk).update(
        went_well=went_well,
        went_wrong=went_wrong,
        to_change=to_change,
        learned_at=now,
        learned_by=actor,
    )
    mark(room, Step.REVIEW, actor=actor, now=now)
    _audit(room, "crisis.reviewed", actor=actor, now=now)


def locked(room: Room) -> Room:
    """Return the room, locked until the transaction ends. Raises RoomClosed."""
    rows = Room.objects.select_for_update(of=("self",)).select_related("workspace")
    row = rows.get(pk=room.pk)
    if row.closed_at is not None:
        raise RoomClosed
    return row


def mark(room: Room, step: Step, *, actor: User, now: datetime) -> bool:
    """Tick a step; tell whether it was not ticked yet. Inside a transaction."""
    _, is_new = Tick.objects.get_or_create(
        room=room, step=step.value, defaults={"at": now, "by": actor}
    )
    return is_new


def log(
    room: Room,
    kind: Line.Kind,
    *,
    actor: User | None,
    now: datetime,
    note: str = "",
    detail: dict[str, Any] | None = None,
) -> None:
    """Append a line."""
    Line.objects.create(room=room, kind=kind, at=now, by=actor, note=note, detail=detail or {})


def _opened(
    workspace: Workspace, *, is_drill: bool, actor: User, now: datetime, values: dict[str, Any]
) -> Room:
    plan = crisis_of(workspace)
    room, is_new = Room.objects.get_or_create(
        workspace=workspace,
        is_drill=is_drill,
        closed_at=None,
        defaults=values
        | {"opened_at": now, "opened_by": actor, "holding_text": plan.holding_message},
    )
    if is_new:
        if room.escalation is not None:
            raised = room.escalation
            log(room, Kind.ALERTED, actor=raised.raised_by, now=raised.raised_at)
        if room.alert is not None:
            log(room, Kind.HEARD, actor=None, now=room.alert.opened_at)
        log(room, Kind.OPENED, actor=actor, now=now)
        _audit(room, "crisis.opened", actor=actor, now=now)
    return room


def _audit(room: Room, action: str, *, actor: User, now: datetime) -> None:
    audit.record(  # last: its lock is everybody's
        workspace_id=room.workspace_id,
        actor_id=actor.pk,
        action=action,
        subject=f"crisis:{room.pk}",
        now=now,
        detail={"drill": "yes"} if room.is_drill else None,
    )
