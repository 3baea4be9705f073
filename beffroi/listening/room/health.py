"""How reading goes: what is read for a workspace, and when it was read last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from beffroi.listening.models import Gap, Source, Watch
from beffroi.listening.sought import kept
from beffroi.listening.streams import read_for
from beffroi.workspaces.models import Workspace

#: A stream that was read so lately is read without a pause.
_CONTINUOUS = timedelta(minutes=5)
_GAPS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Health:
    """How many streams are heard and sources read for a workspace, and when one was read last.

    `failing` are those of both that do not answer.
    """

    streams: int = 0
    sources: int = 0
    failing: int = 0
    read_at: datetime | None = None
    is_continuous: bool = False


@dataclass(frozen=True, slots=True)
class Missing:
    """From when until when nobody knows what was said on a network."""

    network: str
    began_at: datetime
    ended_at: datetime


def health(workspace: Workspace, *, now: datetime) -> Health:
    """Return how reading goes. Three queries."""
    names = _networks(workspace)
    streams = read_for(workspace).values_list("network", "read_at", "failures")
    found = [(at, failures) for network, at, failures in streams if not names or network in names]
    sources = Source.objects.filter(workspace=workspace, removed_at=None)
    found_sources = list(sources.exclude(state=Source.State.OFF).values_list("read_at", "failures"))
    everything = [*found, *found_sources]
    stream_read_at = max((at for at, _failures in found if at), default=None)
    return Health(
        streams=len(found),
        sources=len(found_sources),
        failing=sum(1 for _at, failures in everything if failures),
        read_at=max((at for at, _failures in everything if at), default=None),
        is_continuous=stream_read_at is not None and now - stream_read_at <= _CONTINUOUS,
    )


def missing(workspace: Workspace, *, since: datetime) -> list[Missing]:
    """Return what streams could not tell any more since then, the newest first. One query."""
    gaps = Gap.objects.filter(stream__in=read_for(workspace), ended_at__gte=since)
    rows = gaps.order_by("-ended_at", "-pk").values_list("stream__network", "began_at", "ended_at")
    return [Missing(*row) for row in rows[:_GAPS_SHOWN]]


def _networks(workspace: Workspace) -> frozenset[str]:
    """Return the networks that the watches name; none where one of them looks everywhere."""
    rows = Watch.objects.listening().filter(workspace=workspace)
    named = [kept(stored).networks for stored in rows.values_list("query", flat=True)]
    return frozenset().union(*named) if all(named) else frozenset()
