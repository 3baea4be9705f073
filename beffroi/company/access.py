"""Who may act on what of the company."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import get_object_or_404

from beffroi.company import queries
from beffroi.company.models import Charter, CrisisContact, ExceptionalClosure
from beffroi.workspaces.models import Workspace


def closure(workspace: Workspace, closure_id: int) -> ExceptionalClosure:
    """Return the workspace's own closure, removed or not, or raise Http404."""
    rows = ExceptionalClosure.objects.filter(workspace=workspace)
    return get_object_or_404(rows, pk=closure_id)


def crisis_contact(workspace: Workspace, contact_id: int) -> CrisisContact:
    """Return a contact of the workspace's own crisis file, removed or not, or raise Http404."""
    rows = CrisisContact.objects.filter(workspace=workspace).select_related("workspace")
    return get_object_or_404(rows, pk=contact_id)


def charter(workspace: Workspace) -> Charter:
    """Return the charter of the workspace, or raise Http404 while none was begun."""
    found = queries.charter_of(workspace)
    if found is None:
        raise Http404
    return found
