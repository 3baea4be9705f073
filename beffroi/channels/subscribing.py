"""Asks networks to tell us at once, where they must be asked and can reach us."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from beffroi.channels import doors, gateway, network_apps
from beffroi.channels.models import Channel
from beffroi.core.clock import Clock
from beffroi.networks.errors import NetworkError
from beffroi.networks.port import DoorOwner, Subscriber

JOB = "channels.subscribe"
PART = "channels.part"
#: Vendors drop subscriptions without a word; asking again changes nothing where it still stands.
EVERY = timedelta(hours=24)
_SOON = timedelta(hours=1)

logger = logging.getLogger(__name__)


def subscribe(channel: Channel, *, clock: Clock) -> datetime | None:
    """Ask for webhooks about `channel`. Return when to ask again, None for never.

    Without them, nothing is lost: everything is read every few minutes.
    """
    if not channel.is_connected or not gateway.is_reached_by(channel):
        return None
    adapter = gateway.open_channel(channel, clock=clock)
    if not isinstance(adapter, Subscriber):
        return None
    try:
        callback_url = _callback_url(channel, adapter)
        if callback_url:
            adapter.subscribe(callback_url=callback_url)
    except NetworkError as error:
        logger.info("channel %s: no webhooks, %s", channel.pk, type(error).__name__)
        return clock() + _SOON
    return clock() + EVERY if callback_url or isinstance(adapter, DoorOwner) else None


def part(channel: Channel, *, clock: Clock) -> None:
    """Ask to be told no more about a channel with a door of its own. Tried once.

    Whoever does not listen calls at a door behind which nobody is any more.
    """
    row, adapter = doors.find(channel), gateway.open_channel(channel, clock=clock)
    if row is None or not isinstance(adapter, DoorOwner) or not isinstance(adapter, Subscriber):
        return
    try:
        doors.keep(channel, adapter.part(doors.agreed_at(row)))
        adapter.subscribe(callback_url=doors.callback_url(row))
    except NetworkError as error:
        logger.info("channel %s: webhooks go on, %s", channel.pk, type(error).__name__)


def _callback_url(channel: Channel, adapter: Subscriber) -> str:
    """Return where to be called about `channel`, "" when nobody will. Raises a NetworkError."""
    if not isinstance(adapter, DoorOwner):
        app = channel.network_app
        return network_apps.callback_url(app) if app else ""
    row = doors.find(channel)
    agreed = adapter.agree(doors.agreed_at(row) if row else None)
    return doors.callback_url(doors.keep(channel, agreed)) if agreed else ""
