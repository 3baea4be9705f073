"""Takes a delivery on from whatever state it is in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from beffroi.core.clock import Clock
from beffroi.delivery.models import Delivery
from beffroi.delivery.reconciling import reconcile
from beffroi.delivery.rules import Status
from beffroi.delivery.sending import doubt, send

_STAGES: dict[Status, Callable[..., datetime | None]] = {
    Status.SCHEDULED: send,
    Status.LEASED: send,  # its sender died before the call: nothing was sent
    Status.SENDING: doubt,
    Status.UNKNOWN: reconcile,
    Status.RECONCILING: reconcile,
}


def advance(delivery_id: int, *, clock: Clock) -> datetime | None:
    """Do the next thing for a delivery. Return when to look again, None when it rests."""
    delivery = Delivery.objects.select_related("channel").filter(pk=delivery_id).first()
    stage = _STAGES.get(delivery.state) if delivery else None
    return stage(delivery, clock=clock) if stage else None
