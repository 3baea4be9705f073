"""Who may act on which channel."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from beffroi.channels.models import Channel
from beffroi.workspaces.models import Workspace


def channel(workspace: Workspace, channel_id: int) -> Channel:
    """Return the workspace's own channel, or raise Http404."""
    return get_object_or_404(Channel.objects.of(workspace), pk=channel_id)
