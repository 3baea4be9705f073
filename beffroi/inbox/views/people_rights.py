"""What a person may ask for, over HTTP: a copy, an erasure; and how long all is kept."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from beffroi.channels.queries import network_name
from beffroi.core.clock import utc_now
from beffroi.inbox import access
from beffroi.inbox.models import Erasure
from beffroi.inbox.people import erasure, export, rules, terms, who
from beffroi.inbox.people.erasure import CannotErase
from beffroi.inbox.people.messages import explain_erasure
from beffroi.inbox.people_forms import RetentionForm
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.rules import Permission, may

#: How soon the page of an erasure looks again, once its time has come.
_LOOK_AGAIN_SECONDS = 3
_RECEIPTS_SHOWN = 50


@require_POST
@requires(Permission.MANAGE_COMPANY)
def exported(request: WorkspaceRequest, conversation_id: int) -> HttpResponse:
    """Hand out all that is held of a person, as a file; the audit trail says that it was."""
    row = access.conversation(request.workspace, conversation_id)
    now = utc_now()
    content = export.export(row, actor=request.user, now=now)
    answer = HttpResponse(content, content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="beffroi-person-{now:%Y-%m-%d}.zip"'
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
@requires(Permission.MANAGE_COMPANY)
def erasure_asked(request: WorkspaceRequest, conversation_id: int) -> HttpResponse:
    """Have all about a person erased in ten minutes."""
    row = access.conversation(request.workspace, conversation_id)
    try:
        asked = erasure.ask(who.of(row), actor=request.user, now=utc_now())
    except CannotErase as error:
        messages.warning(request, explain_erasure(error))
        return redirect("conversation", conversation_id=row.pk)
    return redirect("inbox_erasure", erasure_id=asked.pk)


@require_safe
@requires(Permission.SEE_INBOX)
def receipt(request: WorkspaceRequest, erasure_id: int) -> HttpResponse:
    """Show how far an erasure is; once it is done, this is its receipt."""
    row = access.erasure(request.workspace, erasure_id)
    context = {
        "title": _("Erasure of a person"),
        "erasure": row,
        "network_name": network_name(row.network),
        "looks_again_in": _looks_again_in(row),
        "may_manage": may(request.role, Permission.MANAGE_COMPANY),
    }
    return render(request, "inbox/people/erasure.html", context)


@require_POST
@requires(Permission.MANAGE_COMPANY)
def erasure_undone(request: WorkspaceRequest, erasure_id: int) -> HttpResponse:
    """Leave a person as they are after all."""
    row = access.erasure(request.workspace, erasure_id)
    try:
        person = erasure.undo(row, actor=request.user, now=utc_now())
    except CannotErase as error:
        messages.warning(request, explain_erasure(error))
        return redirect("inbox_erasure", erasure_id=row.pk)
    messages.success(request, _("The erasure is called off. Nothing was erased."))
    newest = who.conversations_of(person).order_by("-last_feedback_at", "-id").first()
    if newest is None:
        return redirect("inbox")
    return redirect("inbox_person", conversation_id=newest.pk)


@requires(Permission.MANAGE_COMPANY)
def settings(request: WorkspaceRequest) -> HttpResponse:
    """Show how long what people write is kept, and what was erased; POST changes the term."""
    now = utc_now()
    shown = terms.preview(request.workspace, now=now)
    form = RetentionForm(request.POST or None, shown=shown)
    if request.method == "POST" and form.is_valid():
        months = form.cleaned_data["months"]
        terms.choose(request.workspace, months=months, actor=request.user, now=now)
        messages.success(request, _("Kept. What that changes is written below."))
        return redirect("inbox_people_settings")
    receipts = Erasure.objects.filter(workspace=request.workspace).select_related("asked_by")
    context = {
        "shown": shown,
        "form": form,
        "receipts": receipts.order_by("-asked_at", "-id")[:_RECEIPTS_SHOWN],
        "objected_days": rules.OBJECTED_KEPT.days,
    }
    status = 422 if form.errors else 200
    return render(request, "inbox/people/settings.html", context, status=status)


def _looks_again_in(row: Erasure) -> int | None:
    if row.is_done:
        return None
    left = (row.due_at - utc_now()).total_seconds()
    return max(0, round(left)) + _LOOK_AGAIN_SECONDS
