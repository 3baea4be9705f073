"""Work about links that needs no one's screen: forgetting."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from beffroi.core.clock import Clock
from beffroi.core.jobs import periodic
from beffroi.links.counting import forget_days


@periodic("links.forget", every=timedelta(days=1))
def forget(payload: Mapping[str, Any], *, clock: Clock) -> datetime | None:
    """Delete counts of visits at the end of their term."""
    forget_days(now=clock())
    return None
