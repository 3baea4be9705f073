"""Whose link it is."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from beffroi.links.models import Link
from beffroi.workspaces.models import Workspace


def link(workspace: Workspace, link_id: int) -> Link:
    """Return the workspace's own link, stopped or not, or raise Http404. One query."""
    rows = Link.objects.filter(workspace=workspace).select_related("workspace")
    return get_object_or_404(rows, pk=link_id)
