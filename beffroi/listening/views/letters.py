"""The weekly letter over HTTP: what it says, and who has it."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from beffroi.core.clock import utc_now
from beffroi.core.mailing import mail_is_set
from beffroi.listening.letters import mails, posting
from beffroi.listening.pages import pages
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.rules import Permission


@require_safe
@requires(Permission.SEE_INBOX)
def letter(request: WorkspaceRequest) -> HttpResponse:
    """Show the letter of this week as it left, or would have."""
    today = utc_now().astimezone(request.workspace.zone).date()
    monday = today - timedelta(days=today.weekday())
    context = {
        "pages": pages(request),
        "letter": mails.written(request.workspace, monday=monday),
        "monday": monday,
        "reads": posting.reads(request.workspace, request.user),
        "mail_is_set": mail_is_set(),
    }
    return render(request, "listening/letter.html", context)


@require_POST
@requires(Permission.SEE_INBOX)
def join(request: WorkspaceRequest) -> HttpResponseBase:
    """Send the letter to whoever asks, from the next one on."""
    posting.join(request.workspace, request.user, now=utc_now())
    messages.success(
        request,
        _("The letter comes to you from next Monday on."),
        extra_tags=f"undo:{reverse('listening_letter_leave')}",
    )
    return redirect("listening_letter")


@require_POST
@requires(Permission.SEE_INBOX)
def leave(request: WorkspaceRequest) -> HttpResponseBase:
    """Send whoever asks no letter any more."""
    posting.leave(request.workspace, request.user)
    messages.success(
        request,
        _("No letter comes to you any more."),
        extra_tags=f"undo:{reverse('listening_letter_join')}",
    )
    return redirect("listening_letter")
