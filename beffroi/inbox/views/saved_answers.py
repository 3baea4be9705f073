"""Saved answers over HTTP: their page, and the menu beside the answer box."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from beffroi.core.clock import utc_now
from beffroi.inbox import access, keeping, saved_answers
from beffroi.inbox.keeping import CannotKeep
from beffroi.inbox.models import SavedAnswer
from beffroi.inbox.team_messages import explain_keeping, places_in_words
from beffroi.inbox.views.restoring import changed, take_back
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.rules import Permission

_SHOWN_MAX = 30


@requires(Permission.ANSWER)
def answers(request: WorkspaceRequest) -> HttpResponse:
    """List the saved answers; POST keeps one."""
    return _page(request, None)


@requires(Permission.ANSWER)
def answer(request: WorkspaceRequest, saved_answer_id: int) -> HttpResponse:
    """Show a saved answer to change it; POST changes or deletes it."""
    row = access.saved_answer(request.workspace, saved_answer_id)
    if request.method == "POST" and request.POST.get("do") == "delete":
        keeping.put_away(row, kind="saved_answer", actor=request.user, now=utc_now())
        undo = reverse("inbox_saved_answer_restoration", args=[row.pk])
        messages.success(request, _("The answer is deleted."), extra_tags=f"undo:{undo}")
        return redirect("inbox_saved_answers")
    return _page(request, row)


@require_POST
@requires(Permission.ANSWER)
def restored(request: WorkspaceRequest, saved_answer_id: int) -> HttpResponse:
    """Take a deleted answer back."""
    row = access.saved_answer(request.workspace, saved_answer_id)
    take_back(request, row, kind="saved_answer", done=_("The answer is back."))
    return redirect("inbox_saved_answers")


@require_safe
@requires(Permission.ANSWER)
def offered(request: WorkspaceRequest, conversation_id: int) -> HttpResponse:
    """Offer saved answers for a conversation, filled in; `?search=` finds some."""
    row = access.conversation(request.workspace, conversation_id)
    search = request.GET.get("search", "")[:100]
    rows = saved_answers.found(request.workspace, search=search)[:_SHOWN_MAX]
    context = {
        "title": _("Saved answers"),
        "back": reverse("conversation", args=[row.pk]),
        "conversation": row,
        "search": search,
        "answers": [
            (one, saved_answers.for_conversation(one, row, writer=request.user)) for one in rows
        ],
    }
    is_fragment = request.headers.get("HX-Request") == "true"
    name = "_saved_answers" if is_fragment else "offered"
    return render(request, f"inbox/team/{name}.html", context)


def _page(request: WorkspaceRequest, row: SavedAnswer | None) -> HttpResponse:
    typed = {"name": row.name if row else "", "text": row.text if row else ""}
    problem = ""
    if request.method == "POST":
        typed = {name: request.POST.get(name, "") for name in typed}
        done = changed(row, _("The answer is kept."))
        try:
            _keep(request, row, **typed)
        except CannotKeep as error:
            problem = explain_keeping(error)
        else:
            messages.success(request, done)
            return redirect("inbox_saved_answers")
    context = {
        "title": _("Saved answers"),
        "lede": _("What the team answers often. Nothing leaves without you."),
        "answers": saved_answers.of(request.workspace),
        "places": places_in_words(),
        "current": row,
        "problem": problem,
        "typed": typed,
    }
    return render(request, "inbox/team/saved_answers.html", context, status=422 if problem else 200)


def _keep(request: WorkspaceRequest, row: SavedAnswer | None, *, name: str, text: str) -> None:
    now = utc_now()
    if row is None:
        saved_answers.make(request.workspace, name=name, text=text, actor=request.user, now=now)
    else:
        saved_answers.change(row, name=name, text=text, actor=request.user, now=now)
