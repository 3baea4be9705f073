"""Receives vendors' webhooks: genuine ones become hints, which are read again from the network.

Nothing of a body is kept: what it tells may be late, doubled or changed meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from beffroi.channels import asking, doors, gateway, network_apps, subscribing
from beffroi.channels.models import Channel, ChannelDoor, NetworkApp
from beffroi.channels.signals import channel_told
from beffroi.networks.contracts import DeveloperApp, Handshake, Notice
from beffroi.networks.port import WebhookReceiver

#: A hub may send a whole feed: as much as a feed may weigh when it is read.
BODY_BYTES_MAX = 5_000_000
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
    called = network_apps.called(network, token) or doors.called(network, token)
    if called is None:
        return None
    receiver = gateway.network(network)
    row, app = called
    return Door(row, app, receiver) if isinstance(receiver, WebhookReceiver) else None


def shake_hands(door: Door, *, query: Mapping[str, str], now: datetime) -> Handshake | None:
    """Return what to answer to somebody who checks our address, None when it is not the vendor."""
    row = door.row
    word = network_apps.verify_token(row) if isinstance(row, NetworkApp) else ""
    answer = door.receiver.shake_hands(query, app=door.app, verify_token=word)
    if answer is not None and answer.agreed is not None and isinstance(row, ChannelDoor):
        doors.keep(row.channel, answer.agreed)
        if answer.renew_at is not None:
            run_at = max(answer.renew_at, now + _RENEWED_AFTER)
            asking.ask(subscribing.JOB, row.channel, run_at=run_at)
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


def _by_account(notices: Iterable[Notice]) -> dict[str, list[Notice]]:
    found: dict[str, list[Notice]] = {}
    for notice in notices:
        found.setdefault(notice.account_id, []).append(notice)
    return found


def _tell(
    row: NetworkApp | ChannelDoor, account_id: str, notices: Sequence[Notice], *, now: datetime
) -> None:
    """Pass hints on: to the channel whose door it is, else to the account's through this app.

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
