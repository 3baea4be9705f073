"""Who may see which file."""

from __future__ import annotations

import uuid

from django.shortcuts import get_object_or_404

from beffroi.media import sharing
from beffroi.media.models import MediaFile
from beffroi.workspaces.models import Workspace


def file(workspace: Workspace, file_id: uuid.UUID) -> MediaFile:
    """Return the workspace's own file, or raise Http404."""
    return get_object_or_404(MediaFile.objects.filter(workspace=workspace), pk=file_id)


def shared_file(token: str) -> MediaFile:
    """Return the file that a shared address is for, or raise Http404."""
    return get_object_or_404(MediaFile, pk=sharing.opened(token))
