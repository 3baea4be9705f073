"""Internal notes over HTTP, and the cards that they make."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from beffroi.core.clock import utc_now
from beffroi.inbox import access, notes
from beffroi.inbox.models import Note
from beffroi.inbox.notes import CannotNote
from beffroi.inbox.team_messages import explain_note, not_told_of_note, told_of_note
from beffroi.inbox.views.restoring import changed
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.rules import Permission


@require_POST
@requires(Permission.ANSWER)
def written(request: WorkspaceRequest, conversation_id: int) -> HttpResponse:
    """Write a note; what cannot be kept stays in its field."""
    row = access.conversation(request.workspace, conversation_id)
    text = request.POST.get("note", "")
    try:
        kept = notes.write(row, text=text, actor=request.user, now=utc_now())
    except CannotNote as error:
        context = {
            "title": _("Internal note"),
            "lede": _("Only the team reads it. It is never sent."),
            "back": reverse("conversation", args=[row.pk]),
            "address": reverse("conversation_note", args=[row.pk]),
            "problem": explain_note(error),
            "typed": text,
        }
        return render(request, "inbox/team/note.html", context, status=422)
    _tell_who_is_told(request, kept, done=_("The note is kept. Only the team reads it."))
    return redirect("conversation", conversation_id=row.pk)


@requires(Permission.ANSWER)
def note(request: WorkspaceRequest, note_id: int) -> HttpResponse:
    """Show one's own note to change it; POST changes or deletes it."""
    row = access.note(request.workspace, request.user, note_id)
    text, problem = row.text, ""
    if request.method == "POST":
        if request.POST.get("do") == "delete":
            return _deleted(request, note_id)
        text, done = request.POST.get("note", ""), changed(row, _("The note is changed."))
        try:
            notes.edit(row, text=text, actor=request.user, now=utc_now())
        except CannotNote as error:
            problem = explain_note(error)
        else:
            _tell_who_is_told(request, row, done=done)
            return redirect("conversation", conversation_id=row.conversation_id)
    context = {
        "title": _("Internal note"),
        "lede": _("Only the team reads it. It is never sent."),
        "back": reverse("conversation", args=[row.conversation_id]),
        "address": reverse("inbox_note", args=[row.pk]),
        "may_delete": row.deleted_at is None,
        "problem": problem,
        "typed": text,
    }
    return render(request, "inbox/team/note.html", context, status=422 if problem else 200)


@require_POST
@requires(Permission.ANSWER)
def restored(request: WorkspaceRequest, note_id: int) -> HttpResponse:
    """Take a deleted note back."""
    row = access.note(request.workspace, request.user, note_id)
    notes.restore(row, actor=request.user, now=utc_now())
    messages.success(request, _("The note is back."))
    return redirect("conversation", conversation_id=row.conversation_id)


@require_POST
@requires(Permission.ANSWER)
def seen(request: WorkspaceRequest, nudge_id: int) -> HttpResponse:
    """Take a card off one's Today: it was seen."""
    notes.see(access.nudge(request.workspace, request.user, nudge_id), now=utc_now())
    return redirect("today")


def _tell_who_is_told(request: WorkspaceRequest, note: Note, *, done: str) -> None:
    """Say that it is done and who is told; a name that is nobody's is not passed over."""
    told = notes.told_by(note, actor=request.user)
    vain, heard = not_told_of_note(told), told_of_note(told)
    if vain:  # one message: a toast would hide it
        messages.warning(request, " ".join(filter(None, [*vain, heard])))
    else:
        messages.success(request, " ".join(filter(None, [done, heard])))


def _deleted(request: WorkspaceRequest, note_id: int) -> HttpResponse:
    row = access.note(request.workspace, request.user, note_id)
    notes.delete(row, actor=request.user, now=utc_now())
    undo = reverse("inbox_note_restoration", args=[row.pk])
    messages.success(request, _("The note is deleted."), extra_tags=f"undo:{undo}")
    return redirect("conversation", conversation_id=row.conversation_id)
