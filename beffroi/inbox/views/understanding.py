"""How messages are understood, and how often that is right, over HTTP."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from beffroi.core.clock import utc_now
from beffroi.inbox import learning, model_card
from beffroi.inbox.models import Correction, Learned
from beffroi.language.weights import shipped
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.rules import Permission, may

_SHOWN = 20
_SWITCHED = {
    "on": gettext_lazy("What you taught counts again."),
    "off": gettext_lazy("What you taught does not count now."),
}


@require_POST
@requires(Permission.ANSWER)
def switched(request: WorkspaceRequest) -> HttpResponse:
    """Let what this workspace taught count, or not."""
    do = request.POST.get("do")
    if do in _SWITCHED:
        is_on = do == "on"
        learning.switch(request.workspace, is_on=is_on, actor=request.user, now=utc_now())
        messages.success(request, str(_SWITCHED[do]))
    return redirect(f"{reverse('inbox_understanding')}#taught-title")


@requires(Permission.SEE_INBOX)
def understanding(request: WorkspaceRequest) -> HttpResponse:
    """Show the card of what reads messages: data, figures, limits, and what it is not for."""
    about = shipped().about
    context = {
        "title": _("How Beffroi understands"),
        "lede": _("A small program on your server reads each message. Nothing is sent to anybody."),
        "figures": model_card.figures(about),
        "origins": model_card.origins(about),
        **_taught(request),
    }
    return render(request, "inbox/understanding.html", context)


def _taught(request: WorkspaceRequest) -> dict[str, object]:
    corrected = Correction.objects.filter(workspace=request.workspace).select_related(
        "feedback__conversation", "corrected_by"
    )
    learned = Learned.objects.filter(workspace=request.workspace).first()
    return {
        "learned": learned,
        "compared": model_card.compared(learned.figures) if learned else [],
        "corrections": list(corrected.order_by("-corrected_at", "-id")[:_SHOWN]),
        "may_answer": may(request.role, Permission.ANSWER),
    }
