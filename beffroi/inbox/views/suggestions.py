"""Suggested answers over HTTP: a choice brings the conversation back with its words in the box."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from beffroi.channels.queries import network_name
from beffroi.core.clock import utc_now
from beffroi.drafting.asking import CannotDraft
from beffroi.drafting.messages import explain
from beffroi.inbox import access, drafting, rules, suggesting, talks
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
    message = _message(request, row)
    suggestion = suggesting.named(message, request.POST.get("use", "")) if message else None
    if suggestion is None:
        messages.warning(
            request, _("This suggestion no longer suits the conversation. Your text is kept.")
        )
    return _filled(request, row, message, suggestion)


@require_POST
@requires(Permission.ANSWER)
def drafted(request: WorkspaceRequest, conversation_id: int) -> HttpResponse:
    """Put what the language model drafts into the answer box; what was typed stays."""
    row = access.conversation(request.workspace, conversation_id)
    message = _message(request, row)
    if message is None or message.holding is not None:
        return _filled(request, row, message, None)
    name = network_name(row.channel.network)
    try:
        suggestion = drafting.draft(row, talks.talk(row, name=name), message, now=utc_now())
    except CannotDraft as error:
        messages.warning(request, explain(error, network=name))
        return _filled(request, row, message, None)
    return _filled(request, row, message, suggestion)


def _message(request: WorkspaceRequest, row: Conversation) -> suggesting.Asked | None:
    talk = talks.talk(row, name=network_name(row.channel.network))
    if talk.newest is None:
        return None
    return suggesting.asked(
        row,
        talk.newest,
        writer=request.user,
        now=utc_now(),
        was_answered=talk.was_answered,
        holding=suggesting.holding_of(row),
    )


def _filled(
    request: WorkspaceRequest,
    row: Conversation,
    message: suggesting.Asked | None,
    suggestion: Suggestion | None,
) -> HttpResponse:
    """Show the conversation with the suggestion in the box, or with what was typed alone."""
    typed = rules.typed_text(request.POST.get("text", ""))
    before, put = request.POST.get("suggestion", ""), request.POST.get("put", "")
    if suggestion is None:
        kept = {"text": typed, "suggestion": before, "put": put}
        return page(request, row, AnswerForm(initial=kept))
    former = suggesting.named(message, before) if message else None
    is_untouched = rules.is_put(typed, put) or bool(former and typed == former.text)
    text = suggestion.text if is_untouched else rules.with_suggestion(typed, suggestion.text)
    given = {"text": text, "suggestion": suggestion.key, "put": rules.put_mark(suggestion.text)}
    return page(request, row, AnswerForm(initial=given))
