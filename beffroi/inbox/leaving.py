"""Takes conversations back from members who may no longer answer."""

from __future__ import annotations

from django.db import transaction

from beffroi.inbox.members import who_may
from beffroi.inbox.models import Conversation, Nudge
from beffroi.workspaces.models import User, Workspace
from beffroi.workspaces.rules import Permission


@transaction.atomic
def unassign_who_left(workspace: Workspace, user: User) -> int:
    """Leave to whoever comes first what somebody had here, if they may not answer any more.

    Return how many conversations it was.
    """
    if who_may(workspace, Permission.ANSWER).filter(pk=user.pk).exists():
        return 0
    Nudge.objects.filter(workspace=workspace, user=user).delete()
    theirs = Conversation.objects.filter(workspace=workspace, assignee=user)
    return theirs.update(assignee=None, assigned_by=None, assigned_at=None, assignment_note="")
