"""Choosing, opening, changing and leaving workspaces."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from beffroi.core.clock import utc_now
from beffroi.workspaces import access, actions, queries
from beffroi.workspaces.access import SignedInRequest, WorkspaceRequest, requires, signed_in
from beffroi.workspaces.entrance import SESSION_INVITATION
from beffroi.workspaces.errors import Refused
from beffroi.workspaces.forms import EnterForm, WorkspaceForm, own_path
from beffroi.workspaces.middleware import SESSION_WORKSPACE
from beffroi.workspaces.models import Workspace
from beffroi.workspaces.rules import Permission


@require_safe
@signed_in
def choose(request: SignedInRequest) -> HttpResponse:
    """List the workspaces and agencies of a person; with none, offer to open the first."""
    invitation_id = request.session.get(SESSION_INVITATION)
    context = {
        "reached": queries.workspaces_of(request.user),
        "agencies": queries.agencies_of(request.user),
        "invitation": queries.open_invitation(invitation_id, now=utc_now()),
        "current": access.current_workspace(request),
    }
    return render(request, "workspaces/choose.html", context)


@require_POST
@signed_in
def enter(request: SignedInRequest) -> HttpResponseBase:
    """Go to another workspace of one's own, named by `workspace`, and there to the page `to`."""
    form = EnterForm(request.POST)
    if not form.is_valid():
        raise Http404
    workspace = access.workspace(request.user, form.cleaned_data["workspace"])
    _go_into(request, workspace)
    return redirect(form.cleaned_data["to"] or "today")


@require_safe
@signed_in
def page(request: SignedInRequest, workspace_id: int) -> HttpResponseBase:
    """Lead to the page `?to=` of a workspace; from within another, after asking to go there."""
    place = access.workspace(request.user, workspace_id)
    to = own_path(request.GET.get("to", "")) or reverse("today")
    current = access.current_workspace(request)
    if current == place:
        return redirect(to)
    context = {"place": place, "current": current, "to": to}
    return render(request, "workspaces/elsewhere.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def new(request: SignedInRequest) -> HttpResponseBase:
    """Open a workspace, with a name and a place; then lead to the page `?next=` of ours."""
    form = WorkspaceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        workspace = actions.create_workspace(owner=request.user, now=utc_now(), **form.cleaned_data)
        _go_into(request, workspace)
        return redirect(own_path(request.GET.get("next", "")) or "today")
    return render(request, "workspaces/new.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_WORKSPACE)
def data(request: WorkspaceRequest) -> HttpResponseBase:
    """Change the name, the activity or the time zone of the workspace."""
    workspace = Workspace.objects.get(pk=request.workspace.pk)
    form = WorkspaceForm(request.POST or None, instance=workspace)
    if request.method == "POST" and form.is_valid():
        actions.change_workspace(
            workspace=request.workspace, actor=request.user, now=utc_now(), **form.cleaned_data
        )
        messages.success(request, _("The workspace has been changed."))
        return redirect("workspace_data")
    return render(request, "workspaces/data.html", {"form": form})


@require_POST
@signed_in
def leave(request: SignedInRequest, workspace_id: int) -> HttpResponseBase:
    """Go out of a workspace for good."""
    workspace = access.workspace(request.user, workspace_id)
    membership = access.own_membership(workspace, request.user)
    try:
        actions.leave(membership=membership, now=utc_now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("You have left %(name)s.") % {"name": workspace.name})
    return redirect("workspaces")


def _go_into(request: SignedInRequest, workspace: Workspace) -> None:
    request.session[SESSION_WORKSPACE] = workspace.pk
    actions.remember_workspace(user=request.user, workspace=workspace)
