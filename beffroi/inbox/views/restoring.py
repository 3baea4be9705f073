"""Takes back what a team had put away, over HTTP, or says why that cannot be."""

from __future__ import annotations

from django.contrib import messages

from beffroi.core.clock import utc_now
from beffroi.inbox import keeping
from beffroi.inbox.keeping import CannotKeep, Named
from beffroi.inbox.team_messages import explain_keeping
from beffroi.workspaces.access import WorkspaceRequest


def take_back(request: WorkspaceRequest, row: Named, *, kind: str, done: str) -> None:
    """Undo the deletion of a row; `done` is what the person is told then."""
    try:
        keeping.take_back(row, kind=kind, actor=request.user, now=utc_now())
    except CannotKeep as error:
        messages.warning(request, explain_keeping(error))
    else:
        messages.success(request, done)
