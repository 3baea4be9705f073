"""The room of listening over HTTP."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from beffroi.listening.pages import pages
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.rules import Permission


@require_safe
@requires(Permission.SEE_INBOX)
def overview(request: WorkspaceRequest) -> HttpResponse:
    """Show what is said of the workspace, and how that is going."""
    return render(request, "listening/overview.html", {"pages": pages(request)})
