"""How messages are understood, and how often that is right, over HTTP."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from beffroi.inbox import model_card
from beffroi.language.weights import shipped
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.rules import Permission


@requires(Permission.SEE_INBOX)
def understanding(request: WorkspaceRequest) -> HttpResponse:
    """Show the card of what reads messages: data, figures, limits, and what it is not for."""
    about = shipped().about
    context = {
        "title": _("How Beffroi understands"),
        "lede": _("A small program on your server reads each message. Nothing is sent to anybody."),
        "figures": model_card.figures(about),
        "origins": model_card.origins(about),
    }
    return render(request, "inbox/understanding.html", context)
