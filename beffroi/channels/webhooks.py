"""Receives vendors' webhooks: genuine ones become hints, which are read again from the network.

Nothing of a body is kept: what it tells may be late, doubled or changed meanwhile.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from beffroi.channels import gateway, network_apps
from beffroi.channels.models import Channel, NetworkApp
from beffroi.channels.signals import channel_told
from beffroi.networks.contracts import DeveloperApp, Handshake, Notice
from beffroi.networks.port import WebhookReceiver


@dataclass(frozen=True, slots=True)
class Door:
    """Where one vendor calls about one developer app."""

    row: NetworkApp
    app: DeveloperApp
    receiver: WebhookReceiver


def open_door(network: str, token: str) -> Door | None:
    """Return the door at an address, None when there is none or no key opens its app."""
    called = network_apps.called(network, token)
    if called is None:
        return None
    receiver = gateway.network(network)
    return Door(*called, receiver) if isinstance(receiver, WebhookReceiver) else None


def shake_hands(door: Door, *, query: Mapping[str, str]) -> Handshake | None:
    """Return what to answer to a vendor that checks our address, None when it is not the vendor."""
    return door.receiver.shake_hands(
        query, app=door.app, verify_token=network_apps.verify_token(door.row)
    )


def receive(door: Door, *, headers: Mapping[str, str], body: bytes, now: datetime) -> bool:
    """Take what a vendor tells; tell whether it is genuine. Twice the same changes nothing."""
    if not door.receiver.is_genuine(headers, body, app=door.app):
        return False
    with transaction.atomic():
        for notice in door.receiver.read_notices(body):
            _tell(door.row, notice, now=now)
    return True


def _tell(row: NetworkApp, notice: Notice, *, now: datetime) -> None:
    """Pass a hint on to every channel of that account which came through this very app."""
    spoken_of = Channel.objects.connected().filter(
        network=row.network, network_app=row, account_id=notice.account_id
    )
    for channel in spoken_of:
        channel_told.send(Channel, channel=channel, remote_ids=notice.remote_ids, now=now)
