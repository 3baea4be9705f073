"""When a network that refused to be read is read again, whatever is read of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from beffroi.channels import actions
from beffroi.channels.models import Channel
from beffroi.networks.errors import AccessRevoked, NetworkError, QuotaExhausted, RateLimited


def put_off(
    channel: Channel, error: NetworkError, usual: datetime, *, now: datetime
) -> datetime | None:
    """Return when to read again after `error`, None when the access is lost. `usual` at least."""
    if isinstance(error, AccessRevoked):
        actions.mark_lost(channel=channel, error=error, now=now)
        return None
    until = _asked_pause(error, now=now)
    if until is None:
        return usual
    actions.pause(channel_id=channel.pk, until=until)
    return max(usual, until)


def _asked_pause(error: NetworkError, *, now: datetime) -> datetime | None:
    if isinstance(error, RateLimited):
        return now + timedelta(seconds=error.retry_after_seconds)
    return error.until if isinstance(error, QuotaExhausted) else None
