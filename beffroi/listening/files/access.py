"""Who may act on which table of mentions."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from beffroi.listening.models import MentionFile
from beffroi.workspaces.models import Workspace


def mention_file(workspace: Workspace, mention_file_id: int) -> MentionFile:
    """Return the workspace's own table, or raise Http404."""
    rows = MentionFile.objects.filter(workspace=workspace).select_related("watch")
    return get_object_or_404(rows, pk=mention_file_id)
