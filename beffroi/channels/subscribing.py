"""Asks networks to tell us at once, where they must be asked and can reach us."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from beffroi.channels import gateway, network_apps
from beffroi.channels.models import Channel
from beffroi.core.clock import Clock
from beffroi.networks.errors import NetworkError
from beffroi.networks.port import Subscriber

JOB = "channels.subscribe"
#: Vendors drop subscriptions without a word; asking again changes nothing where it still stands.
EVERY = timedelta(hours=24)
_SOON = timedelta(hours=1)

logger = logging.getLogger(__name__)


def subscribe(channel: Channel, *, clock: Clock) -> datetime | None:
    """Ask for webhooks about `channel`. Return when to ask again, None for never.

    Without them, nothing is lost: everything is read every few minutes.
    """
    if not channel.is_connected or channel.network_app is None:
        return None
    if not gateway.is_reached_by(channel):
        return None
    adapter = gateway.open_channel(channel, clock=clock)
    if not isinstance(adapter, Subscriber):
        return None
    try:
        adapter.subscribe(callback_url=network_apps.callback_url(channel.network_app))
    except NetworkError as error:
        logger.info("channel %s: no webhooks, %s", channel.pk, type(error).__name__)
        return clock() + _SOON
    return clock() + EVERY
