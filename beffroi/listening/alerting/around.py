"""What a page needs around the card of an alert: when to be told again, who may do what."""

from __future__ import annotations

from datetime import datetime

from beffroi.inbox import wakes
from beffroi.listening.pages import address
from beffroi.workspaces.access import WorkspaceRequest
from beffroi.workspaces.rules import Permission, may


def around(request: WorkspaceRequest, *, now: datetime) -> dict[str, object]:
    """Return it, as templates name it."""
    return {
        "wake": wakes.offered(now, request.workspace.zone)[0],
        "crisis": address("crisis"),
        "pause": address("posts_pause"),
        "may_pause": may(request.role, Permission.WRITE_POSTS),
        "may_manage": may(request.role, Permission.MANAGE_COMPANY),
        "may_answer": may(request.role, Permission.ANSWER),
        "may_tune": may(request.role, Permission.MANAGE_WATCHES),
    }
