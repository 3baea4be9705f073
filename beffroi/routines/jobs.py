"""Jobs of routines: after each local midnight, what the day that is over calls for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from beffroi.core.clock import Clock
from beffroi.core.jobs import job, periodic
from beffroi.routines import days
from beffroi.workspaces.models import Workspace


@periodic("routines.days", every=timedelta(minutes=15))
def plan(payload: Mapping[str, Any], *, clock: Clock) -> datetime | None:
    """Have the day of each workspace closed once it is over there."""
    days.plan(now=clock())
    return None


@job(days.CLOSE)
def close_day(payload: Mapping[str, Any], *, clock: Clock) -> datetime | None:
    """Close the days of one workspace that are over."""
    workspace = Workspace.objects.filter(pk=payload["workspace_id"], closed_at=None).first()
    if workspace is not None:
        days.close(workspace, now=clock())
    return None
