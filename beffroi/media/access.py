"""Who may see which picture."""

from __future__ import annotations

import uuid

from django.shortcuts import get_object_or_404

from beffroi.media import sharing
from beffroi.media.models import Image
from beffroi.workspaces.models import Workspace


def image(workspace: Workspace, image_id: uuid.UUID) -> Image:
    """Return the workspace's own picture, or raise Http404."""
    return get_object_or_404(Image.objects.filter(workspace=workspace), pk=image_id)


def shared_image(token: str) -> Image:
    """Return the picture that a shared address is for, or raise Http404."""
    return get_object_or_404(Image, pk=sharing.opened(token))
