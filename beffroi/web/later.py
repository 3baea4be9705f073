"""Cards that wait until tomorrow, over HTTP: put off, and back in their place."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from beffroi.core.clock import utc_now
from beffroi.routines import actions
from beffroi.web import rules, waiting
from beffroi.web.cards import Clock
from beffroi.web.rules import Kind
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.rules import Permission

_ID_DIGITS = 18


@require_POST
@requires(Permission.SEE_POSTS)
def put_off(request: WorkspaceRequest) -> HttpResponse:
    """Keep one card from this person's page until tomorrow, where it may wait."""
    now, key = utc_now(), request.POST.get("card", "")
    clock = Clock(now, request.workspace.zone)
    card = waiting.find_card(
        request.workspace, key, role=request.role, clock=clock, user_id=request.user.pk
    )
    if card is None:
        messages.info(request, _("This card no longer waits: it was settled or put off."))
    elif not card.may_wait:
        messages.warning(request, _("This card cannot wait until tomorrow: it is due before."))
    else:
        actions.put_off(
            request.workspace,
            user=request.user,
            card=card.kind.value,
            row_id=card.id,
            until=rules.next_day(now, request.workspace.zone),
        )
        undo = f"{reverse('today_put_back')}?{urlencode({'card': key})}"
        sentence = _("It is here again tomorrow, in its place.")
        messages.success(request, sentence, extra_tags=f"undo:{undo}")
    return redirect("today")


@require_POST
@requires(Permission.SEE_POSTS)
def put_back(request: WorkspaceRequest) -> HttpResponse:
    """Show a card again that was put off; what is no longer there stays away."""
    kind, _dash, number = request.GET.get("card", "").partition("-")
    is_id = number.isascii() and number.isdigit() and len(number) <= _ID_DIGITS
    if kind in {one.value for one in Kind} and is_id:
        actions.put_back(request.workspace, user=request.user, card=kind, row_id=int(number))
        messages.success(request, _("It is here again."))
    return redirect("today")
