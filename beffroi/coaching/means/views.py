"""Means over HTTP."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from beffroi.coaching.means import page
from beffroi.core.clock import utc_now
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.rules import Permission


@require_safe
@requires(Permission.SEE_POSTS)
def means(request: WorkspaceRequest) -> HttpResponse:
    """Show hours and money, planned beside real; `?span=quarter` for longer."""
    span = page.span_of(request.GET.get("span", ""))
    context = page.page(
        request.workspace, span, role=request.role, user=request.user, now=utc_now()
    )
    return render(request, "means/page.html", context)
