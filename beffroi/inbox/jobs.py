"""Jobs of the inbox: load by id, one action."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from beffroi.channels.models import Channel
from beffroi.core.clock import Clock
from beffroi.core.jobs import job
from beffroi.inbox import polling

POLL = "inbox.poll"
THREADS = "inbox.threads"
FOLLOW = "inbox.follow"


@job(POLL)
def poll(payload: Mapping[str, Any], *, clock: Clock) -> datetime | None:
    """Read a channel's new feedback."""
    channel = _channel(payload)
    return polling.poll(channel, clock=clock) if channel else None


@job(THREADS)
def read_threads(payload: Mapping[str, Any], *, clock: Clock) -> datetime | None:
    """Read the replies under a channel's recent posts."""
    channel = _channel(payload)
    return polling.read_threads(channel, clock=clock) if channel else None


@job(FOLLOW)
def follow(payload: Mapping[str, Any], *, clock: Clock) -> datetime | None:
    """Follow edits and deletions of a channel's recent feedback."""
    channel = _channel(payload)
    return polling.follow(channel, clock=clock) if channel else None


def _channel(payload: Mapping[str, Any]) -> Channel | None:
    return Channel.objects.connected().filter(pk=payload["channel_id"]).first()
