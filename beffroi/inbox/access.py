"""Who may act on which conversation."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from beffroi.inbox.models import Conversation
from beffroi.workspaces.models import Workspace


def conversation(workspace: Workspace, conversation_id: int) -> Conversation:
    """Return the workspace's own conversation, or raise Http404."""
    rows = Conversation.objects.filter(workspace=workspace).select_related("channel")
    return get_object_or_404(rows, pk=conversation_id)
