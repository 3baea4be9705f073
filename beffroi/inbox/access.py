"""Who may act on which conversation."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from beffroi.inbox.models import Conversation, Feedback
from beffroi.workspaces.models import Workspace


def conversation(workspace: Workspace, conversation_id: int) -> Conversation:
    """Return the workspace's own conversation, or raise Http404."""
    rows = Conversation.objects.filter(workspace=workspace).select_related("channel")
    return get_object_or_404(rows, pk=conversation_id)


def feedback(workspace: Workspace, feedback_id: int) -> Feedback:
    """Return what somebody said in the workspace and is still there, or raise Http404."""
    rows = Feedback.objects.there().filter(workspace=workspace, is_ours=False)
    return get_object_or_404(rows.select_related("channel"), pk=feedback_id)


def feedback_or_trace(workspace: Workspace, feedback_id: int) -> Feedback:
    """Return what somebody said in the workspace, gone or not, or raise Http404."""
    rows = Feedback.objects.filter(workspace=workspace, is_ours=False)
    return get_object_or_404(rows.select_related("channel"), pk=feedback_id)
