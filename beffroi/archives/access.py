"""Who may act on which import."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from beffroi.archives.models import ArchiveImport
from beffroi.workspaces.models import Workspace


def archive_import(workspace: Workspace, import_id: int) -> ArchiveImport:
    """Return the workspace's own import, or raise Http404."""
    rows = ArchiveImport.objects.filter(workspace=workspace, removed_at__isnull=True)
    return get_object_or_404(rows, pk=import_id)


def removed_import(workspace: Workspace, import_id: int) -> ArchiveImport:
    """Return the workspace's own import, removed or not, or raise Http404."""
    return get_object_or_404(ArchiveImport.objects.filter(workspace=workspace), pk=import_id)
