"""What screens read about deliveries."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Count

from beffroi.delivery.models import Delivery
from beffroi.workspaces.models import Workspace

_WAITING = ["scheduled", "leased", "sending", "unknown", "reconciling"]


def to_check(workspace: Workspace) -> list[Delivery]:
    """Return what waits for a person's decision, longest first."""
    return list(Delivery.objects.of(workspace).to_check().select_related("channel"))


def waiting_by_channel(workspace: Workspace) -> Mapping[int, int]:
    """Count, by channel, what has yet to leave."""
    rows = Delivery.objects.of(workspace).filter(status__in=_WAITING).values("channel_id")
    return {
        row["channel_id"]: row["number"]
        for row in rows.annotate(number=Count("id")).order_by("channel_id")
    }
