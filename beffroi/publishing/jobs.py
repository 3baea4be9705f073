"""Work of this app that needs no one's screen: forgetting what was deleted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from beffroi.core.clock import Clock
from beffroi.core.jobs import periodic
from beffroi.publishing import actions


@periodic("publishing.erase_deleted", every=timedelta(days=1))
def erase_deleted(payload: Mapping[str, Any], *, clock: Clock) -> datetime | None:
    """Erase drafts that were deleted long ago."""
    actions.erase_deleted(now=clock())
    return None
