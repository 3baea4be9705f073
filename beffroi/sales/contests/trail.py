"""Holds the row of a contest for whoever changes it, and tells the trail what was done."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from beffroi.core import audit
from beffroi.sales.models import Contest
from beffroi.workspaces.models import User


def locked(contest: Contest) -> Contest:
    """Return the row, which nobody else changes until the transaction ends."""
    rows = Contest.objects.select_related("offer__workspace").select_for_update(of=("self",))
    return rows.get(pk=contest.pk)


def record(
    contest: Contest,
    action: str,
    *,
    actor: User | None,
    now: datetime,
    detail: Mapping[str, str] | None = None,
) -> None:
    """Append to the trail what was done with a contest."""
    audit.record(
        workspace_id=contest.offer.workspace_id,
        actor_id=actor.pk if actor else None,
        action=action,
        subject=f"contest:{contest.pk}",
        detail=detail,
        now=now,
    )
