"""Work about sales that needs no one's screen: forgetting who bought, and who took part."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from beffroi.core.clock import Clock
from beffroi.core.jobs import periodic
from beffroi.sales.contests import entering
from beffroi.sales.recording import forget_customers


@periodic("sales.forget", every=timedelta(days=1))
def forget(payload: Mapping[str, Any], *, clock: Clock) -> datetime | None:
    """Erase what tells customers apart, at the end of its term."""
    forget_customers(now=clock())
    return None


@periodic("sales.contests_forget", every=timedelta(hours=6))
def forget_entrants(payload: Mapping[str, Any], *, clock: Clock) -> datetime | None:
    """Erase the names of those who took part, 90 days after the draw."""
    entering.erase_due(now=clock())
    return None
