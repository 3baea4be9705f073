"""Filters and saved views over HTTP."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from beffroi.core.clock import utc_now
from beffroi.inbox import access, keeping, saved_views
from beffroi.inbox.filters import Filters, parse
from beffroi.inbox.keeping import CannotKeep
from beffroi.inbox.models import SavedView
from beffroi.inbox.team_forms import FiltersForm
from beffroi.inbox.team_messages import explain_keeping
from beffroi.inbox.views.restoring import changed, take_back
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.rules import Permission, may


@requires(Permission.SEE_INBOX)
def views(request: WorkspaceRequest) -> HttpResponse:
    """Choose filters and views; POST keeps the filters of the address under a name."""
    filters = parse(dict(request.GET.lists()), besides={"q"}).filters
    if request.method == "POST" and may(request.role, Permission.ANSWER):
        return _save(request, filters)
    if request.headers.get("HX-Request") == "true":
        context = {"views": _views(request), "kept": _kept(filters), "current": filters.query}
        return render(request, "inbox/team/_views_menu.html", context)
    return _page(request, filters)


@require_POST
@requires(Permission.ANSWER)
def view(request: WorkspaceRequest, view_id: int) -> HttpResponse:
    """Rename a view, move it up or delete it."""
    row = access.view(request.workspace, request.user, view_id)
    do = {"rename": _rename, "up": _move_up, "delete": _delete}.get(request.POST.get("do", ""))
    if do is not None:
        do(request, row)
    return redirect("inbox_views")


@require_POST
@requires(Permission.ANSWER)
def restored(request: WorkspaceRequest, view_id: int) -> HttpResponse:
    """Take a deleted view back."""
    row = access.view(request.workspace, request.user, view_id)
    take_back(request, row, kind="view", done=_("The view is back."))
    return redirect("inbox_views")


def _save(request: WorkspaceRequest, filters: Filters) -> HttpResponse:
    typed, is_shared = request.POST.get("name", ""), "shared" in request.POST
    try:
        saved_views.save(
            request.workspace,
            name=typed,
            filters=filters,
            is_shared=is_shared,
            actor=request.user,
            now=utc_now(),
        )
    except CannotKeep as error:
        told = {"problem": explain_keeping(error), "typed": typed, "shared": is_shared}
        return _page(request, filters, told=told)
    messages.success(request, _("The view is kept."))
    return redirect(f"{reverse('inbox')}{_kept(filters)}")


def _rename(request: WorkspaceRequest, row: SavedView) -> None:
    name, done = request.POST.get("name", ""), changed(row, _("The view has its new name."))
    try:
        saved_views.rename(row, name=name, actor=request.user, now=utc_now())
    except CannotKeep as error:
        messages.warning(request, explain_keeping(error))
    else:
        messages.success(request, done)


def _move_up(request: WorkspaceRequest, row: SavedView) -> None:
    saved_views.move_up(row, actor=request.user)


def _delete(request: WorkspaceRequest, row: SavedView) -> None:
    keeping.put_away(row, kind="view", actor=request.user, now=utc_now())
    undo = reverse("inbox_view_restoration", args=[row.pk])
    messages.success(request, _("The view is deleted."), extra_tags=f"undo:{undo}")


def _page(
    request: WorkspaceRequest, filters: Filters, *, told: dict[str, Any] | None = None
) -> HttpResponse:
    context = {
        "title": _("Filters and views"),
        "form": FiltersForm(request.workspace, filters),
        "filters": filters,
        "views": _views(request),
        "may_answer": may(request.role, Permission.ANSWER),
        **(told or {}),
    }
    return render(request, "inbox/team/views.html", context, status=422 if told else 200)


def _views(request: WorkspaceRequest) -> list[SavedView]:
    return list(saved_views.of(request.workspace, user=request.user))


def _kept(filters: Filters) -> str:
    return f"?{filters.query}" if filters.pairs else ""
