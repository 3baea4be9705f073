"""Who may act on what of listening."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import get_object_or_404

from beffroi.listening import grounds
from beffroi.listening.models import Ground, Watch
from beffroi.workspaces.models import Workspace


def ground(workspace: Workspace) -> Ground:
    """Return the ground of the workspace, or raise Http404 while nobody weighed it."""
    found = grounds.ground_of(workspace)
    if found is None:
        raise Http404
    return found


def watch(workspace: Workspace, watch_id: int) -> Watch:
    """Return the workspace's own watch, removed or not, or raise Http404."""
    rows = Watch.objects.filter(workspace=workspace).select_related("ground")
    return get_object_or_404(rows, pk=watch_id)


def standing_watch(workspace: Workspace, watch_id: int) -> Watch:
    """Return the workspace's own watch that nobody removed, or raise Http404."""
    rows = Watch.objects.there().filter(workspace=workspace).select_related("ground__weighed_by")
    return get_object_or_404(rows, pk=watch_id)
