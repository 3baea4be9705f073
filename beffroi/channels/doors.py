"""Keeps the doors of single channels: a hidden address, and what was agreed with who calls."""

from __future__ import annotations

import secrets

from beffroi.channels import agreements
from beffroi.channels.models import Channel, ChannelDoor
from beffroi.channels.network_apps import webhook_url
from beffroi.networks.contracts import DeveloperApp
from beffroi.networks.errors import AppMisconfigured


def find(channel: Channel) -> ChannelDoor | None:
    """Return the door of a channel, None when it has none yet."""
    return ChannelDoor.objects.filter(channel=channel).first()


def keep(channel: Channel, agreed: DeveloperApp) -> ChannelDoor:
    """Keep what is agreed about a channel; its door is made when it has none."""
    row = find(channel) or ChannelDoor(channel=channel, token=secrets.token_urlsafe(32))
    row.sealed = agreements.sealed(agreed, bound_to=binding(row))
    row.save(update_fields=["sealed"] if row.pk else None)  # what is told meanwhile stays
    return row


def agreed_at(row: ChannelDoor) -> DeveloperApp:
    """Return what was agreed at a door. Raises AppMisconfigured when no key opens it."""
    return agreements.opened(row.sealed, bound_to=binding(row))


def called(network: str, token: str) -> tuple[ChannelDoor, DeveloperApp] | None:
    """Return the door that somebody calls at, None when there is none or no key opens it."""
    rows = ChannelDoor.objects.filter(channel__network=network, token=token)
    row = rows.select_related("channel").first()
    if row is None:
        return None
    try:
        return row, agreed_at(row)
    except AppMisconfigured:
        return None


def callback_url(row: ChannelDoor) -> str:
    """Return the address of a door."""
    return webhook_url(row.channel.network, row.token)


def binding(row: ChannelDoor) -> str:
    """Return what a door's secret is bound to."""
    return f"channel-door:{row.token}"
