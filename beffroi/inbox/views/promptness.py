"""How promptly people are answered, over HTTP."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from beffroi.company.queries import promise_of
from beffroi.company.wording import delay_in_words
from beffroi.core.clock import utc_now
from beffroi.inbox import team_messages
from beffroi.inbox.promptness import DAYS, promptness
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.rules import Permission


@requires(Permission.SEE_INBOX)
def delays(request: WorkspaceRequest) -> HttpResponse:
    """Show the last thirty days by what was promised."""
    promise = promise_of(request.workspace)
    found = promptness(request.workspace, now=utc_now())
    named = team_messages.kinds_of_promise()
    context = {
        "title": _("Response times"),
        "lede": _("First answers of the last %(count)d days, to people who waited.")
        % {"count": DAYS},
        "found": found,
        "rows": [
            (named[row.kind], capfirst(delay_in_words(promise.of(row.kind))), row)
            for row in found.by_kind
            if row.kind is not None
        ],
    }
    return render(request, "inbox/promptness.html", context)
