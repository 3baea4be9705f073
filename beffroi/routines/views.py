"""Routines over HTTP: settled on their card, and taken back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from beffroi.core.clock import utc_now
from beffroi.routines import access, actions
from beffroi.routines.models import Routine
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.rules import Permission

may_write = requires(Permission.WRITE_POSTS)


@require_POST
@may_write
def done(request: WorkspaceRequest, routine_id: int) -> HttpResponse:
    """Say that a routine was taken."""
    row = access.routine(request.workspace, routine_id, role=request.role)
    is_new = actions.finish(row, actor=request.user, now=utc_now())
    return _settled(request, row, _("It is done. The next one comes by itself."), is_new=is_new)


@require_POST
@may_write
def skipped(request: WorkspaceRequest, routine_id: int) -> HttpResponse:
    """Leave a routine out this time."""
    row = access.routine(request.workspace, routine_id, role=request.role)
    is_new = actions.skip(row, actor=request.user, now=utc_now())
    return _settled(request, row, _("Not this time. The next one comes by itself."), is_new=is_new)


@require_POST
@may_write
def taken_back(request: WorkspaceRequest, routine_id: int) -> HttpResponse:
    """Have a routine wait again."""
    row = access.routine(request.workspace, routine_id, role=request.role)
    try:
        actions.take_back(row, actor=request.user, now=utc_now())
    except actions.PeriodOver:
        messages.warning(request, _("Its days are over: the next one has come, or comes soon."))
    else:
        messages.success(request, _("It waits again."))
    return redirect("today")


def _settled(
    request: WorkspaceRequest, row: Routine, sentence: str, *, is_new: bool
) -> HttpResponse:
    if is_new:
        undo = reverse("routine_return", args=[row.pk])
        messages.success(request, sentence, extra_tags=f"undo:{undo}")
    else:
        messages.info(request, _("Somebody settled it before you."))
    return redirect("today")
