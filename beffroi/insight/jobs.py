"""Jobs of what is counted: load by id, one action."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from beffroi.channels.asking import asked_about
from beffroi.core.clock import Clock
from beffroi.core.jobs import enqueue, job, on_quarantine, periodic
from beffroi.insight import archived, collecting, following, rules
from beffroi.insight.nightly import files, sending
from beffroi.workspaces.models import Workspace


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
    """Write the tables for the company's own tools, where a folder or a bucket is set for them."""
    rows = Workspace.objects.filter(closed_at=None, is_demo=False).order_by("id")
    if settings.EXPORT_DIR is not None:
        files.write_all(settings.EXPORT_DIR, workspaces=rows.iterator())
    if settings.EXPORT_BUCKET is not None:
        sending.send_all(settings.EXPORT_BUCKET, workspaces=rows.iterator(), clock=clock)
    return None


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
