"""What messages mean, as people say it, over HTTP."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from beffroi.core.clock import utc_now
from beffroi.inbox import access, corrections
from beffroi.inbox.corrections import CannotCorrect
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.rules import Permission


@require_POST
@requires(Permission.ANSWER)
def said(request: WorkspaceRequest, feedback_id: int) -> HttpResponse:
    """Say what a message means; what the form leaves out stays as it was understood."""
    row = access.feedback(request.workspace, feedback_id)
    given = {name: request.POST.get(name) for name in corrections.KNOWN}
    before = corrections.said_of(row)
    try:
        corrections.correct(row, actor=request.user, now=utc_now(), **given)
    except CannotCorrect:
        messages.warning(request, _("That is no choice of this page: nothing was changed."))
    else:
        undo = reverse("feedback_meaning_undo", args=[row.pk])
        undo = f"{undo}?{urlencode(before)}" if before else undo
        messages.success(
            request, _("Noted. It will read such messages so."), extra_tags=f"undo:{undo}"
        )
    return redirect("conversation", conversation_id=row.conversation_id)


@require_POST
@requires(Permission.ANSWER)
def taken_back(request: WorkspaceRequest, feedback_id: int) -> HttpResponse:
    """Let a message mean again what was understood of it, or what `?tone=…` said before."""
    row = access.feedback(request.workspace, feedback_id)
    before = {name: request.GET[name] for name in corrections.KNOWN if name in request.GET}
    try:
        undone = corrections.take_back(row, actor=request.user, now=utc_now(), leaving=before)
    except CannotCorrect:
        undone = False
    if undone:
        messages.success(request, _("Your correction is taken back."))
    else:
        messages.warning(request, _("There was nothing to take back."))
    return redirect("conversation", conversation_id=row.conversation_id)
