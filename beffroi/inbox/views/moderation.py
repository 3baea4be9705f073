"""What is done over HTTP about what people say, and about them, on their network."""

from __future__ import annotations

import math
from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from beffroi.channels.queries import network_name
from beffroi.core.clock import utc_now
from beffroi.inbox import access, moderating, removing
from beffroi.inbox.forms import ReportForm
from beffroi.inbox.messages import explain_moderation
from beffroi.inbox.models import Feedback
from beffroi.inbox.naming import within_sentence
from beffroi.inbox.views.conversations import page
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.rules import Permission

_MODERATION = {
    "hide": (moderating.hide, gettext_lazy("Hidden on %(name)s. You can show it again.")),
    "show": (moderating.show, gettext_lazy("Shown to everybody on %(name)s.")),
}


@require_POST
@requires(Permission.ANSWER)
def moderated(request: WorkspaceRequest, feedback_id: int) -> HttpResponse:
    """Hide or show on the network what somebody said, or have it deleted soon."""
    row = access.feedback(request.workspace, feedback_id)
    do = request.POST.get("do", "")
    name = network_name(row.channel.network)
    try:
        if do == "remove":
            _have_removed(request, row, name=name)
        elif do in _MODERATION:
            act, done = _MODERATION[do]
            act(row, actor=request.user, clock=utc_now)
            messages.success(request, str(done) % {"name": name})
    except moderating.CannotModerate as error:
        messages.warning(request, explain_moderation(error, name=name))
    return redirect("conversation", conversation_id=row.conversation_id)


@require_POST
@requires(Permission.ANSWER)
def removal_undone(request: WorkspaceRequest, feedback_id: int) -> HttpResponse:
    """Leave on the network what was to be deleted."""
    row = access.feedback_or_trace(request.workspace, feedback_id)
    name = network_name(row.channel.network)
    try:
        undone = removing.undo(row, actor=request.user, now=utc_now())
    except moderating.CannotModerate as error:
        messages.warning(request, explain_moderation(error, name=name))
    else:
        sentence = _("The deletion is called off.")
        if undone.was_put_off:
            sentence = _(
                "%(name)s is not asked again. If it had deleted it without a word, "
                "the next reading will say so."
            )
        messages.success(request, sentence % {"name": name})
    return redirect("conversation", conversation_id=row.conversation_id)


@require_POST
@requires(Permission.ANSWER)
def blocked(request: WorkspaceRequest, conversation_id: int) -> HttpResponse:
    """Block the person of a conversation on its network, or no longer (`do=unblock`)."""
    row = access.conversation(request.workspace, conversation_id)
    name = network_name(row.channel.network)
    said = {"author": within_sentence(row.person_name, otherwise=_("this person")), "name": name}
    do = request.POST.get("do", request.GET.get("do"))
    try:
        if do == "block":
            moderating.block(row, actor=request.user, clock=utc_now)
            undo = f"{reverse('inbox_person_block', args=[row.pk])}?do=unblock"
            sentence = _("%(author)s is blocked on %(name)s.")
            messages.success(request, sentence % said, extra_tags=f"undo:{undo}")
        elif do == "unblock":
            moderating.unblock(row, actor=request.user, clock=utc_now)
            messages.success(request, _("%(author)s is no longer blocked on %(name)s.") % said)
    except moderating.CannotModerate as error:
        messages.warning(request, explain_moderation(error, name=name))
    return redirect("conversation", conversation_id=row.pk)


@require_POST
@requires(Permission.ANSWER)
def reported(request: WorkspaceRequest, feedback_id: int) -> HttpResponse:
    """Report what somebody said to who moderates its network; what cannot be stays as typed."""
    feedback = access.feedback(request.workspace, feedback_id)
    row = access.conversation(request.workspace, feedback.conversation_id)
    name = network_name(row.channel.network)
    form = ReportForm(request.POST)
    if form.is_valid():
        try:
            moderating.report(feedback, **form.cleaned_data, actor=request.user, clock=utc_now)
        except moderating.CannotModerate as error:
            if error.problem == "gone":
                messages.warning(request, explain_moderation(error, name=name))
                return redirect("conversation", conversation_id=row.pk)
            form.add_error(None, explain_moderation(error, name=name))
        else:
            messages.success(request, _("Reported to %(name)s.") % {"name": name})
            return redirect("conversation", conversation_id=row.pk)
    return page(request, row, report=form, reported_id=feedback.pk)


def _have_removed(request: WorkspaceRequest, row: Feedback, *, name: str) -> None:
    """Ask for the deletion and say how long it can be undone. Raises CannotModerate."""
    now = utc_now()
    due_at = removing.ask(row, actor=request.user, now=now).due_at
    minutes = max(1, math.ceil((due_at - now) / timedelta(minutes=1)))
    sentence = ngettext(
        "It will be deleted from %(name)s in %(minutes)s minute.",
        "It will be deleted from %(name)s in %(minutes)s minutes.",
        minutes,
    )
    messages.success(
        request,
        sentence % {"name": name, "minutes": minutes},
        extra_tags=f"undo:{reverse('feedback_removal_undo', args=[row.pk])}",
    )
