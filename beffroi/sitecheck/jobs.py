"""Work on website checks that waits for the network, and forgetting."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from beffroi.core.clock import Clock
from beffroi.core.jobs import job, on_quarantine, periodic
from beffroi.sitecheck import actions, gateway
from beffroi.sitecheck.models import SiteCheck


@job(actions.READ, attempts=2)
def read(payload: Mapping[str, Any], *, clock: Clock) -> datetime | None:
    """Read one site, if anybody still waits for it."""
    check = SiteCheck.objects.filter(pk=payload["check_id"], ends_at__gt=clock()).first()
    if check is not None and check.is_open:
        actions.read(check, client=gateway.client(), agent=gateway.agent(), clock=clock)
    return None


@on_quarantine(actions.READ)
def give_up(payload: Mapping[str, Any], *, clock: Clock) -> None:
    """Let the page say that it did not work."""
    actions.give_up(payload["check_id"])


@periodic("sitecheck.forget", every=timedelta(hours=1))
def forget(payload: Mapping[str, Any], *, clock: Clock) -> datetime | None:
    """Delete results whose day is over."""
    actions.forget(now=clock())
    return None
