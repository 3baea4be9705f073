"""Does one thing to one or many conversations at once, and undoes it where nobody touched them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from beffroi.core import audit
from beffroi.inbox import summary
from beffroi.inbox.members import who_may
from beffroi.inbox.models import Conversation, ConversationLabel, Label, Nudge, Sweep
from beffroi.workspaces.models import User, Workspace
from beffroi.workspaces.rules import Permission

AT_ONCE_MAX = 200
CAN_BE_UNDONE_FOR = timedelta(minutes=30)

#: What a sweep may change of a conversation, and what is compared before it is undone.
_FIELDS = {
    "status",
    "waiting_since",
    "done_at",
    "done_by_id",
    "assignee_id",
    "assigned_at",
    "assigned_by_id",
    "assignment_note",
    "snoozed_until",
    "wants_check",
}
#: What changes whose a conversation is.
_GIVING = {"conversation.assigned", "conversation.unassigned"}
_INSTANTS = {"waiting_since", "done_at", "assigned_at", "snoozed_until"}


class CannotSweep(Exception):
    """Nothing was changed: `problem` is none, too_many, too_late or undone."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that can be done: what it changes of a conversation, and what the trail calls it.

    `put_on` and `take_off` are labels, by id; `told` is who hears of it on their Today.
    """

    action: str
    change: Callable[[Conversation], None]
    put_on: int | None = None
    take_off: int | None = None
    told: int | None = None
    detail: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Undone:
    """How many conversations stand as before, and how many somebody had changed meanwhile."""

    number: int
    left: int


@dataclass(slots=True)
class Held:
    """A conversation that is ours until the transaction ends, with the ids of its labels."""

    row: Conversation
    labels: set[int]

    def state(self) -> dict[str, Any]:
        """Return how it stands, as JSON holds it."""
        values = {name: getattr(self.row, name) for name in _FIELDS}
        written = {name: _written(value) for name, value in values.items()}
        return written | {"labels": sorted(self.labels)}


def _written(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


@transaction.atomic
def sweep(
    workspace: Workspace, ids: Collection[int], deed: Deed, *, actor: User, now: datetime
) -> Sweep:
    """Do `deed` to those of `ids` that are the workspace's own; what it changed is remembered.

    Raises CannotSweep for none, or for more than `AT_ONCE_MAX`.
    """
    wanted = set(ids)
    if len(wanted) > AT_ONCE_MAX:
        raise CannotSweep("too_many")
    held = hold(workspace, wanted)
    if not held:
        raise CannotSweep("none")
    changed = [_changed(one, deed) for one in held]
    rows = [row for row in changed if row is not None]
    touched = {row["id"] for row in rows}
    save(workspace, [one for one in held if one.row.pk in touched])
    _tell(workspace, touched, deed, actor=actor, now=now)
    for conversation_id in sorted(touched):
        _note(workspace, deed.action, conversation_id, actor, now, deed.detail)
    return Sweep.objects.create(workspace=workspace, actor=actor, done_at=now, rows=rows)


@transaction.atomic
def undo(done: Sweep, *, actor: User, now: datetime) -> Undone:
    """Put back how each conversation stood, but for those that somebody changed meanwhile.

    Raises CannotSweep when it was undone already, or too long ago.
    """
    done = Sweep.objects.select_for_update().select_related("workspace").get(pk=done.pk)
    if done.undone_at is not None:
        raise CannotSweep("undone")
    if now - done.done_at > CAN_BE_UNDONE_FOR:
        raise CannotSweep("too_late")
    found = {one.row.pk: one for one in hold(done.workspace, [row["id"] for row in done.rows])}
    labels = Label.objects.filter(workspace=done.workspace, deleted_at__isnull=True)
    there = set(labels.values_list("pk", flat=True))
    staff = set(who_may(done.workspace, Permission.ANSWER).values_list("pk", flat=True))
    untouched = [
        _kept_by_staff(put_back(found[row["id"]], row["before"], there), staff)
        for row in done.rows
        if row["id"] in found and _is_untouched(found[row["id"]], row["after"])
    ]
    save(done.workspace, untouched)
    for one in untouched:
        is_open = one.row.status == Conversation.Status.OPEN
        action = "conversation.reopened" if is_open else "conversation.restored"
        _note(done.workspace, action, one.row.pk, actor, now, None)
    Nudge.objects.filter(
        conversation__in=[one.row.pk for one in untouched],
        told_by=actor,
        told_at=done.done_at,
        seen_at__isnull=True,
        kind=Nudge.Kind.ASSIGNED,
    ).delete()
    done.undone_at = max(now, done.done_at)  # a clock may have been set back
    done.save(update_fields=["undone_at"])
    return Undone(len(untouched), len(done.rows) - len(untouched))


def hold(workspace: Workspace, ids: Collection[int]) -> list[Held]:
    """Return those of `ids` that are the workspace's own, ours alone until the transaction ends."""
    mine = Conversation.objects.filter(workspace=workspace, pk__in=list(ids)).values_list("pk")
    rows = summary.locked_all([pk for (pk,) in mine])
    labels: dict[int, set[int]] = {row.pk: set() for row in rows}
    borne = ConversationLabel.objects.filter(workspace=workspace, conversation__in=labels)
    for conversation_id, label_id in borne.values_list("conversation_id", "label_id"):
        labels[conversation_id].add(label_id)
    return [Held(row, labels[row.pk]) for row in rows]


