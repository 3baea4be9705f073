"""Jobs of channels: load by id, one action."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from beffroi.channels import diagnosing, subscribing
from beffroi.channels.asking import asked_about
from beffroi.channels.models import Channel
from beffroi.core.clock import Clock
from beffroi.core.jobs import job


@job(diagnosing.JOB)
def diagnose(payload: Mapping[str, Any], *, clock: Clock) -> datetime | None:
    """Ask a network what keeps a channel from working whole."""
    channel = asked_about(payload)
    return diagnosing.diagnose(channel, clock=clock) if channel else None


@job(subscribing.JOB)
def subscribe(payload: Mapping[str, Any], *, clock: Clock) -> datetime | None:
    """Ask a network to tell us at once."""
    channel = asked_about(payload)
    return subscribing.subscribe(channel, clock=clock) if channel else None


@job(subscribing.PART)
def part(payload: Mapping[str, Any], *, clock: Clock) -> None:
    """Ask to be told no more about a channel that a person disconnected."""
    channel = Channel.objects.filter(pk=payload["channel_id"]).first()
    if channel is not None and not channel.is_connected:
        subscribing.part(channel, clock=clock)
