"""Who may act on which post."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from beffroi.delivery.models import Pause
from beffroi.publishing.models import Post
from beffroi.workspaces.models import Workspace


def post(workspace: Workspace, post_id: int) -> Post:
    """Return the workspace's own post, or raise Http404."""
    return get_object_or_404(
        Post.objects.filter(workspace=workspace).select_related("workspace"), pk=post_id
    )


def pause(workspace: Workspace, pause_id: int) -> Pause:
    """Return a pause of the workspace's posts, open or ended, or raise Http404."""
    return get_object_or_404(Pause.objects.filter(workspace=workspace), pk=pause_id)