def _changed(one: Held, deed: Deed) -> dict[str, Any] | None:
    """Do it to one, and return how it stood before and after; None when it was so already."""
    before = one.state()
    deed.change(one.row)
    if deed.put_on is not None:
        one.labels.add(deed.put_on)
    if deed.take_off is not None:
        one.labels.discard(deed.take_off)
    after = one.state()
    return None if before == after else {"id": one.row.pk, "before": before, "after": after}


def _is_untouched(one: Held, after: Mapping[str, Any]) -> bool:
    """Tell whether nobody changed it since, and the person took nothing of theirs back."""
    return bool(one.row.person_name) and one.state() == after


def put_back(one: Held, before: Mapping[str, Any], there: Collection[int]) -> Held:
    """Have it stand as `Held.state` said, in what is named; `there` are labels that still are."""
    for name in _FIELDS & before.keys():
        value = before[name]
        is_instant = name in _INSTANTS and value is not None
        setattr(one.row, name, datetime.fromisoformat(value) if is_instant else value)
    if "labels" in before:
        one.labels = {label_id for label_id in before["labels"] if label_id in there}
    return one


def _kept_by_staff(one: Held, staff: Collection[int]) -> Held:
    """Leave to whoever comes first what belonged to somebody who may no longer answer."""
    if one.row.assignee_id not in staff:
        unassign(one.row)
    return one


def unassign(row: Conversation) -> None:
    """Leave a conversation to whoever comes first."""
    row.assignee = row.assigned_by = row.assigned_at = None
    row.assignment_note = ""


def save(workspace: Workspace, held: Iterable[Held]) -> None:
    """Write how conversations that we hold stand, and which labels they bear."""
    held = list(held)
    names = sorted(name.removesuffix("_id") for name in _FIELDS)
    Conversation.objects.bulk_create(  # as `summary` writes many: three times as fast
        [one.row for one in held],
        batch_size=50,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=names,
    )
    ids = [one.row.pk for one in held]
    known = set(
        ConversationLabel.objects.filter(workspace=workspace, conversation__in=ids).values_list(
            "conversation_id", "label_id"
        )
    )
    wanted = {(one.row.pk, label_id) for one in held for label_id in one.labels}
    gone: dict[int, list[int]] = {}
    for conversation_id, label_id in known - wanted:
        gone.setdefault(label_id, []).append(conversation_id)
    for label_id, bearers in gone.items():
        ConversationLabel.objects.filter(conversation__in=bearers, label=label_id).delete()
    ConversationLabel.objects.bulk_create(
        ConversationLabel(workspace=workspace, conversation_id=conversation_id, label_id=label_id)
        for conversation_id, label_id in sorted(wanted - known)
    )


def _tell(
    workspace: Workspace, ids: Collection[int], deed: Deed, *, actor: User, now: datetime
) -> None:
    """Let whoever is given conversations by another find them on their Today."""
    if deed.action not in _GIVING:
        return
    unseen = Nudge.objects.filter(
        conversation__in=ids, kind=Nudge.Kind.ASSIGNED, seen_at__isnull=True
    )
    unseen.delete()  # whoever had it has it no more
    if deed.told is None or deed.told == actor.pk:
        return
    Nudge.objects.bulk_create(
        Nudge(
            workspace=workspace,
            user_id=deed.told,
            conversation_id=conversation_id,
            kind=Nudge.Kind.ASSIGNED,
            told_by=actor,
            told_at=now,
        )
        for conversation_id in sorted(ids)
    )


def _note(
    workspace: Workspace,
    action: str,
    conversation_id: int,
    actor: User,
    now: datetime,
    detail: Mapping[str, str] | None,
) -> None:
    audit.record(
        workspace_id=workspace.pk,
        actor_id=actor.pk,
        action=action,
        subject=f"conversation:{conversation_id}",
        now=now,
        detail=detail,
    )
