"""Work about the company that needs no one's screen: forgetting."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from beffroi.company import crisis
from beffroi.core.clock import Clock
from beffroi.core.jobs import periodic


@periodic("company.forget", every=timedelta(hours=6))
def forget(payload: Mapping[str, Any], *, clock: Clock) -> datetime | None:
    """Erase those who were removed from the crisis file, once that can no longer be undone."""
    crisis.forget_removed(now=clock())
    return None
