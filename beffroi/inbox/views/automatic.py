"""The two automatic answers over HTTP."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from beffroi.core.clock import utc_now
from beffroi.inbox.automation import answers, sentences, texts
from beffroi.inbox.automation.answers import Wish
from beffroi.inbox.keeping import CannotKeep
from beffroi.inbox.models import AutomaticAnswer
from beffroi.inbox.rules import typed_id
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.rules import Permission

_TOLD_FOR = timedelta(days=30)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_COMPANY)
def hours(request: WorkspaceRequest) -> HttpResponse:
    """Show what tells opening hours by itself; POST keeps its words, or switches it on or off."""
    return _page(request, AutomaticAnswer.Kind.HOURS)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_COMPANY)
def thanks(request: WorkspaceRequest) -> HttpResponse:
    """Show what thanks by itself for stars; POST keeps its words, or switches it on or off."""
    return _page(request, AutomaticAnswer.Kind.THANKS)


def _page(request: WorkspaceRequest, kind: str) -> HttpResponse:
    problem = ""
    if request.method == "POST":
        try:
            messages.success(request, _do(request, kind, now=utc_now()))
        except CannotKeep as error:
            problem = sentences.explain_answer(error)
        else:
            return redirect(f"inbox_automatic_{kind}")
    context = _context(request, kind, now=utc_now()) | {"problem": problem}
    if problem and "text" in request.POST:
        context["text"] = request.POST["text"]
    return render(request, "inbox/rules/automatic.html", context, status=422 if problem else 200)


def _do(request: WorkspaceRequest, kind: str, *, now: datetime) -> str:
    """Do what is asked and return what to say. Raises CannotKeep."""
    if request.POST.get("do") == "off":
        answers.switch_off(request.workspace, kind, actor=request.user, now=now)
        return _("It is off: nothing leaves by itself any more.")
    wish = Wish(
        text=request.POST.get("text", ""),
        reach=request.POST.get("reach", ""),
        stars_from=typed_id(request.POST.get("stars_from", "")) or 0,
    )
    answers.keep(request.workspace, kind, wish, actor=request.user, now=now)
    if request.POST.get("do") != "on":
        return _("The words are kept.")
    answers.switch_on(request.workspace, kind, actor=request.user, now=now)
    return _("It is on: from now on it leaves by itself.")


def _context(request: WorkspaceRequest, kind: str, *, now: datetime) -> dict[str, Any]:
    row = answers.of(request.workspace, language=request.user.language)[kind]
    sent = answers.sent_since(request.workspace, kind, since=now - _TOLD_FOR)
    is_hours = kind == AutomaticAnswer.Kind.HOURS
    return {
        "title": sentences.names_of_answers()[kind],
        "lede": _("Off until you switch it on. It is the only kind of answer that leaves alone."),
        "answer": row,
        "is_hours": is_hours,
        "text": "\n".join(row.texts),
        "number": answers.would_have_left(row, now=now),
        "knows_hours": not is_hours or answers.knows_hours(request.workspace, now=now),
        "stars": answers.STARS,
        "text_max": texts.TEXT_MAX * (1 if is_hours else texts.VARIANTS_MAX),
        "sent": [(one, sentences.explain_sending(one.problem)) for one in sent],
    }
