"""What a company says of its money: margin, tax, what an hour costs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from beffroi.core import audit
from beffroi.sales.models import Economics
from beffroi.workspaces.models import User, Workspace


@dataclass(frozen=True, slots=True)
class Said:
    """Rates from 0 to 1; `margin_rate` None where nobody knows it yet."""

    currency: str
    margin_rate: Decimal | None
    vat_rate: Decimal
    hour_cents: int


def economics_of(workspace: Workspace) -> Economics:
    """Return what a workspace said, or what stands until it does (not saved)."""
    found = Economics.objects.filter(workspace=workspace).first()
    return found or Economics(workspace=workspace)


@transaction.atomic
def say(workspace: Workspace, said: Said, *, actor: User, now: datetime) -> None:
    """Keep what a company says of its money; past figures follow at once."""
    Economics.objects.update_or_create(
        workspace=workspace,
        defaults={
            "currency": said.currency,
            "margin_rate": said.margin_rate,
            "vat_rate": said.vat_rate,
            "hour_cents": said.hour_cents,
            "changed_at": now,
        },
    )
    audit.record(
        workspace_id=workspace.pk,
        actor_id=actor.pk,
        action="economics.said",
        subject=f"workspace:{workspace.pk}",
        now=now,
    )
