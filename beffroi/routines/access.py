"""Who may settle which routine."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from beffroi.routines.models import Routine
from beffroi.routines.rules import WEEKLY, Kind
from beffroi.workspaces.models import Workspace
from beffroi.workspaces.rules import Permission, Role, may


def routine(workspace: Workspace, routine_id: int, *, role: Role) -> Routine:
    """Return the workspace's own routine, or raise Http404; PermissionDenied where not theirs.

    Those of a week are for whoever writes posts, the others for whoever runs the company.
    """
    row = get_object_or_404(Routine, workspace=workspace, pk=routine_id)
    if Kind(row.kind) not in WEEKLY and not may(role, Permission.MANAGE_COMPANY):
        raise PermissionDenied
    return row
