"""Receives vendors' webhooks: genuine ones become hints, which are read again from the network.

Nothing of a body is kept: what it tells may be late, doubled or changed meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from beffroi.channels import asking, doors, gateway, network_apps
from beffroi.channels.models import Channel, ChannelDoor, NetworkApp
from beffroi.channels.signals import channel_told
from beffroi.channels.subscribing import JOB
from beffroi.networks.contracts import DeveloperApp, Handshake, Notice
from beffroi.networks.errors import AppMisconfigured
from beffroi.networks.port import WebhookReceiver

#: However short a hub's leases are, it is not asked more often.
_RENEWED_AFTER = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Door:
    """Where one vendor calls about one developer app, or a hub about one channel."""

    row: NetworkApp | ChannelDoor
    app: DeveloperApp
    receiver: WebhookReceiver


def open_door(network: str, token: str) -> Door | None:
    """Return the door at an address, None when there is none or no key opens it."""
    row = _row(network, token)
    if row is None:
        return None
    receiver = gateway.network(network)
    if not isinstance(receiver, WebhookReceiver):
        return None
    try:
        app = network_apps.opened(row) if isinstance(row, NetworkApp) else doors.agreed_at(row)
    except AppMisconfigured:
        return None
    return Door(row, app, receiver)


def shake_hands(door: Door, *, query: Mapping[str, str], now: datetime) -> Handshake | None:
    """Return what to answer to somebody who checks our address, None when it is not the vendor."""
    row = door.row
    word = network_apps.verify_token(row) if isinstance(row, NetworkApp) else ""
    answer = door.receiver.shake_hands(query, app=door.app, verify_token=word)
    if answer is not None and answer.agreed is not None and isinstance(row, ChannelDoor):
        doors.keep(row.channel, answer.agreed)
        if answer.renew_at is not None:
            asking.ask(JOB, row.channel, run_at=max(answer.renew_at, now + _RENEWED_AFTER))
    return answer


def receive(door: Door, *, headers: Mapping[str, str], body: bytes, now: datetime) -> bool:
    """Take what a vendor tells; tell whether it is genuine. Twice the same changes nothing."""
    if not door.receiver.is_genuine(headers, body, app=door.app):
        return False
    with transaction.atomic():
        if isinstance(door.row, ChannelDoor):
            ChannelDoor.objects.filter(pk=door.row.pk).update(told_at=now)
        for account_id, notices in _by_account(door.receiver.read_notices(body)).items():
            _tell(door.row, account_id, notices, now=now)
    return True


def _row(network: str, token: str) -> NetworkApp | ChannelDoor | None:
    app = NetworkApp.objects.filter(network=network, hook_token=token).first()
    if app is not None:
        return app
    own = ChannelDoor.objects.filter(channel__network=network, token=token)
    return own.select_related("channel").first()


def _by_account(notices: Iterable[Notice]) -> dict[str, list[Notice]]:
    found: dict[str, list[Notice]] = {}
    for notice in notices:
        found.setdefault(notice.account_id, []).append(notice)
    return found


def _tell(
    row: NetworkApp | ChannelDoor, account_id: str, notices: Sequence[Notice], *, now: datetime
) -> None:
    """Pass hints on to every channel of that account which came through this very app.

    Through a channel's own door, to that channel.

    Vendors put many into one call: those that name something go together.
    """
    spoken_of = Channel.objects.connected()
    if isinstance(row, ChannelDoor):
        spoken_of = spoken_of.filter(pk=row.channel_id)
    else:
        spoken_of = spoken_of.filter(network=row.network, network_app=row, account_id=account_id)
    named = tuple(dict.fromkeys(one for notice in notices for one in notice.remote_ids))
    hints = [named] if named else []
    if any(not notice.remote_ids for notice in notices):
        hints.append(())
    for channel in spoken_of:
        for remote_ids in hints:
            channel_told.send(Channel, channel=channel, remote_ids=remote_ids, now=now)
