"""The inbox over HTTP."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from beffroi.channels.queries import network_name
from beffroi.inbox import access, actions, queries
from beffroi.inbox.forms import AnswerForm
from beffroi.inbox.models import Conversation
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.rules import Permission, may


@require_safe
@requires(Permission.SEE_INBOX)
def inbox(request: WorkspaceRequest) -> HttpResponse:
    """List conversations: `?done` for settled ones, `?q=` to search, `?after=` for more."""
    context = _list(request)
    if request.headers.get("HX-Request") == "true" and "after" in request.GET:
        return render(request, "inbox/_rows.html", context)
    return render(request, "inbox/inbox.html", context)


@require_safe
@requires(Permission.SEE_INBOX)
def conversation(request: WorkspaceRequest, conversation_id: int) -> HttpResponse:
    """Show one conversation beside the list."""
    row = access.conversation(request.workspace, conversation_id)
    return _page(request, row, AnswerForm())


@require_POST
@requires(Permission.ANSWER)
def answer(request: WorkspaceRequest, conversation_id: int) -> HttpResponse:
    """Answer; it leaves at once, by the rules of every delivery."""
    row = access.conversation(request.workspace, conversation_id)
    form = AnswerForm(request.POST)
    if form.is_valid():
        try:
            actions.answer(
                row, text=form.cleaned_data["text"], actor=request.user, now=timezone.now()
            )
        except actions.CannotAnswer as error:
            form.add_error("text", _sentence(error, network_name(row.channel.network)))
        else:
            messages.success(
                request, _("Your answer leaves now. The network’s confirmation will show here.")
            )
            return redirect(_back(request, row))
    return _page(request, row, form, status=422)


@require_POST
@requires(Permission.ANSWER)
def done(request: WorkspaceRequest, conversation_id: int) -> HttpResponse:
    """Settle a conversation."""
    row = access.conversation(request.workspace, conversation_id)
    actions.mark_done(row, actor=request.user, now=timezone.now())
    messages.success(
        request,
        _("Done. It comes back if %(name)s writes again.") % {"name": row.person_name},
        extra_tags=f"undo:{row.pk}",
    )
    return redirect(_back(request, row))


@require_POST
@requires(Permission.ANSWER)
def reopened(request: WorkspaceRequest, conversation_id: int) -> HttpResponse:
    """Undo « done »."""
    row = access.conversation(request.workspace, conversation_id)
    actions.reopen(row, actor=request.user, now=timezone.now())
    messages.success(request, _("It is back among those to answer."))
    return redirect("conversation", conversation_id=row.pk)


@require_POST
@requires(Permission.ANSWER)
def counted(request: WorkspaceRequest, conversation_id: int) -> HttpResponse:
    """Count what is typed, as the network does: a fragment."""
    row = access.conversation(request.workspace, conversation_id)
    count = actions.count_answer(row, request.POST.get("text", "")[:20_000])
    return render(request, "inbox/_counter.html", {"count": count})


def _list(request: WorkspaceRequest) -> dict[str, Any]:
    shows_done = "done" in request.GET
    search = request.GET.get("q", "").strip()[:100]
    page = queries.page(
        request.workspace,
        status=Conversation.Status.DONE if shows_done else Conversation.Status.OPEN,
        search=search,
        after=queries.parse_cursor(request.GET.get("after", "")),
    )
    return {"page": page, "shows_done": shows_done, "search": search}


def _page(
    request: WorkspaceRequest, row: Conversation, form: AnswerForm, *, status: int = 200
) -> HttpResponse:
    context = _list(request) | {
        "conversation": row,
        "lines": queries.lines(row),
        "origin": queries.origin(row),
        "network_name": network_name(row.channel.network),
        "form": form,
        "count": actions.count_answer(row, form["text"].value() or ""),
        "may_answer": may(request.role, Permission.ANSWER),
    }
    return render(request, "inbox/inbox.html", context, status=status)


def _back(request: WorkspaceRequest, row: Conversation) -> str:
    """Return to where the card was: « today » says so in its form."""
    return "today" if request.POST.get("from") == "today" else "inbox"


def _sentence(error: actions.CannotAnswer, name: str) -> str:
    if error.problem == "too_long":
        return ngettext(
            "%(name)s will not take this answer: %(excess)s character too many.",
            "%(name)s will not take this answer: %(excess)s characters too many.",
            error.excess,
        ) % {"name": name, "excess": error.excess}
    return {
        "empty": _("Write an answer first."),
        "gone": _(
            "What you would answer was deleted on the network. There is nothing left to answer."
        ),
        "channel_lost": _(
            "This channel is no longer connected. Connect it again, your text stays here."
        ),
    }[error.problem] % {"name": name}
