"""Jobs about one channel: how they are asked for, and how they find it again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from beffroi.channels.models import Channel
from beffroi.core import jobs


def ask(kind: str, channel: Channel, *, run_at: datetime) -> None:
    """Have the job `kind` run about a channel at an instant; asked twice, it runs once."""
    jobs.enqueue(
        kind,
        key=str(channel.pk),
        run_at=run_at,
        payload={"channel_id": channel.pk, "workspace_id": channel.workspace_id},
        workspace_id=channel.workspace_id,
    )


def asked_about(payload: Mapping[str, Any]) -> Channel | None:
    """Return the channel of a job's payload, None when it is connected no more."""
    return Channel.objects.connected().filter(pk=payload["channel_id"]).first()
