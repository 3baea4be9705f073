"""Labels over HTTP."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from beffroi.core.clock import utc_now
from beffroi.inbox import access, keeping, labelling
from beffroi.inbox.keeping import CannotKeep
from beffroi.inbox.team_messages import explain_keeping, tones
from beffroi.inbox.views.restoring import changed, take_back
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.rules import Permission


@requires(Permission.ANSWER)
def labels(request: WorkspaceRequest) -> HttpResponse:
    """List the labels; POST makes one."""
    typed = {"name": request.POST.get("name", ""), "tone": request.POST.get("tone", "")}
    problem = ""
    if request.method == "POST":
        try:
            labelling.make(request.workspace, **typed, actor=request.user, now=utc_now())
        except CannotKeep as error:
            problem = explain_keeping(error)
        else:
            messages.success(request, _("The label is made."))
            return redirect("inbox_labels")
    context = {
        "title": pgettext("messages", "Labels"),
        "lede": _("Words that you put on conversations to find them again. Nobody else sees them."),
        "labels": labelling.of(request.workspace),
        "tones": tones(),
        "problem": problem,
        "typed": typed,
    }
    return render(request, "inbox/team/labels.html", context, status=422 if problem else 200)


@require_POST
@requires(Permission.ANSWER)
def label(request: WorkspaceRequest, label_id: int) -> HttpResponse:
    """Change or delete a label."""
    row = access.label(request.workspace, label_id)
    if request.POST.get("do") == "delete":
        keeping.put_away(row, kind="label", actor=request.user, now=utc_now())
        undo = reverse("inbox_label_restoration", args=[row.pk])
        messages.success(request, _("The label is deleted."), extra_tags=f"undo:{undo}")
        return redirect("inbox_labels")
    done = changed(row, _("The label is changed."))
    try:
        labelling.change(
            row,
            name=request.POST.get("name", ""),
            tone=request.POST.get("tone", ""),
            actor=request.user,
            now=utc_now(),
        )
    except CannotKeep as error:
        messages.warning(request, explain_keeping(error))
    else:
        messages.success(request, done)
    return redirect("inbox_labels")


@require_POST
@requires(Permission.ANSWER)
def restored(request: WorkspaceRequest, label_id: int) -> HttpResponse:
    """Take a deleted label back, with the conversations that bear it."""
    row = access.label(request.workspace, label_id)
    take_back(request, row, kind="label", done=_("The label is back on its conversations."))
    return redirect("inbox_labels")
