"""An agency and the workspaces of its clients."""

from __future__ import annotations

from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from beffroi.core.clock import utc_now
from beffroi.workspaces import actions, queries
from beffroi.workspaces.access import (
    AgencyRequest,
    SignedInRequest,
    requires_in_agency,
    signed_in,
)
from beffroi.workspaces.forms import AgencyForm, WorkspaceForm
from beffroi.workspaces.rules import Permission, may


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def new(request: SignedInRequest) -> HttpResponseBase:
    """Open an agency."""
    form = AgencyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        agency = actions.create_agency(owner=request.user, now=utc_now(), **form.cleaned_data)
        return redirect("agency", agency_id=agency.pk)
    return render(request, "workspaces/agency_new.html", {"form": form})


@require_safe
@requires_in_agency(Permission.SEE_POSTS)
def show(request: AgencyRequest) -> HttpResponseBase:
    """List the client workspaces of an agency."""
    context = {
        "agency": request.agency,
        "clients": queries.clients_of(request.agency),
        "may_manage": may(request.agency_role, Permission.MANAGE_PEOPLE),
    }
    return render(request, "workspaces/agency.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires_in_agency(Permission.MANAGE_PEOPLE)
def new_workspace(request: AgencyRequest) -> HttpResponseBase:
    """Open a workspace for a client; the agency's people reach it with the role they have."""
    form = WorkspaceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.create_workspace(
            owner=request.user, agency=request.agency, now=utc_now(), **form.cleaned_data
        )
        return redirect("agency", agency_id=request.agency.pk)
    context = {"form": form, "agency": request.agency}
    return render(request, "workspaces/new.html", context)
