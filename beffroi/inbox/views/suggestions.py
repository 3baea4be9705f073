"""Suggested answers over HTTP: a choice brings the conversation back with its words in the box."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from beffroi.core.clock import utc_now
from beffroi.inbox import access, actions, rules, suggesting
from beffroi.inbox.forms import AnswerForm
from beffroi.inbox.models import Conversation
from beffroi.inbox.views.conversations import page
from beffroi.suggestions.choice import Suggestion
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.rules import Permission


@require_POST
@requires(Permission.ANSWER)
def chosen(request: WorkspaceRequest, conversation_id: int) -> HttpResponse:
    """Put the suggestion `use` into the answer box; what was typed stays. Nothing is sent."""
    row = access.conversation(request.workspace, conversation_id)
    suggestion = _named(request, row, request.POST.get("use", ""))
    if suggestion is None:
        messages.warning(
            request, _("This suggestion no longer suits the conversation. Your text is kept.")
        )
        return _filled(request, row)
    return _filled(request, row, suggestion)


def _named(request: WorkspaceRequest, row: Conversation, key: str) -> Suggestion | None:
    target = actions.last_feedback(row)
    if target is None:
        return None
    message = suggesting.asked(row, target, writer=request.user, now=utc_now())
    return suggesting.named(message, key)


def _filled(
    request: WorkspaceRequest, row: Conversation, suggestion: Suggestion | None = None
) -> HttpResponse:
    typed = rules.typed_text(request.POST.get("text", ""))
    before = request.POST.get("suggestion", "")
    if suggestion is None:
        return page(request, row, AnswerForm(initial={"text": typed, "suggestion": before}))
    former = _named(request, row, before)
    text = rules.with_suggestion(typed, suggestion.text, former=former.text if former else "")
    return page(request, row, AnswerForm(initial={"text": text, "suggestion": suggestion.key}))
