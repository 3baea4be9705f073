"""Alerts to the crisis team over HTTP: raised, settled, and their journal."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from beffroi.core.clock import utc_now
from beffroi.core.keyset import parse_cursor
from beffroi.inbox import access, escalation_log, escalations, understood_words
from beffroi.inbox.escalations import CannotAlert
from beffroi.inbox.forms import AlertForm
from beffroi.inbox.models import Conversation, Escalation
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.links import link_into
from beffroi.workspaces.models import Workspace
from beffroi.workspaces.rules import Permission, may


def alarm_context(request: WorkspaceRequest, row: Conversation) -> dict[str, Any]:
    """Return what a conversation shows of alerts: the one that is open, or why one may be due."""
    return {
        "alarm": escalations.alarm_of(row),
        "urgency": understood_words.urgencies()[row.urgency] if row.urgency else "",
        "may_manage_company": may(request.role, Permission.MANAGE_COMPANY),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.ANSWER)
def alert(request: WorkspaceRequest, conversation_id: int) -> HttpResponseBase:
    """Show who would be told; POST tells them."""
    row = access.conversation(request.workspace, conversation_id)
    if request.method != "POST":
        if row.escalated_at is not None:
            return redirect("conversation", conversation_id=row.pk)
        why = understood_words.urgencies()[row.urgency] if row.urgency else ""
        return _page(request, row, AlertForm(initial={"why": why}))
    form = AlertForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form)
    try:
        why = form.cleaned_data["why"]
        raised = escalations.alert(row, why=why, actor=request.user, now=utc_now())
    except CannotAlert:
        messages.warning(request, _("What this person wrote is gone: nobody was told."))
    else:
        _tell_raised(request, raised, why=why)
    return redirect("conversation", conversation_id=row.pk)


def _tell_raised(request: WorkspaceRequest, raised: Escalation, *, why: str) -> None:
    """Say that it is done; an alert of somebody else is not theirs to undo."""
    if raised.raised_by_id == request.user.pk:
        messages.success(
            request,
            _("The crisis team is alerted. This message stands before all others."),
            extra_tags=f"undo:{reverse('escalation_close', args=[raised.pk])}",
        )
    elif why:
        text = _("The crisis team was alerted already. Your reason stands in the internal notes.")
        messages.success(request, text)
    else:
        messages.success(request, _("The crisis team was alerted already."))


@require_POST
@requires(Permission.ANSWER)
def closed(request: WorkspaceRequest, escalation_id: int) -> HttpResponseBase:
    """Say that it is settled."""
    row = access.escalation(request.workspace, escalation_id)
    escalations.close(row, actor=request.user, now=utc_now())
    messages.success(
        request,
        _("Settled. The journal of alerts keeps who did what, and when."),
        extra_tags=f"undo:{reverse('escalation_reopen', args=[row.pk])}",
    )
    return redirect("conversation", conversation_id=row.conversation_id)


@require_POST
@requires(Permission.ANSWER)
def reopened(request: WorkspaceRequest, escalation_id: int) -> HttpResponseBase:
    """Undo the settling."""
    row = access.escalation(request.workspace, escalation_id)
    try:
        is_open = escalations.reopen(row, actor=request.user, now=utc_now())
    except CannotAlert:
        messages.warning(request, _("What this person wrote is gone: nobody was told."))
    else:
        if is_open:
            messages.success(request, _("The alert is open again."))
        else:
            text = _("The crisis team was alerted anew since: that alert counts.")
            messages.warning(request, text)
    return redirect("conversation", conversation_id=row.conversation_id)


@require_safe
@requires(Permission.SEE_INBOX)
def journal(request: WorkspaceRequest) -> HttpResponse:
    """List the alerts: what is open, then what was settled; `?after=` for older ones."""
    after = parse_cursor(request.GET.get("after", ""))
    context = {
        "title": _("Alerts to the crisis team"),
        "lede": _("Who raised them, when, and how long they lasted; never what people wrote."),
        "journal": escalation_log.journal(request.workspace, now=utc_now(), after=after),
        "is_first": after is None,
        "may_manage_company": may(request.role, Permission.MANAGE_COMPANY),
    }
    return render(request, "inbox/alerts/journal.html", context)


@require_safe
@requires(Permission.SEE_INBOX)
def exported(request: WorkspaceRequest) -> StreamingHttpResponse:
    """Download the whole journal as a table for spreadsheets."""
    now = utc_now()
    link = partial(_link, request.workspace)
    lines = escalation_log.as_csv(request.workspace, now=now, link=link)
    day = now.astimezone(request.workspace.zone).date().isoformat()
    name = f"beffroi-alerts-{day}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)


def _link(workspace: Workspace, conversation_id: int) -> str:
    return link_into(workspace.pk, reverse("conversation", args=[conversation_id]))


def _page(request: WorkspaceRequest, row: Conversation, form: AlertForm) -> HttpResponse:
    context = {
        "title": _("Alert the crisis team"),
        "lede": _("Before anybody answers: those who decide look first."),
        "back": reverse("conversation", args=[row.pk]),
        "conversation": row,
        "form": form,
        "team": escalations.team(request.workspace, besides=request.user),
        "may_manage_company": may(request.role, Permission.MANAGE_COMPANY),
    }
    return render(request, "inbox/alerts/alert.html", context, status=422 if form.errors else 200)
