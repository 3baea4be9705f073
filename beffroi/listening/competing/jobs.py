"""Work of competitors that needs no one's screen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from beffroi.core.clock import Clock
from beffroi.core.jobs import periodic
from beffroi.listening.competing import following, taking


@periodic("listening.forget_stopped_competitors", every=timedelta(hours=1))
def forget_stopped(payload: Mapping[str, Any], *, clock: Clock) -> datetime | None:
    """Let go of those who are followed no more."""
    following.forget_stopped(now=clock())
    return None


@periodic("listening.forget_competitors", every=timedelta(days=1))
def forget_competitors(payload: Mapping[str, Any], *, clock: Clock) -> datetime | None:
    """Let go of what competitors wrote longer ago than is kept."""
    taking.forget_old(now=clock())
    return None
