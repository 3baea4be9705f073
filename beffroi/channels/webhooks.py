"""Receives vendors' webhooks: genuine ones become hints, which are read again from the network.

Nothing of a body is kept: what it tells may be late, doubled or changed meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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
        for account_id, notices in _by_account(door.receiver.read_notices(body)).items():
            _tell(door.row, account_id, notices, now=now)
    return True


def _by_account(notices: Iterable[Notice]) -> dict[str, list[Notice]]:
    found: dict[str, list[Notice]] = {}
    for notice in notices:
        found.setdefault(notice.account_id, []).append(notice)
    return found


def _tell(row: NetworkApp, account_id: str, notices: Sequence[Notice], *, now: datetime) -> None:
    """Pass hints on to every channel of that account which came through this very app.

    Vendors put many into one call: those that name something go together.
    """
    spoken_of = Channel.objects.connected().filter(
        network=row.network, network_app=row, account_id=account_id
    )
    named = tuple(dict.fromkeys(one for notice in notices for one in notice.remote_ids))
    hints = [named] if named else []
    if any(not notice.remote_ids for notice in notices):
        hints.append(())
    for channel in spoken_of:
        for remote_ids in hints:
            channel_told.send(Channel, channel=channel, remote_ids=remote_ids, now=now)
