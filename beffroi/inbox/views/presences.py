"""Who else answers just now, over HTTP: a fragment that asks again by itself."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from beffroi.core.clock import utc_now
from beffroi.inbox import access, presence
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.rules import Permission


@requires(Permission.ANSWER)
def present(request: WorkspaceRequest, conversation_id: int) -> HttpResponse:
    """Tell who else writes; POST also says that this person does."""
    row = access.conversation(request.workspace, conversation_id)
    now = utc_now()
    is_writing = request.method == "POST"
    if is_writing:
        presence.tell(row, user=request.user, now=now)
    writer = presence.writer(row, besides=request.user, now=now)
    context = {"conversation": row, "writer": writer, "is_writing": is_writing}
    return render(request, "inbox/team/_presence.html", context)
