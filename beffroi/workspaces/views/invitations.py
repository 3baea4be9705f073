"""The way of an invited person: the link, the page behind it, the yes."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from beffroi.core.clock import utc_now
from beffroi.workspaces import actions, invitations, queries
from beffroi.workspaces.access import SignedInRequest, public, signed_in
from beffroi.workspaces.entrance import SESSION_INVITATION
from beffroi.workspaces.errors import Refused
from beffroi.workspaces.labels import ROLE_MEANINGS, ROLE_NAMES
from beffroi.workspaces.middleware import SESSION_WORKSPACE
from beffroi.workspaces.models import Invitation, Workspace


@require_safe
@public
def link(request: HttpRequest, token: str) -> HttpResponseBase:
    """Keep the invitation in the session and go on without its secret in the address."""
    invitation = invitations.by_token(token)
    if invitation is None or not invitation.is_open(now=utc_now()):
        return _closed(request)
    request.session[SESSION_INVITATION] = invitation.pk
    return redirect("invitation")


@require_safe
@public
def show(request: HttpRequest) -> HttpResponseBase:
    """Say who invites to what, and what to do next."""
    invitation = _kept(request)
    if invitation is None:
        return _closed(request)
    user = request.user
    context = {
        "invitation": invitation,
        "role_name": ROLE_NAMES[invitation.offered_role],
        "role_meaning": ROLE_MEANINGS[invitation.offered_role],
        "is_theirs": user.is_authenticated and queries.owns_address(user, invitation.email),
    }
    return render(request, "workspaces/invitation.html", context)


@require_POST
@signed_in
def accept(request: SignedInRequest) -> HttpResponseBase:
    """Take the role that the invitation of this session offers."""
    invitation = _kept(request)
    if invitation is None:
        return _closed(request)
    try:
        membership = invitations.accept(invitation=invitation, user=request.user, now=utc_now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("invitation")
    del request.session[SESSION_INVITATION]
    place = membership.place
    messages.success(request, _("Welcome to %(name)s.") % {"name": place.name})
    if not isinstance(place, Workspace):
        return redirect("agency", agency_id=place.pk)
    request.session[SESSION_WORKSPACE] = place.pk
    actions.remember_workspace(user=request.user, workspace=place)
    return redirect("today")


def _kept(request: HttpRequest) -> Invitation | None:
    return queries.open_invitation(request.session.get(SESSION_INVITATION), now=utc_now())


def _closed(request: HttpRequest) -> HttpResponseBase:
    request.session.pop(SESSION_INVITATION, None)
    return render(request, "workspaces/invitation_closed.html", status=404)
