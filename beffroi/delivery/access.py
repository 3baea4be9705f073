"""Who may decide about which delivery."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from beffroi.delivery.models import Delivery
from beffroi.workspaces.models import Workspace


def delivery(workspace: Workspace, delivery_id: int) -> Delivery:
    """Return the workspace's own delivery, or raise Http404."""
    return get_object_or_404(
        Delivery.objects.of(workspace).select_related("channel"), pk=delivery_id
    )
