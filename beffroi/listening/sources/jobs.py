"""Jobs of sources: one for each place, so that no two of one host are read at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from beffroi.core.clock import Clock
from beffroi.core.jobs import job, periodic
from beffroi.listening.models import Source
from beffroi.listening.sources import adding, hubs, reading


@job(reading.READ)
def read_sources(payload: Mapping[str, Any], *, clock: Clock) -> datetime | None:
    """Read the source of a place that waits longest; say when the next one is due."""
    return reading.read_next(payload["place"], clock=clock)


@periodic("listening.tidy_sources", every=timedelta(hours=1))
def tidy_sources(payload: Mapping[str, Any], *, clock: Clock) -> None:
    """Have every place read that has something to read; forget what was removed for good."""
    adding.forget_removed(now=clock())
    adding.ask_for_all(now=clock())


@job(hubs.SETTLE)
def settle_hub(payload: Mapping[str, Any], *, clock: Clock) -> datetime | None:
    """Put right what stands between a source and its hub."""
    rows = Source.objects.select_related("workspace")
    source = rows.filter(pk=payload["source_id"]).first()
    return hubs.settle(source, clock=clock) if source else None


@periodic("listening.ask_hubs", every=hubs.EVERY)
def ask_hubs(payload: Mapping[str, Any], *, clock: Clock) -> None:
    """Ask the hub of each source again."""
    hubs.ask_for_all(now=clock())
