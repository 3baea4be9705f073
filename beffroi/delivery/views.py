"""Deliveries over HTTP: the page on which a person settles what no machine can."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from beffroi.delivery import access, actions, queries
from beffroi.delivery.forms import ConfirmationForm
from beffroi.delivery.models import Delivery
from beffroi.delivery.rules import Status
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.rules import Permission, may


@require_safe
@requires(Permission.SEE_POSTS)
def delivery(request: WorkspaceRequest, delivery_id: int) -> HttpResponse:
    """Show what is known of a delivery and what a person may decide."""
    return _page(request, access.delivery(request, delivery_id), ConfirmationForm())


@require_POST
@requires(Permission.WRITE_POSTS)
def confirm(request: WorkspaceRequest, delivery_id: int) -> HttpResponse:
    """« It is online »."""
    row = access.delivery(request, delivery_id)
    form = ConfirmationForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form, status=422)
    return _decide(
        request,
        lambda: actions.confirm_published(
            row, address=form.cleaned_data["address"], actor=request.user, now=timezone.now()
        ),
        _("Noted: it is online, on your word."),
    )


@require_POST
@requires(Permission.WRITE_POSTS)
def send_again(request: WorkspaceRequest, delivery_id: int) -> HttpResponse:
    """« It is not online »: let it leave."""
    row = access.delivery(request, delivery_id)
    return _decide(
        request,
        lambda: actions.send_again(row, actor=request.user, now=timezone.now()),
        _("It leaves now. We tell you here when the network has confirmed it."),
    )


@require_POST
@requires(Permission.WRITE_POSTS)
def abandon(request: WorkspaceRequest, delivery_id: int) -> HttpResponse:
    """Give it up."""
    row = access.delivery(request, delivery_id)
    return _decide(
        request,
        lambda: actions.abandon(row, actor=request.user, now=timezone.now()),
        _("Given up: it does not leave for this channel."),
    )


@require_POST
@requires(Permission.WRITE_POSTS)
def acknowledge(request: WorkspaceRequest, delivery_id: int) -> HttpResponse:
    """Take note of a refusal."""
    row = access.delivery(request, delivery_id)
    return _decide(
        request,
        lambda: actions.acknowledge(row, actor=request.user, now=timezone.now()),
        _("Noted."),
    )


def _decide(request: WorkspaceRequest, decision: Callable[[], None], done: str) -> HttpResponse:
    try:
        decision()
    except actions.NothingToDecide:
        messages.info(request, _("It was settled in the meantime: nothing was changed."))
    else:
        messages.success(request, done)
    return redirect("today")


def _page(
    request: WorkspaceRequest, row: Delivery, form: ConfirmationForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "dossier": queries.dossier(row, zone=request.workspace.zone),
        "may_decide": may(request.role, Permission.WRITE_POSTS),
        "form": form,
        "shape": "taken_away" if row.was_taken_away else _SHAPES.get(row.state, "moving"),
    }
    return render(request, "delivery/delivery.html", context, status=status)


#: What a person sees of each state; all others are on their way.
_SHAPES = {
    Status.ASK_HUMAN: "ask",
    Status.HELD: "held",
    Status.FAILED: "failed",
    Status.PUBLISHED: "published",
    Status.CANCELLED: "cancelled",
}
