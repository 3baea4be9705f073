"""Jobs of channels: load by id, one action."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from beffroi.channels import diagnosing, subscribing
from beffroi.channels.models import Channel
from beffroi.core.clock import Clock
from beffroi.core.jobs import job


@job(diagnosing.JOB)
def diagnose(payload: Mapping[str, Any], *, clock: Clock) -> datetime | None:
    """Ask a network what keeps a channel from working whole."""
    channel = _channel(payload)
    return diagnosing.diagnose(channel, clock=clock) if channel else None


@job(subscribing.JOB)
def subscribe(payload: Mapping[str, Any], *, clock: Clock) -> datetime | None:
    """Ask a network to tell us at once."""
    channel = _channel(payload)
    return subscribing.subscribe(channel, clock=clock) if channel else None


def _channel(payload: Mapping[str, Any]) -> Channel | None:
    connected = Channel.objects.connected().select_related("network_app")
    return connected.filter(pk=payload["channel_id"]).first()
