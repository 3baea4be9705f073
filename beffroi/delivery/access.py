"""Who may decide about which delivery."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import get_object_or_404

from beffroi.delivery.models import Delivery
from beffroi.workspaces.access import WorkspaceRequest
from beffroi.workspaces.rules import Permission, may


def delivery(request: WorkspaceRequest, delivery_id: int) -> Delivery:
    """Return the workspace's own delivery, or raise Http404.

    An answer belongs to its conversation: it does not exist for those who may not see the inbox.
    """
    rows = Delivery.objects.of(request.workspace).select_related("channel", "confirmed_by")
    row = get_object_or_404(rows, pk=delivery_id)
    if row.content["reply_to"] and not may(request.role, Permission.SEE_INBOX):
        raise Http404
    return row
