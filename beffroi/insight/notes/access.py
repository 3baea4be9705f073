"""Which note an address names: the workspace's own, or none."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from beffroi.insight.notes.models import DayNote
from beffroi.workspaces.models import Workspace


def day_note(workspace: Workspace, day_note_id: int) -> DayNote:
    """Return the workspace's own note, removed or not, or raise Http404."""
    rows = DayNote.objects.select_related("workspace")
    return get_object_or_404(rows, workspace=workspace, pk=day_note_id)
