"""Jobs of the barometer: each workspace is measured once a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from beffroi.coaching import actions
from beffroi.core.clock import Clock
from beffroi.core.jobs import enqueue, job, periodic
from beffroi.workspaces.models import Workspace

_MEASURE = "coaching.measure"


@periodic("coaching.measure_all", every=timedelta(days=1))
def measure_all(payload: Mapping[str, Any], *, clock: Clock) -> datetime | None:
    """Have every workspace measured, each by a job of its own: what stops one stops no other."""
    rows = Workspace.objects.filter(closed_at=None).order_by("pk")
    for pk in rows.values_list("pk", flat=True):
        enqueue(
            _MEASURE,
            key=str(pk),
            run_at=clock(),
            payload={"workspace_id": pk},
            workspace_id=pk,
        )
    return None


@job(_MEASURE)
def measure(payload: Mapping[str, Any], *, clock: Clock) -> None:
    """Measure one workspace."""
    workspace = Workspace.objects.filter(pk=payload["workspace_id"], closed_at=None).first()
    if workspace is not None:
        actions.keep_daily(workspace, now=clock())
