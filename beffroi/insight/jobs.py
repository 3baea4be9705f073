"""Jobs of what is counted: load by id, one action."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db.models import QuerySet

from beffroi.channels.asking import asked_about
from beffroi.core.clock import Clock
from beffroi.core.jobs import enqueue, job, on_quarantine, periodic
from beffroi.insight import archived, collecting, following, rules
from beffroi.insight.nightly import files, sending
from beffroi.workspaces.models import Workspace

_TABLES = "insight.tables"


@job(following.POSTS)
def read_posts(payload: Mapping[str, Any], *, clock: Clock) -> datetime | None:
    """Read the counters of a channel's posts."""
    channel = asked_about(payload)
    return collecting.read_posts(channel, clock=clock) if channel else None


@job(following.DAYS)
def read_days(payload: Mapping[str, Any], *, clock: Clock) -> datetime | None:
    """Read the days of a channel."""
    channel = asked_about(payload)
    return collecting.read_days(channel, clock=clock) if channel else None


@periodic("insight.tend", every=timedelta(days=1))
def tend(payload: Mapping[str, Any], *, clock: Clock) -> datetime | None:
    """See that every channel is read, and follow archives."""
    following.begin_all(now=clock())
    archived.follow_all(now=clock())
    return None


@periodic("insight.forget", every=timedelta(days=1))
def forget(payload: Mapping[str, Any], *, clock: Clock) -> datetime | None:
    """Let old points go, a part at a time."""
    forgotten = following.forget_old_points(now=clock())
    return clock() + rules.TURN_REST if forgotten >= rules.FORGET_AT_ONCE else None


@periodic("insight.nightly", every=timedelta(days=1))
def write_nightly(payload: Mapping[str, Any], *, clock: Clock) -> datetime | None:
    """Have the tables for the company's own tools written, where a place is set for them."""
    if sending.is_wanted():
        sending.leave(files.write_dictionary, clock=clock)
        for pk in _told_nightly().values_list("pk", flat=True):
            enqueue(
                _TABLES,
                key=str(pk),
                run_at=clock(),
                payload={"workspace_id": pk},
                workspace_id=pk,
            )
    return None


@job(_TABLES)
def write_tables(payload: Mapping[str, Any], *, clock: Clock) -> None:
    """Write those of one workspace: what stops one stops no other."""
    workspace = _told_nightly().filter(pk=payload["workspace_id"]).first()
    if workspace is not None:
        sending.leave(partial(files.write_tables, workspace=workspace), clock=clock)


def _told_nightly() -> QuerySet[Workspace]:
    return Workspace.objects.filter(closed_at=None, is_demo=False).order_by("pk")


def _try_later(kind: str) -> None:
    """A reading that keeps crashing is spaced out and never given up: silence would be a lie."""

    @on_quarantine(kind)
    def again(payload: Mapping[str, Any], *, clock: Clock) -> None:
        enqueue(
            kind,
            key=str(payload["channel_id"]),
            run_at=clock() + rules.TRY_AGAIN_AFTER,
            payload=dict(payload),
            workspace_id=payload.get("workspace_id"),
        )


for _kind in (following.POSTS, following.DAYS):
    _try_later(_kind)
