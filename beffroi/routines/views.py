"""Routines over HTTP: ticked step by step, settled on their card, and taken back."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from beffroi.core.clock import utc_now
from beffroi.routines import access, actions
from beffroi.routines.models import Routine
from beffroi.routines.rules import STEPS, Kind
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


@require_POST
@may_write
def ticked(request: WorkspaceRequest, routine_id: int) -> HttpResponse:
    """Say that one step of a routine was taken."""
    return _step(request, routine_id, actions.tick)


@require_POST
@may_write
def unticked(request: WorkspaceRequest, routine_id: int) -> HttpResponse:
    """Say that one step was not taken after all."""
    return _step(request, routine_id, actions.untick)


def _step(request: WorkspaceRequest, routine_id: int, change: Callable[..., None]) -> HttpResponse:
    row = access.routine(request.workspace, routine_id, role=request.role)
    named = request.POST.get("step", "")
    step = next((one for one in STEPS[Kind(row.kind)] if one.value == named), None)
    if step is None:
        raise BadRequest
    try:
        change(row, step, actor=request.user, now=utc_now())
    except actions.NotWaiting:
        messages.info(request, _("This routine no longer waits: its steps stay as they were."))
    return _back_to_card(request)


def _back_to_card(request: WorkspaceRequest) -> HttpResponse:
    """Show the card again whose step was ticked, among as many others as there were."""
    shown = {name: request.POST[name] for name in ("card", "cards") if request.POST.get(name)}
    return redirect(f"{reverse('today')}?{urlencode(shown)}" if shown else "today")


def _settled(
    request: WorkspaceRequest, row: Routine, sentence: str, *, is_new: bool
) -> HttpResponse:
    if is_new:
        undo = reverse("routine_return", args=[row.pk])
        messages.success(request, sentence, extra_tags=f"undo:{undo}")
    else:
        messages.info(request, _("Somebody settled it before you."))
    return redirect("today")
