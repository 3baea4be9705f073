"""Takes conversations back from members who may no longer answer, and gives them back in time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from beffroi.core.jobs import enqueue, take_back
from beffroi.inbox.members import who_may
from beffroi.inbox.models import Conversation, Nudge
from beffroi.workspaces.models import User, Workspace
from beffroi.workspaces.rules import REMOVAL_CAN_BE_UNDONE_FOR, Permission

#: Until it runs, it remembers what a member had who may come back.
LET_GO = "inbox.let_go"
_AT_ONCE = 500


@transaction.atomic
def unassign_who_left(workspace: Workspace, user: User, *, now: datetime) -> int:
    """Leave to whoever comes first what somebody had here, if they may not answer any more.

    Whoever may again, as long as a removal can be undone, has back what nobody took meanwhile.
    Return how many conversations it was.
    """
    key = f"{workspace.pk}:{user.pk}"
    if who_may(workspace, Permission.ANSWER).filter(pk=user.pk).exists():
        left: Any = take_back(LET_GO, key=key) or {}
        return sum(rows.update(assignee=user) for rows in _free(left.get("ids", ())))
    Nudge.objects.filter(workspace=workspace, user=user).delete()
    theirs = Conversation.objects.filter(workspace=workspace, assignee=user)
    ids = list(theirs.order_by("id").values_list("pk", flat=True))
    if ids:
        enqueue(
            LET_GO,
            key=key,
            run_at=now + REMOVAL_CAN_BE_UNDONE_FOR,
            payload={"ids": ids},
            workspace_id=workspace.pk,
            replace=True,
        )
    return theirs.update(assignee=None)


def let_go(ids: Sequence[int]) -> None:
    """Forget who gave them to the one who left, and why: it can no longer be undone."""
    for rows in _free(ids):
        rows.update(assigned_by=None, assigned_at=None, assignment_note="")


def _free(ids: Sequence[int]) -> Iterator[QuerySet[Conversation]]:
    """Give, some at a time, those that nobody was given or took back since: that leaves no date."""
    rows = Conversation.objects.filter(assignee__isnull=True, assigned_at__isnull=False)
    for start in range(0, len(ids), _AT_ONCE):
        yield rows.filter(pk__in=ids[start : start + _AT_ONCE])
