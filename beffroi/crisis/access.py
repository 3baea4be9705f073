"""Who may enter which room."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from beffroi.crisis.models import Room
from beffroi.workspaces.models import Workspace


def room(workspace: Workspace, room_id: int) -> Room:
    """Return the workspace's own room, or raise Http404."""
    rows = Room.objects.filter(workspace=workspace)
    rows = rows.select_related(
        "workspace", "opened_by", "closed_by", "pause", "channel", "holding_post", "learned_by"
    )
    return get_object_or_404(rows, pk=room_id)
