"""Who may act on which source."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from beffroi.listening.models import Source
from beffroi.workspaces.models import Workspace


def source(workspace: Workspace, source_id: int) -> Source:
    """Return the workspace's own source, a removed one too, or raise Http404."""
    rows = Source.objects.filter(workspace=workspace).select_related("channel")
    return get_object_or_404(rows, pk=source_id)
