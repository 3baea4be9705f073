"""What people do to conversations, one or many: settle, give, put aside, label."""

from __future__ import annotations

from datetime import datetime

from beffroi.inbox.members import who_may
from beffroi.inbox.models import Conversation, Label
from beffroi.inbox.sweeping import Deed, unassign
from beffroi.workspaces.models import User, Workspace
from beffroi.workspaces.rules import Permission, one_line

NOTE_MAX = 300


class CannotDo(Exception):
    """What was asked makes no sense here: `problem` is nobody, no_label, past or unknown."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


def settle(*, actor: User, now: datetime) -> Deed:
    """Nothing more to do, until the person writes again."""

    def change(row: Conversation) -> None:
        if row.status == Conversation.Status.DONE:
            return
        row.status = Conversation.Status.DONE
        row.done_at, row.done_by = now, actor
        row.waiting_since = row.snoozed_until = None
        row.wants_check = False

    return Deed("conversation.done", change)


def give(workspace: Workspace, user_id: int, *, note: str = "", actor: User, now: datetime) -> Deed:
    """Give to a member who may answer, with a word for them. Raises CannotDo for anybody else."""
    member = who_may(workspace, Permission.ANSWER).filter(pk=user_id).first()
    if member is None:
        raise CannotDo("nobody")
    text = one_line(note.replace("\0", ""))[:NOTE_MAX]

    def change(row: Conversation) -> None:
        if row.assignee_id == member.pk and row.assignment_note == text:
            return
        row.assignee, row.assignment_note = member, text
        row.assigned_at, row.assigned_by = now, actor

    return Deed("conversation.assigned", change, told=member.pk, detail={"user": str(member.pk)})


def take_back() -> Deed:
    """Give it to nobody: whoever comes first."""
    return Deed("conversation.unassigned", unassign)


def put_aside(until: datetime | None, *, now: datetime) -> Deed:
    """Put what is open out of the way until then; None brings it back. Raises CannotDo."""
    if until is not None and until <= now:
        raise CannotDo("past")

    def change(row: Conversation) -> None:
        if row.status == Conversation.Status.OPEN:
            row.snoozed_until = until

    return Deed("conversation.snoozed" if until else "conversation.woken", change)


def put_label(label: Label) -> Deed:
    """Let conversations bear a label. Raises CannotDo for one that was deleted."""
    if label.deleted_at is not None:
        raise CannotDo("no_label")
    return Deed("conversation.labelled", _nothing_else, put_on=label.pk)


def take_label(label: Label) -> Deed:
    """Take a label off."""
    return Deed("conversation.unlabelled", _nothing_else, take_off=label.pk)


def _nothing_else(row: Conversation) -> None:
    """Only labels change."""
