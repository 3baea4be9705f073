"""Takes back what a team had put away, over HTTP, and says so, or why that cannot be."""

from __future__ import annotations

from django.contrib import messages
from django.utils.translation import gettext as _

from beffroi.core.clock import utc_now
from beffroi.inbox import keeping
from beffroi.inbox.keeping import CannotKeep, Named
from beffroi.inbox.models import Note
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


def changed(row: Named | Note | None, done: str) -> str:
    """Return what is told once a row, as it was read before, is changed, and perhaps back."""
    if row is None or row.deleted_at is None:
        return done
    back = _("It had been deleted meanwhile: with your change, it is there again.")
    return f"{done} {back}"
